/** `<details data-menu>`: a menu of the browser's own, which also closes on Escape and on a click elsewhere. */
const openMenus = () => document.querySelectorAll('details[data-menu][open]');

export function startMenus() {
	document.addEventListener('click', (event) => {
		for (const menu of openMenus()) {
			if (!menu.contains(event.target)) menu.open = false;
		}
	});
	document.addEventListener('keydown', (event) => {
		if (event.key !== 'Escape') return;
		for (const menu of openMenus()) {
			menu.open = false;
			menu.querySelector('summary')?.focus();
		}
	});
}
