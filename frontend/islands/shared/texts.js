/** Words of the islands in the language of the page; a language without a file falls back to English. */
import ar from '../../texts/ar.json';
import en from '../../texts/en.json';
import fr from '../../texts/fr.json';

const LANGUAGES = { ar, en, fr };

/** The text `key` in `language` (a BCP 47 tag; the page's own by default), with `{name}` filled from `values`. */
export function text(key, values = {}, language = document.documentElement.lang) {
	const words = LANGUAGES[(language || 'en').split('-')[0].toLowerCase()] ?? en;
	return (words[key] ?? en[key]).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
