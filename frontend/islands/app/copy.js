/**
 * `<button data-copy="text">` or `<button data-copy-from="ID">` copies to the clipboard.
 * `data-copied-label` is said by screen readers and shown on the button for two seconds.
 */
const SHOWN_MS = 2000;

/** The clipboard interface exists only over https and on localhost: an office server on plain http needs the old way. */
async function copyText(text) {
	if (navigator.clipboard) return navigator.clipboard.writeText(text);
	const field = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
	document.body.append(field);
	field.select();
	document.execCommand('copy');
	field.remove();
}

function textOf(button) {
	const source = document.getElementById(button.dataset.copyFrom ?? '');
	return source ? (source.value ?? source.textContent.trim()) : button.dataset.copy;
}

function confirm(button) {
	const label = button.dataset.copiedLabel;
	if (!label || button.dataset.copied) return;
	const before = button.innerHTML;
	button.dataset.copied = 'yes';
	button.setAttribute('aria-live', 'polite');
	button.textContent = label;
	setTimeout(() => {
		button.innerHTML = before;
		delete button.dataset.copied;
	}, SHOWN_MS);
}

export function startCopyButtons() {
	document.addEventListener('click', async (event) => {
		const button = event.target.closest('[data-copy], [data-copy-from]');
		if (!button) return;
		await copyText(textOf(button));
		confirm(button);
	});
}
