/** What all islands need from the page around them. */
import { text } from './texts.js';

/** The address, if it is on our own server: an island never asks anybody else for anything. */
export function ownAddress(address) {
	const url = new URL(address, document.baseURI);
	if (url.origin !== location.origin) throw new Error(`Not an address of this server: ${url.origin}`);
	return url.href;
}

export async function fetchJson(address) {
	const response = await fetch(ownAddress(address), { headers: { Accept: 'application/json' } });
	if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
	return response.json();
}

/** Start every element that matches, now and whenever htmx brings one in; each is started once. */
export function startEach(selector, start) {
	const startNew = () => {
		for (const element of document.querySelectorAll(selector)) {
			if (element.dataset.island) continue;
			element.dataset.island = 'starting';
			start(element).then(
				() => (element.dataset.island = 'ready'),
				(error) => showFailure(element, error),
			);
		}
	};
	startNew();
	document.addEventListener('htmx:after:swap', startNew);
}

/** A plain sentence beside what the island holds; the reason goes to the console for whoever looks after the server. */
function showFailure(element, error) {
	console.warn(error);
	element.dataset.island = 'failed';
	element.append(make('p', { className: 'island-failed', role: 'alert' }, text('failed')));
}

export const isDark = () =>
	(document.documentElement.dataset.bsTheme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) ===
	'dark';

export const isRightToLeft = (element) => getComputedStyle(element).direction === 'rtl';

/** Make an element: `make('a', {href: '/'}, 'Home')`. Text stays text: nothing here reads HTML. */
export function make(tag, properties = {}, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}
