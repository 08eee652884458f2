/**
 * A browser's document for the form engine, inside Node: import this before the engine.
 * jsdom lends what Node lacks; `__dirname` and `require` are what the engine's XPath parser (WebAssembly) asks Node for.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('', { url: 'http://127.0.0.1/' });
for (const name of Object.getOwnPropertyNames(window)) {
	// Node's own FormData, File and Blob stay: Node's fetch sends no others.
	if (!(name in globalThis)) globalThis[name] = window[name];
}
globalThis.__dirname = dirname(fileURLToPath(import.meta.resolve('@getodk/xforms-engine')));
globalThis.require = createRequire(import.meta.url);
