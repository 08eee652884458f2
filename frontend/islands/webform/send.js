/** Send the answers; nothing is lost when it fails: the filled form stays in the page and can be sent again. */
import { make, ownAddress } from '../shared/page.js';
import { hidePanel, showPanel } from './panel.js';

const XML_PART = 'xml_submission_file';
// A browser may take its time to begin a download.
const KEEP_MS = 60_000;

/** Which plain words say what to do next; status 0 stands for no answer at all. */
function adviceFor({ status, problem }) {
	if (status === 0) return 'form.offline';
	if (problem && status !== 401) return 'form.kept';
	if (status === 401 || status === 403) return 'form.denied';
	if (status >= 500) return 'form.unavailable';
	return status === 413 ? 'form.too_large' : 'form.refused';
}

/** The server's own words on what is wrong (RFC 9457), in the language of the page; null where it has none. */
async function problemOf(response) {
	if (!response.headers.get('Content-Type')?.startsWith('application/problem+json')) return null;
	const { title, detail } = await response.json();
	return { title, detail };
}

/** {status, problem} of the server's answer. Who is led to the sign-in page is not signed in any more. */
async function post(address, body, csrf) {
	const headers = { 'X-CSRFToken': csrf ?? '', 'X-OpenRosa-Version': '1.0', Accept: 'application/problem+json, */*' };
	try {
		const response = await fetch(ownAddress(address), { method: 'POST', body, headers });
		if (response.redirected) return { status: 401, problem: null };
		return { status: response.status, problem: await problemOf(response) };
	} catch {
		return { status: 0, problem: null };
	}
}

/** Put the answers and their files among the downloads of this browser. */
function keepCopy(body) {
	for (const [name, file] of body) {
		const href = URL.createObjectURL(file);
		make('a', { href, download: name === XML_PART ? 'answers.xml' : name }).click();
		setTimeout(() => URL.revokeObjectURL(href), KEEP_MS);
	}
}

/** OpenRosa: only 201 and 202 mean that the answers were taken. */
const isAccepted = (status) => status === 201 || status === 202;

function warnBeforeLeaving(event) {
	event.preventDefault();
}

/** `send(payload, callback)` is what the form calls when all answers are valid. */
export function createSender(element, place, newInstance) {
	const { submitUrl, csrf, doneUrl } = element.dataset;
	const onChange = () => addEventListener('beforeunload', warnBeforeLeaving);
	place.addEventListener('input', onChange);
	place.addEventListener('change', onChange);

	function succeed(callback) {
		removeEventListener('beforeunload', warnBeforeLeaving);
		if (doneUrl) {
			location.assign(ownAddress(doneUrl));
			return;
		}
		place.hidden = true;
		const another = () => {
			callback({ next: newInstance });
			place.hidden = false;
			hidePanel(element);
		};
		showPanel(element, 'success', 'form.sent', {}, element.dataset.editInstanceUrl ? [] : [['form.another', another]]);
	}

	function fail(outcome, payload, callback) {
		const actions = [
			['form.retry', () => send(payload, callback)],
			['form.back', () => hidePanel(element)],
			['form.keep', () => keepCopy(payload.data[0])],
		];
		showPanel(element, 'danger', adviceFor(outcome), { status: outcome.status }, actions, outcome.problem);
	}

	async function send(payload, callback) {
		// Inert while sending: a second press of the button cannot send the same answers twice.
		place.inert = true;
		showPanel(element, 'info', 'form.sending');
		const outcome = await post(submitUrl, payload.data[0], csrf);
		place.inert = false;
		if (isAccepted(outcome.status)) succeed(callback);
		else fail(outcome, payload, callback);
	}

	return { send };
}
