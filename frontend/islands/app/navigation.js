/**
 * `<button data-nav-toggle aria-controls="ID" aria-expanded="false">`: shows and hides the element ID (class `show`).
 * Escape closes what is open and gives the focus back to its button.
 */
function setOpen(button, isOpen) {
	button.setAttribute('aria-expanded', String(isOpen));
	document.getElementById(button.getAttribute('aria-controls'))?.classList.toggle('show', isOpen);
}

function closeAll() {
	for (const button of document.querySelectorAll('[data-nav-toggle][aria-expanded="true"]')) {
		setOpen(button, false);
		button.focus();
	}
}

export function startNavigation() {
	document.addEventListener('click', (event) => {
		const button = event.target.closest('[data-nav-toggle]');
		if (button) setOpen(button, button.getAttribute('aria-expanded') !== 'true');
	});
	document.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') closeAll();
	});
}
