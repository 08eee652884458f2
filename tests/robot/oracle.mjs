/**
 * The engine of ODK Web Forms as an oracle: one process, many forms, a JSON line in and a JSON line out for each act.
 *
 *   {"do": "load", "xml": "…", "files": {"name.csv": "…"}}   begins a record of the form
 *   {"do": "set", "path": "/data/age", "value": "12"}         {"do": "add" | "remove", "path": "/data/person[2]"}
 *   {"do": "finish"}                                          gives the record as XML
 *
 * Answers {"nodes": {path: state | null}} with what has changed since the last answer, or {"error": "…"}.
 * Clock, chance and identifiers stand still, so that two engines can be compared: --now MILLISECONDS.
 */
import './dom.mjs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { now: { type: 'string' } } });
const NOW = Number(options.now);
const CHANCE = 0.25;
const RealDate = Date;
globalThis.Date = class extends RealDate {
	constructor(...given) {
		super(...(given.length ? given : [NOW]));
	}
	static now() {
		return NOW;
	}
};
Math.random = () => CHANCE;
console.log = console.info = console.debug = console.warn = console.error = () => {};

const { loadForm } = await import('@getodk/xforms-engine');

const INSTANCE = {
	instanceAttachments: { fileNameFactory: ({ extension }) => `file${extension ?? ''}` },
	preloadProperties: { deviceID: 'oracle:1', username: 'oracle', email: 'o@example.org', phoneNumber: '0712345678' },
	geolocationProvider: { getLocation: async () => '0.5 32.5 0 5' },
};

let root = null;
let nodes = new Map();
let told = new Map();

function* below(node) {
	for (const child of node.currentState.children ?? []) {
		yield child;
		yield* below(child);
	}
}

const asText = (text) => text?.asString ?? '';

function stateOf(node) {
	const { currentState: now } = node;
	const state = { kind: node.nodeType, relevant: now.relevant, readonly: now.readonly, required: now.required };
	state.label = asText(now.label);
	state.hint = asText(now.hint);
	if (now.children === null) {
		state.type = node.valueType;
		state.value = now.instanceValue ?? '';
		const { violation } = node.validationState;
		state.violation = violation ? [violation.condition, asText(violation.message)] : null;
	}
	if (now.valueOptions) state.choices = now.valueOptions.map(({ value, label }) => [value, asText(label)]);
	if (node.selectType) state.multiple = node.selectType === 'select';
	return state;
}

/** The states that differ from what was told before; null for a node that is gone. */
function changes() {
	const found = {};
	nodes = new Map();
	for (const node of below(root)) {
		const path = node.currentState.reference;
		const text = JSON.stringify(stateOf(node));
		const key = node.nodeType.startsWith('repeat-range') ? `${path}[]` : path;
		nodes.set(key, node);
		if (told.get(key) !== text) found[key] = JSON.parse(text);
		told.set(key, text);
	}
	for (const key of [...told.keys()]) {
		if (nodes.has(key)) continue;
		found[key] = null;
		told.delete(key);
	}
	return { nodes: found };
}

async function load({ xml, files }) {
	root = null;
	told = new Map();
	const fetchFormAttachment = async (url) => {
		const name = decodeURIComponent(url.pathname.split('/').pop());
		return name in files ? new Response(files[name]) : new Response('', { status: 404 });
	};
	const form = await loadForm(xml, { fetchFormAttachment, missingResourceBehavior: 'BLANK' });
	if (form.status === 'failure') throw form.error;
	({ root } = form.createInstance(INSTANCE));
}

const asPlace = (text) => {
	const [latitude, longitude, altitude, accuracy] = text.split(' ').map(Number);
	return { latitude, longitude, altitude, accuracy };
};

function set({ path, value }) {
	const node = nodes.get(path);
	if (node.nodeType === 'select' && node.selectType === 'select') node.selectValues(value.split(' ').filter(Boolean));
	else if (node.nodeType === 'select') node.selectValue(value || null);
	else if (node.nodeType === 'rank') node.setValues(value.split(' ').filter(Boolean));
	else if (node.nodeType === 'trigger') node.setValue(value === 'OK');
	else if (node.nodeType === 'range') node.setValue(value === '' ? null : value);
	else if (node.valueType === 'geopoint') node.setValue(value === '' ? null : asPlace(value));
	else node.setValue(value);
}

function add({ path }) {
	nodes.get(`${path}[]`).addInstances();
}

function remove({ path }) {
	const [, range, position] = path.match(/^(.*)\[(\d+)\]$/);
	nodes.get(`${range}[]`).removeInstances(Number(position) - 1);
}

async function finish() {
	const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' });
	return { xml: await payload.data[0].get('xml_submission_file').text() };
}

const ACTS = { load, set, add, remove, finish };

for await (const line of createInterface({ input: process.stdin })) {
	const request = JSON.parse(line);
	let answer;
	try {
		answer = await ACTS[request.do](request);
		await new Promise((done) => setTimeout(done, 0)); // a place that was asked for arrives after this turn
		answer = { ...answer, ...changes() };
	} catch (error) {
		answer = { error: String(error?.message ?? error).slice(0, 500) || 'no words' };
	}
	process.stdout.write(`${JSON.stringify(answer)}\n`);
}
