/** An OpenRosa 1.0 client: form list, manifest, downloads whose hashes are checked, submission. */
import { createHash } from 'node:crypto';

const TIMEOUT_MS = 60_000;

const md5 = (bytes) => `md5:${createHash('md5').update(bytes).digest('hex')}`;
const textOf = (element, name) => element.getElementsByTagNameNS('*', name)[0]?.textContent ?? '';
const elementsOf = (xml, name) => [...new DOMParser().parseFromString(xml, 'text/xml').getElementsByTagNameNS('*', name)];

/** A token of an app user goes into the path, between the version and the project. */
export function baseWithKey(base, key) {
	const plain = base.replace(/\/$/, '');
	return key ? plain.replace(/\/v1\//, `/v1/key/${encodeURIComponent(key)}/`) : plain;
}

export class OpenRosaClient {
	constructor(base, authorization) {
		this.base = base;
		// Filling a long form takes longer than the server keeps an idle connection.
		this.headers = { 'X-OpenRosa-Version': '1.0', Connection: 'close', ...(authorization ? { Authorization: authorization } : {}) };
	}

	async get(url) {
		if (new URL(url).origin !== new URL(this.base).origin) throw new Error(`leads to another server: ${url}`);
		const response = await fetch(url, { headers: this.headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
		if (!response.ok) throw new Error(`GET ${url}: ${response.status} ${(await response.text()).slice(0, 200)}`);
		return response;
	}

	/** A document of the protocol. Form XML and media files are plain downloads, and their answers need no such header. */
	async text(url) {
		const response = await this.get(url);
		if (response.headers.get('x-openrosa-version') !== '1.0') throw new Error(`GET ${url}: no X-OpenRosa-Version: 1.0`);
		return response.text();
	}

	/** Download, and hold the server to the hash that it gave. */
	async checked(url, hash) {
		const bytes = Buffer.from(await (await this.get(url)).arrayBuffer());
		if (md5(bytes) !== hash) throw new Error(`${url}: hash is ${md5(bytes)}, the list said ${hash}`);
		return bytes;
	}

	async formList() {
		const xforms = elementsOf(await this.text(`${this.base}/formList`), 'xform');
		const names = ['formID', 'name', 'version', 'hash', 'downloadUrl', 'manifestUrl'];
		return xforms.map((xform) => Object.fromEntries(names.map((name) => [name, textOf(xform, name)])));
	}

	/** name → bytes of the files that a form brings along. */
	async media(manifestUrl) {
		const files = new Map();
		if (!manifestUrl) return files;
		for (const file of elementsOf(await this.text(manifestUrl), 'mediaFile')) {
			files.set(textOf(file, 'filename'), await this.checked(textOf(file, 'downloadUrl'), textOf(file, 'hash')));
		}
		return files;
	}

	/** The status of the answer and the beginning of its text. */
	async submit(body) {
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		const response = await fetch(`${this.base}/submission`, { method: 'POST', headers: this.headers, body, signal });
		return { status: response.status, text: (await response.text()).slice(0, 300) };
	}
}
