/**
 * What @getodk/web-forms 0.22.0 does not offer as a setting is changed while it is bundled:
 *
 * - its style sheet becomes webform.css, without the 54 font files inside it (0.65 MB after compression);
 * - its map asks OpenStreetMap for tiles: it now draws tiles of our own server, or none;
 * - its fixed English words come from our own texts; the language of the page chooses among a form's languages;
 * - its reset of the whole page is kept within the form, and the labels of numbers and dates reach their inputs;
 * - its style elements carry the page's nonce, so that a fill page needs no 'unsafe-inline'.
 *
 * Every change names text that must be there exactly once: a new version that moved it stops the build.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { MODULES } from './paths.mjs';

const LIBRARY = join(MODULES, '@getodk/web-forms/dist/index.js');
const HOST = 'globalThis.pamojaWebForm';
const word = (key) => `${HOST}.text("${key}")`;

/** [what the library says, what it says here], per file. */
const CHANGES = {
	index: [
		// Its reset is for a page that is a form and nothing else: here it reaches the form alone, and weighs nothing.
		[
			'tA.textContent = resetStyles,',
			`tA.nonce = ${HOST}.nonce, tA.textContent = ":where(#webform) {" + resetStyles + "}",`,
		],
		['eA.use(PrimeVue, { theme:', `eA.use(PrimeVue, { csp: { nonce: ${HOST}.nonce }, locale: ${HOST}.locale(), theme:`],
		['root: tA.root\n}), loadFormState', `root: ${HOST}.prepare(tA.root)\n}), loadFormState`],
		['root: rA.root\n  };\n}, updateSubmittedFormState', `root: ${HOST}.prepare(rA.root)\n  };\n}, updateSubmittedFormState`],
		// The label of a number and of a date names its input, not the box around it.
		['(script$f), {\n      id: eA.node.nodeId', '(script$f), {\n      "input-id": eA.node.nodeId'],
		['"icon-display": "input",\n      "show-button-bar"', '"icon-display": "input",\n      "input-id": tA.question.nodeId,\n      "show-button-bar"'],
		['label: "Send"', `label: ${word('form.send')}`],
		['label: "Change language"', `label: ${word('form.language')}`],
		['"aria-label": "change language"', `"aria-label": ${word('form.language')}`],
		['label: "Remove"', `label: ${word('form.remove')}`],
		['label: "Cancel"', `label: ${word('form.cancel')}`],
		['label: "Save location"', `label: ${word('form.location.save')}`],
		['"span", null, "Get location", -1', `"span", null, ${word('form.location.get')}, -1`],
		['"span", null, "Try again", -1', `"span", null, ${word('form.retry')}, -1`],
		['"span", null, "Rank items", -1', `"span", null, ${word('form.rank')}, -1`],
		['"span", null, "Take picture", -1', `"span", null, ${word('form.picture.take')}, -1`],
		['"span", null, "Choose image", -1', `"span", null, ${word('form.picture.choose')}, -1`],
		['createTextVNode(" Add ", -1)', `createTextVNode(\` \${${word('form.add')}} \`, -1)`],
		['constraintMsg: "Condition not satisfied: constraint"', `constraintMsg: ${word('form.constraint')}`],
		['requiredMsg: "Condition not satisfied: required"', `requiredMsg: ${word('form.required')}`],
		[
			'QA === 1 ? "1 question with error." : `${QA} questions with errors.`',
			`${HOST}.text("form.errors", { count: QA })`,
		],
	],
	MapBlock: [
		['layers: [new wy({ source: new Xy() })],', `layers: ${HOST}.tiles ? [new wy({ source: new Xy() })] : [],`],
		[': "https://tile.openstreetmap.org/{z}/{x}/{y}.png"', `: ${HOST}.tiles`],
		['t = [Vy];', 't = [];'],
	],
};

function applyChanges(source, name) {
	return CHANGES[name].reduce((text, [from, to]) => {
		if (text.split(from).length !== 2) throw new Error(`@getodk/web-forms ${name}: expected once: ${from}`);
		return text.replace(from, () => to);
	}, source);
}

/** The library's entry begins with a function that puts its style sheet into the page, as one string. */
const STYLE_INJECTION = /^\(function\(\)\{"use strict";.*?createTextNode\(('.*')\)\).*?\}\)\(\);\n/s;

function splitStyles(source) {
	const found = STYLE_INJECTION.exec(source);
	if (!found) throw new Error('@getodk/web-forms: the style sheet is not where it was');
	const sheet = runInNewContext(found[1]).replaceAll(/@font-face\{[^}]*\}/g, '').replace(/^@charset "[^"]*";/, '');
	return { sheet, code: source.slice(found[0].length) };
}

export const webFormsPlugin = {
	name: 'web-forms',
	setup(build) {
		// The sheet is imported by webform.js itself: style sheets of a chunk that is loaded later reach no page.
		build.onResolve({ filter: /^web-forms-sheet$/ }, () => ({ path: LIBRARY, namespace: 'web-forms-sheet' }));
		build.onLoad({ filter: /.*/, namespace: 'web-forms-sheet' }, async ({ path }) => ({
			contents: splitStyles(await readFile(path, 'utf8')).sheet,
			loader: 'css',
		}));
		build.onLoad({ filter: /web-forms[\\/]dist[\\/]index\.js$/, namespace: 'file' }, async ({ path }) => ({
			contents: splitStyles(await readFile(path, 'utf8')).code,
		}));
		build.onLoad({ filter: /web-forms[\\/]dist[\\/](index|MapBlock)-[^\\/]*\.js$/ }, async ({ path }) => ({
			contents: applyChanges(await readFile(path, 'utf8'), /(index|MapBlock)-/.exec(path)[1]),
		}));
	},
};
