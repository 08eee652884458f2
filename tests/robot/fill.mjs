/** Answer every question of a form instance that can be answered, in passes: an answer makes other questions appear. */
import { fileFor, inputCandidates, rangeCandidates, selectCandidates } from './candidates.mjs';

const MAX_PASSES = 8;
const MAX_CANDIDATES = 60;
const MAX_REPAIRS = 4;
// The engine goes through the whole form after each answer: 600 answers take 40 s, 200 take 5 s.
const LONG_FORM = 100;
const ANSWERED_OF_LONG = 0.25;
const CONTROLS = new Set(['input', 'select', 'rank', 'range', 'trigger', 'upload']);

/** Every relevant node below `node`, in the order of the form; the body is read again after each answer. */
function* relevant(node) {
	for (const child of node.currentState.children ?? []) {
		if (!child.currentState.relevant) continue;
		yield child;
		yield* relevant(child);
	}
}

function isAnswered(node) {
	const { value } = node.currentState;
	return !(value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0));
}

const isAskable = (node) => CONTROLS.has(node.nodeType) && !node.currentState.readonly;
const constraintOf = (node) => node.definition.bind.constraint?.expression ?? '';

/** [values to try, how to set one] for a question. */
function waysToAnswer(node, random, counter) {
	const context = { random, constraint: constraintOf(node) };
	const options = (node.currentState.valueOptions ?? []).map(({ value }) => value);
	switch (node.nodeType) {
		case 'input':
			return [inputCandidates(node.valueType, context), (value) => node.setValue(value)];
		case 'select':
			return [
				options.length ? selectCandidates(options, node.selectType === 'select', context) : [],
				(values) => (node.selectType === 'select' ? node.selectValues(values) : node.selectValue(values[0])),
			];
		case 'rank':
			return [options.length ? [random.shuffle(options)] : [], (values) => node.setValues(values)];
		case 'range':
			return [rangeCandidates(node.definition.bodyElement.bounds ?? node.definition.bounds, context), (value) => node.setValue(value)];
		case 'trigger':
			return [[true], (value) => node.setValue(value)];
		default:
			return [[fileFor(node.nodeOptions.media, `file${counter}`)], (file) => node.setValue(file)];
	}
}

/** Try the candidates until the form is content with one; answers whether it is. */
function answer(node, random, counter) {
	const [candidates, set] = waysToAnswer(node, random, counter);
	for (const candidate of candidates.slice(0, MAX_CANDIDATES)) {
		set(candidate);
		if (isAnswered(node) && node.validationState.constraint.valid) return true;
	}
	return isAnswered(node);
}

/** Give each repeat that people extend themselves one to three instances. */
function extendRepeats(root, random, extended) {
	for (const node of [...relevant(root)]) {
		if (node.nodeType !== 'repeat-range:uncontrolled' || extended.has(node.nodeId)) continue;
		extended.add(node.nodeId);
		const missing = random.between(1, 3) - node.currentState.children.length;
		if (missing > 0) node.addInstances(undefined, missing);
	}
}

/** Whether somebody in a hurry passes over the question. */
const isLeftOut = (node, random) => !node.currentState.required && random.next() > ANSWERED_OF_LONG;

/** One pass over the questions that have not been asked yet; answers how many there were. */
function answerOpen(root, random, done, isQuick) {
	const open = [...relevant(root)].filter((node) => isAskable(node) && !done.has(node.nodeId));
	const isShort = !isQuick || open.length < LONG_FORM;
	for (const node of open) {
		// An answer before this one may have made it irrelevant, or removed it with its repeat.
		if (!node.currentState.relevant) continue;
		done.add(node.nodeId);
		if (!isShort && isLeftOut(node, random)) continue;
		if (!isAnswered(node) || !node.validationState.constraint.valid) answer(node, random, done.size);
	}
	return open.length;
}

/**
 * A later answer can make an earlier one wrong (a total, a date before another): those are answered again.
 * Answers whether that helped. A required note cannot be answered: it stays a violation, as it would stop a person.
 */
function repair(root, random, counter) {
	const wrong = new Set(root.validationState.violations.map(({ nodeId }) => nodeId));
	const questions = [...relevant(root)].filter((node) => wrong.has(node.nodeId) && isAskable(node));
	return questions.filter((node) => answer(node, random, counter) && node.validationState.constraint.valid).length > 0;
}

/**
 * {questions, answered, media, violations}: what the form asks once it is filled, and what could not be satisfied.
 * Quickly means that most of what need not be answered in a long form is not.
 */
export function fillForm(root, random, isQuick = false) {
	const done = new Set();
	const extended = new Set();
	for (let pass = 0; pass < MAX_PASSES; pass += 1) {
		extendRepeats(root, random, extended);
		if (answerOpen(root, random, done, isQuick) === 0 && (pass >= MAX_REPAIRS || !repair(root, random, done.size))) break;
	}
	const asked = [...relevant(root)].filter(isAskable);
	const answered = asked.filter(isAnswered);
	const media = answered.filter((node) => node.nodeType === 'upload').length;
	return { questions: asked.length, answered: answered.length, media, violations: root.validationState.violations.length };
}
