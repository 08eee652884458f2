/**
 * A form to fill in, by ODK Web Forms.
 *
 *   <div id="webform" data-form-xml-url data-attachments-url data-submit-url data-csrf
 *        [data-language] [data-style-nonce] [data-tiles-url] [data-done-url]
 *        [data-edit-instance-url data-edit-attachments-url data-edit-attachments='["photo.jpg"]']></div>
 *
 * `data-attachments-url` is a folder: the name of a file is added to it. `data-submit-url` takes what OpenRosa clients
 * send (multipart, part `xml_submission_file`) with the CSRF token in a header. `data-tiles-url` is a tile address of
 * this server with {z}/{x}/{y}. Needs script-src 'self' 'wasm-unsafe-eval', and style-src 'self' with the nonce given.
 */
import 'web-forms-sheet';
import '../styles/webform.css';
import { prepareHost } from './webform/host.js';
import { showLoading, showLoadFailure } from './webform/panel.js';
import { fetchText, startEach } from './webform/start.js';

async function startWebForm(element) {
	showLoading(element);
	const isReady = prepareHost(element);
	try {
		const [formXml, { mountForm }] = await Promise.all([
			fetchText(element.dataset.formXmlUrl),
			import('./webform/mount.js'),
		]);
		await mountForm(element, formXml, isReady);
	} catch (error) {
		console.warn(error);
		showLoadFailure(element);
	}
}

startEach('#webform[data-form-xml-url]', startWebForm);
