/** Put the form into the page; this module brings the library, so it is loaded only where there is a form. */
import { OdkWebForm, POST_SUBMIT__NEW_INSTANCE, webFormsPlugin } from '@getodk/web-forms';
import { createApp, h } from 'vue';
import { make } from '../shared/page.js';
import { hidePanel } from './panel.js';
import { createSender } from './send.js';
import { fetchFile, fetchText } from './start.js';

/** The last part of `jr://images/a%20photo.jpg`: the name under which the form's file is served. */
const nameOf = (resource) => decodeURIComponent(resource.pathname.split('/').pop());

/** The instance to edit, or null for a new one. */
function editOf({ editInstanceUrl, editAttachments, editAttachmentsUrl }) {
	if (!editInstanceUrl) return null;
	return {
		resolveInstance: () => fetchText(editInstanceUrl),
		attachmentFileNames: JSON.parse(editAttachments ?? '[]'),
		resolveAttachment: (name) => fetchFile(editAttachmentsUrl, name),
	};
}

/** `isReady` ends when the library has the form (see host.js). */
export async function mountForm(element, formXml, isReady) {
	const place = make('div', { className: 'webform-questions' });
	const sender = createSender(element, place, POST_SUBMIT__NEW_INSTANCE);
	const properties = {
		formXml,
		fetchFormAttachment: (resource) => fetchFile(element.dataset.attachmentsUrl, nameOf(resource)),
		editInstance: editOf(element.dataset),
		onSubmit: sender.send,
	};
	element.append(place);
	createApp({ render: () => h(OdkWebForm, properties) })
		.use(webFormsPlugin)
		.mount(place);
	// A form that the library cannot read shows the library's own message.
	await Promise.race([isReady, failureShown(place)]);
	hidePanel(element);
}

/** Resolves when the library says that it could not load the form. */
function failureShown(place) {
	return new Promise((resolve) => {
		const observer = new MutationObserver(() => {
			if (!place.querySelector('.form-initialization-status.error')) return;
			observer.disconnect();
			resolve();
		});
		observer.observe(place, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
	});
}
