/** Fetching and starting, for the web form. */
import { ownAddress } from '../shared/page.js';

export { startEach } from '../shared/page.js';

export async function fetchText(address) {
	const response = await fetch(ownAddress(address));
	if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
	return response.text();
}

/** A file of a folder of ours, by its name as the form writes it: names may hold spaces, accents and signs. */
export function fetchFile(folder, name) {
	const base = folder.endsWith('/') ? folder : `${folder}/`;
	return fetch(ownAddress(base + encodeURIComponent(name)));
}
