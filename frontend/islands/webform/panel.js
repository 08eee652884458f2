/** One place above the form that says what is going on, in the language of the page. */
import { make } from '../shared/page.js';
import { text } from '../shared/texts.js';

function panelOf(element) {
	let panel = element.querySelector(':scope > .webform-panel');
	if (!panel) {
		panel = make('div', { className: 'webform-panel', tabIndex: -1 });
		element.prepend(panel);
	}
	return panel;
}

/** What the server says is wrong, above what to do next. */
const saidBy = ({ title, detail }) => [make('p', {}, make('strong', {}, title)), ...(detail ? [make('p', {}, detail)] : [])];

/** `actions` are [key of the words, what to do] pairs, drawn as buttons; the panel takes the focus when it has any. */
export function showPanel(element, kind, key, values = {}, actions = [], problem = null) {
	const panel = panelOf(element);
	const words = (name, filled) => text(name, filled, element.dataset.language || undefined);
	const buttons = actions.map(([name, act], order) =>
		make('button', { type: 'button', className: `btn ${order ? '' : 'btn-primary'}`, onclick: act }, words(name)),
	);
	panel.hidden = false;
	panel.className = `webform-panel alert alert-${kind}`;
	panel.setAttribute('role', kind === 'danger' ? 'alert' : 'status');
	const said = problem ? saidBy(problem) : [];
	panel.replaceChildren(...said, make('p', {}, words(key, values)), make('div', { className: 'btn-list' }, ...buttons));
	if (actions.length > 0 || kind === 'success') panel.focus();
}

export function hidePanel(element) {
	panelOf(element).hidden = true;
}

export const showLoading = (element) => showPanel(element, 'info', 'form.loading');
export const showLoadFailure = (element) => showPanel(element, 'danger', 'form.load_failed');
