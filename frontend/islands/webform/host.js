/** What the bundled library asks its page for (see build/webforms.mjs). It must be there before the library is. */
import { ownAddress } from '../shared/page.js';
import { text } from '../shared/texts.js';

/** XLSForm names a language "English (en)"; many forms say only "en", "English" or "العربية". */
function isLanguage(name, code) {
	const [, inBrackets] = /\(([\w-]+)\)\s*$/.exec(name) ?? [];
	const given = (inBrackets ?? name).trim().toLowerCase();
	const names = ['en', code].map((language) => new Intl.DisplayNames([language], { type: 'language' }).of(code).toLowerCase());
	return given.split('-')[0] === code || names.includes(given);
}

/** Show the form in the page's language if it has it; people can still change it. */
function chooseLanguage(root, language) {
	const code = (language || 'en').split('-')[0].toLowerCase();
	const same = root.languages.find((one) => !one.isSyntheticDefault && isLanguage(one.language, code));
	if (same) root.setLanguage(same);
}

/** The few words of its widgets that the library takes from its own locale. */
function localeOf(words) {
	return {
		emptyFilterMessage: words('form.none_found'),
		emptyMessage: words('form.no_choices'),
		emptySearchMessage: words('form.none_found'),
		noFileChosenMessage: words('form.no_file'),
	};
}

/** Answers a promise that ends when the questions are there. */
export function prepareHost({ dataset }) {
	const language = dataset.language || document.documentElement.lang;
	const words = (key, values) => text(key, values, language);
	return new Promise((resolve) => {
		globalThis.pamojaWebForm = {
			nonce: dataset.styleNonce,
			tiles: dataset.tilesUrl ? decodeURI(ownAddress(dataset.tilesUrl)) : '',
			text: words,
			locale: () => localeOf(words),
			prepare(root) {
				chooseLanguage(root, language);
				resolve();
				return root;
			},
		};
	});
}
