/**
 * A robot enumerator: takes every form of a server, fills it in with the engine of ODK Web Forms, and sends it.
 *
 *   node tests/robot/enumerate.mjs --base http://127.0.0.1:8000/odk/v1/projects/1
 *        [--auth 'Bearer …' | --auth 'Basic …' | --key TOKEN] [--form ID] [--seed N] [--submissions N] [--quick]
 *
 * Prints one JSON line per submission {form, ok, status, questions, answered, media, violations, xml, ms, error} and a
 * last line with the counts. `xml` is what was sent. `status` is the server's, or `engine_refused` where the engine itself
 * cannot read the form: those are counted apart. Ends with 1 when anything failed, or when there was nothing to do.
 */
import './dom.mjs';
import { parseArgs } from 'node:util';
import { loadForm } from '@getodk/xforms-engine';
import { fillForm } from './fill.mjs';
import { baseWithKey, OpenRosaClient } from './openrosa.mjs';
import { createRandom } from './random.mjs';

const { values: options } = parseArgs({
	options: {
		base: { type: 'string' },
		auth: { type: 'string' },
		key: { type: 'string' },
		form: { type: 'string' },
		seed: { type: 'string', default: '1' },
		submissions: { type: 'string', default: '1' },
		quick: { type: 'boolean', default: false },
	},
});

// The engine speaks on the console of what it does not support: our lines alone go to the output.
console.log = console.info = console.debug = () => {};
console.warn = console.error = () => {};
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

class EngineRefusal extends Error {}

const INSTANCE = {
	instanceAttachments: { fileNameFactory: ({ writtenAt, extension }) => `${writtenAt.getTime()}-${counter()}${extension ?? ''}` },
	preloadProperties: { deviceID: 'robot:enumerator', username: 'robot' },
	geolocationProvider: { getLocation: async () => '0.5 32.5 0 5' },
};
let files = 0;
function counter() {
	files += 1;
	return files;
}

/** The loaded form; a file that the form names but the manifest does not is reported as missing, as on a device. */
async function load(xml, media) {
	const fetchFormAttachment = async (url) => {
		const name = decodeURIComponent(url.pathname.split('/').pop());
		return media.has(name) ? new Response(media.get(name)) : new Response('', { status: 404 });
	};
	const form = await loadForm(xml, { fetchFormAttachment, missingResourceBehavior: 'BLANK' });
	if (form.status === 'failure') throw new EngineRefusal(form.error.message);
	return form;
}

function createInstance(form) {
	try {
		return form.createInstance(INSTANCE);
	} catch (error) {
		throw new EngineRefusal(error.message);
	}
}

async function fillAndSend(client, form, seed) {
	const { root } = createInstance(form);
	const counts = fillForm(root, createRandom(seed), options.quick);
	const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' });
	const [body] = payload.data;
	const { status, text } = await client.submit(body);
	const ok = status === 201;
	return { ok, status, ...counts, xml: await body.get('xml_submission_file').text(), error: ok ? null : text };
}

const firstLine = (error) => String(error?.message ?? error).split('\n')[0].slice(0, 300);

function failed(error) {
	const isRefusal = error instanceof EngineRefusal;
	const line = { ok: isRefusal ? null : false, status: isRefusal ? 'engine_refused' : null };
	return { ...line, questions: 0, answered: 0, media: 0, violations: 0, error: firstLine(error) };
}

async function* enumerateForm(client, listed) {
	let form;
	for (let n = 0; n < Number(options.submissions); n += 1) {
		const started = performance.now();
		let line;
		try {
			form ??= await load(String(await client.checked(listed.downloadUrl, listed.hash)), await client.media(listed.manifestUrl));
			line = await fillAndSend(client, form, Number(options.seed) + n);
		} catch (error) {
			line = failed(error);
		}
		yield { form: listed.formID, ...line, ms: Math.round(performance.now() - started) };
		if (line.status === 'engine_refused') return;
	}
}

async function run() {
	const client = new OpenRosaClient(baseWithKey(options.base, options.key), options.auth);
	const listed = (await client.formList()).filter(({ formID }) => !options.form || formID === options.form);
	const totals = { forms: listed.length, sent: 0, failed: 0, engine_refused: 0 };
	for (const form of listed) {
		for await (const line of enumerateForm(client, form)) {
			say(line);
			if (line.status === 'engine_refused') totals.engine_refused += 1;
			else totals[line.ok ? 'sent' : 'failed'] += 1;
		}
	}
	say(totals);
	return totals.failed > 0 || totals.sent === 0 ? 1 : 0;
}

process.exit(await run());
