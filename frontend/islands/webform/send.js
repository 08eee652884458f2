/** Send the answers; nothing is lost when it fails: the filled form stays in the page and can be sent again. */
import { ownAddress } from '../shared/page.js';
import { hidePanel, showPanel } from './panel.js';

/** Which plain words explain an answer of the server; 0 stands for no answer at all. */
function reasonFor(status) {
	if (status === 0) return 'form.offline';
	if (status === 401 || status === 403) return 'form.denied';
	return status === 413 ? 'form.too_large' : 'form.refused';
}

/** The status of the server's answer, or 0 where there was none. */
async function post(address, body, csrf) {
	const headers = { 'X-CSRFToken': csrf ?? '', 'X-OpenRosa-Version': '1.0' };
	try {
		return (await fetch(ownAddress(address), { method: 'POST', body, headers })).status;
	} catch {
		return 0;
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

	function fail(status, payload, callback) {
		showPanel(element, 'danger', reasonFor(status), { status }, [
			['form.retry', () => send(payload, callback)],
			['form.back', () => hidePanel(element)],
		]);
	}

	async function send(payload, callback) {
		// Inert while sending: a second press of the button cannot send the same answers twice.
		place.inert = true;
		showPanel(element, 'info', 'form.sending');
		const status = await post(submitUrl, payload.data[0], csrf);
		place.inert = false;
		if (isAccepted(status)) succeed(callback);
		else fail(status, payload, callback);
	}

	return { send };
}
