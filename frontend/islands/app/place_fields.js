/** Fields of places bring the words of all languages along: only a page that has one loads their script. */
export function loadPlaceFields() {
	const load = () => {
		if (!document.querySelector('input[data-place-search]')) return;
		document.removeEventListener('htmx:after:swap', load);
		import('./places.js').then(({ startPlaceFields }) => startPlaceFields());
	};
	document.addEventListener('htmx:after:swap', load);
	load();
}
