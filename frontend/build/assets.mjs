/** What is taken over as it is: Tabler's style sheets, htmx, and one sprite of the icons that pages use. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT, FRONTEND, MODULES } from './paths.mjs';

/** A source-map comment names a file that is not shipped: Django's manifest storage would refuse the sheet. */
const SOURCE_MAP_COMMENT = /\/[/*]# sourceMappingURL=\S+( \*\/)?\s*$/;

async function take(from, to) {
	const text = await readFile(join(MODULES, from), 'utf8');
	await writeFile(join(BUILT, to), text.replace(SOURCE_MAP_COMMENT, ''));
}

/** Tabler for left-to-right and right-to-left pages: its fonts are the system's, its images are inline. */
export async function copySheets() {
	await take('@tabler/core/dist/css/tabler.min.css', 'tabler.css');
	await take('@tabler/core/dist/css/tabler.rtl.min.css', 'tabler.rtl.css');
}

export async function copyHtmx() {
	await take('htmx.org/dist/htmx.min.js', 'htmx.js');
}

/** The icon as a symbol: colour and size come from the page, by `currentColor` and CSS. */
function asSymbol(name, svg) {
	const drawing = svg
		.replace(/^[\s\S]*?<svg[^>]*>/, '')
		.replace(/<\/svg>\s*$/, '')
		.replace(/<path stroke="none"[^>]*>/, '')
		.replace(/\s+/g, ' ')
		.trim();
	return (
		`<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
		`stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`
	);
}

/** icons.svg from the names in icons.txt: `<svg class="icon"><use href="…/icons.svg#home"/></svg>`. */
export async function writeSprite() {
	const list = await readFile(join(FRONTEND, 'icons.txt'), 'utf8');
	const names = [...new Set(list.split('\n').map((line) => line.trim()).filter(Boolean))].sort();
	const symbols = await Promise.all(
		names.map(async (name) => {
			const file = join(MODULES, '@tabler/icons/icons/outline', `${name}.svg`);
			return asSymbol(name, await readFile(file, 'utf8'));
		}),
	);
	const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
	await writeFile(join(BUILT, 'icons.svg'), sprite);
}
