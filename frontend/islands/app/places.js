/**
 * `<div class="combo"><input data-place-search="/address"></div>`: a field in which a place is typed.
 * Makes it a combobox (ARIA 1.2, list autocomplete): asks the address with `?q=` while a person types, for
 * `{"places": [[name, code, names above], …]}`, and writes "name (code)" into the field, which the server reads.
 * `[data-place-lines]` around several of them always keeps an empty one at the end.
 */
import { fetchJson, make } from '../shared/page.js';
import { text } from '../shared/texts.js';

// On a slow line an answer takes seconds: one question when the person pauses, not one for each letter.
const PAUSE = 300;
const SHORTEST = 2;
const FIELD = 'input[data-place-search]';
const answers = new Map();
const lists = new WeakMap();
let lastId = 0;

/** Old browsers know the roles and states as attributes only. */
function mark(element, attributes) {
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

async function ask(address, words) {
	const url = `${address}?q=${encodeURIComponent(words)}`;
	if (!answers.has(url)) answers.set(url, (await fetchJson(url)).places);
	return answers.get(url);
}

function prepare(input) {
	if (lists.has(input)) return;
	const id = `places-${++lastId}`;
	const options = make('ul', { id, className: 'combo-list', hidden: true });
	mark(options, { role: 'listbox', 'aria-label': text('places') });
	const said = make('span', { className: 'visually-hidden' });
	mark(said, { role: 'status' });
	input.after(options, said);
	lists.set(input, { options, said, active: -1, timer: 0, asked: '' });
	mark(input, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id });
}

function close(input) {
	const list = lists.get(input);
	clearTimeout(list.timer);
	list.asked = '';
	list.options.hidden = true;
	list.active = -1;
	input.setAttribute('aria-expanded', 'false');
	input.removeAttribute('aria-activedescendant');
}

function optionFor(id, [name, code, above]) {
	const option = make('li', { id });
	mark(option, { role: 'option', 'aria-selected': 'false' });
	option.dataset.value = `${name} (${code})`;
	option.append(make('bdi', {}, name), ' ', make('code', { dir: 'ltr' }, code));
	if (above) option.append(make('span', { className: 'combo-above' }, make('bdi', {}, above)));
	return option;
}

function open(input, places) {
	const { options, said } = lists.get(input);
	close(input);
	options.replaceChildren(...places.map((place, at) => optionFor(`${options.id}-${at}`, place)));
	options.hidden = places.length === 0;
	if (places.length) options.scrollIntoView({ block: 'nearest' });
	input.setAttribute('aria-expanded', String(places.length > 0));
	said.textContent = places.length ? text('places.found', { count: places.length }) : text('places.none');
}

function search(input) {
	const list = lists.get(input);
	const words = input.value.trim();
	clearTimeout(list.timer);
	if (words.length < SHORTEST) return close(input);
	list.timer = setTimeout(async () => {
		list.asked = words;
		try {
			const places = await ask(input.dataset.placeSearch, words);
			// An answer that came after the person went on, or went away, is of no use any more.
			if (list.asked === words) open(input, places);
		} catch {
			if (list.asked === words) list.said.textContent = text('places.failed');
		}
	}, PAUSE);
}

function move(input, step) {
	const list = lists.get(input);
	const { options } = list;
	if (options.hidden) return search(input);
	const count = options.children.length;
	options.children[list.active]?.setAttribute('aria-selected', 'false');
	list.active = list.active < 0 && step < 0 ? count - 1 : (list.active + step + count) % count;
	const option = options.children[list.active];
	option.setAttribute('aria-selected', 'true');
	option.scrollIntoView({ block: 'nearest' });
	input.setAttribute('aria-activedescendant', option.id);
}

function choose(input, option) {
	input.value = option.dataset.value;
	close(input);
	lists.get(input).said.textContent = '';
	input.dispatchEvent(new Event('change', { bubbles: true }));
}

function onKey(event) {
	const input = event.target;
	if (!input.matches?.(FIELD) || event.isComposing) return;
	prepare(input);
	const { options, active } = lists.get(input);
	if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
		event.preventDefault();
		move(input, event.key === 'ArrowDown' ? 1 : -1);
	} else if (event.key === 'Enter' && active >= 0) {
		event.preventDefault();
		choose(input, options.children[active]);
	} else if (event.key === 'Escape' && !options.hidden) {
		event.preventDefault();
		close(input);
	}
}

/** A press on a place takes the focus from the field, which would close the list before the click. */
function onPress(event) {
	const option = event.target.closest?.('.combo-list > li');
	if (!option) return;
	event.preventDefault();
	choose(option.closest('.combo').querySelector(FIELD), option);
}

/** A new line when the last one is filled, with a number of its own. */
function keepOneEmpty(lines) {
	const fields = [...lines.querySelectorAll(FIELD)];
	if (fields.at(-1)?.value.trim() === '') return;
	const fresh = fields.at(-1).cloneNode();
	const number = fields.length + 1;
	fresh.value = '';
	fresh.removeAttribute('value');
	fresh.id = fresh.id.replace(/\d+$/, number);
	mark(fresh, { 'aria-label': fresh.getAttribute('aria-label').replace(/\d+$/, number) });
	lines.append(make('div', { className: 'combo' }, fresh));
	prepare(fresh);
}

function onChange(event) {
	const lines = event.target.matches?.(FIELD) && event.target.closest('[data-place-lines]');
	if (lines) keepOneEmpty(lines);
}

const prepareAll = () => document.querySelectorAll(FIELD).forEach(prepare);

export function startPlaceFields() {
	prepareAll();
	document.addEventListener('htmx:after:swap', prepareAll);
	document.addEventListener('input', (event) => {
		if (!event.target.matches?.(FIELD)) return;
		prepare(event.target);
		search(event.target);
	});
	document.addEventListener('keydown', onKey);
	document.addEventListener('mousedown', onPress);
	document.addEventListener('change', onChange);
	document.addEventListener('focusout', (event) => {
		if (lists.has(event.target)) close(event.target);
	});
}
