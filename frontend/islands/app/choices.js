/**
 * `<div data-choices>` with many check boxes of one name: a box to find some of them, and buttons for all and none.
 *
 *   <div data-choices-tools hidden> <input data-choices-find> <button data-choices-set="all|none"> </div>
 *
 * The tools are shown by this script, and act on the boxes that are in sight. When every box is checked, the form sends
 * `*` in their place (`data-choices-every`): hundreds of names would be longer than an address may be.
 */
const boxesOf = (choices) => [...choices.querySelectorAll('input[type="checkbox"]')];
const isInSight = (box) => !box.closest('label').hidden;

/** As the reader's language compares: without case and accents. */
const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

function narrow(choices, wanted) {
	const words = plain(wanted).split(/\s+/);
	for (const box of boxesOf(choices)) {
		const label = box.closest('label');
		const name = plain(label.textContent);
		label.hidden = !words.every((word) => name.includes(word));
	}
}

/** Nothing is asked of the server when none is left: the person is about to check some. */
function setAll(choices, isChecked) {
	for (const box of boxesOf(choices).filter(isInSight)) box.checked = isChecked;
	if (boxesOf(choices).some((box) => box.checked)) choices.dispatchEvent(new Event('change', { bubbles: true }));
}

function sendEvery({ target, formData }) {
	for (const choices of target.querySelectorAll('[data-choices-every]')) {
		const boxes = boxesOf(choices);
		if (boxes.every((box) => box.checked)) formData.set(boxes[0].name, choices.dataset.choicesEvery);
	}
}

function onInput(event) {
	if (event.target.matches('[data-choices-find]')) narrow(event.target.closest('[data-choices]'), event.target.value);
}

/** What is typed to find a column is no question to the server. */
function keepHere(event) {
	if (!event.target.matches?.('[data-choices-find]')) return;
	if (event.type === 'keydown' && event.key === 'Enter') event.preventDefault();
	if (event.type !== 'keydown') event.stopPropagation();
}

export function startChoices() {
	for (const tools of document.querySelectorAll('[data-choices-tools]')) tools.hidden = false;
	document.addEventListener('input', onInput);
	document.addEventListener('change', keepHere, { capture: true });
	document.addEventListener('keydown', keepHere);
	document.addEventListener('click', (event) => {
		const button = event.target.closest('[data-choices-set]');
		if (button) setAll(button.closest('[data-choices]'), button.dataset.choicesSet === 'all');
	});
	document.addEventListener('formdata', sendEvery);
}
