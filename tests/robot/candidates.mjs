/** Values to try for a question, the likeliest first: the constraint of the form decides which one stays. */
import { readFileSync } from 'node:fs';

const PHOTO = readFileSync(new URL('photo.png', import.meta.url));
const WORDS = ['Amina', 'Ben', 'Bon Bini', 'نور', 'Ünïcode <&> "quoted"', 'two words'];
const SHAPED = ['0712345678', '+256712345678', 'someone@example.org', 'https://example.org/', 'AB123456', '12:30', '2024'];
const ROUND_NUMBERS = [1, 0, 2, 5, 10, 18, 25, 30, 50, 60, 100, 115, 150, 500, 1000, 2000, 2024, 10000, -1];
const DAY_MS = 24 * 3600 * 1000;
const DAYS_AGO = [0, 1, 7, 30, 200, 400, 1000, 3000, 8000, 15000, -1, -30, -400];
const MAX_DIGITS = 16;

/** Numbers that the form's own constraint names, and their neighbours: the edge of a range is inside it or next to it. */
function numbersIn(expression) {
	return [...expression.matchAll(/-?\d+(\.\d+)?/g)].flatMap(([found]) => [0, 1, -1].map((step) => Number(found) + step));
}

const quotedIn = (expression) => [...expression.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, a, b]) => a ?? b);

function texts({ random, constraint }) {
	const digits = Array.from({ length: MAX_DIGITS }, (_, length) => '1234567890123456'.slice(0, length + 1));
	const plain = constraint ? [] : [random.pick(WORDS)];
	const phones = digits.map((number) => `0${number}`);
	return [...plain, ...random.shuffle(WORDS), ...SHAPED, ...quotedIn(constraint), ...digits, ...phones, 'a', 'ABC'];
}

const integers = ({ random, constraint }) => [random.between(1, 20), ...ROUND_NUMBERS, ...numbersIn(constraint)].map(Math.trunc);
const decimals = ({ random, constraint }) => [random.between(1, 200) / 10, ...ROUND_NUMBERS, ...numbersIn(constraint)];

const day = (daysAgo) => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
const dates = ({ random }) => [random.between(0, 300), ...DAYS_AGO].map(day);
const times = ({ random }) => [random.between(0, 23), 12, 8, 20].map((hour) => `${String(hour).padStart(2, '0')}:30:00.000+00:00`);
const dateTimes = (context) => dates(context).map((date) => `${date}T12:30:00.000+00:00`);

const point = (random) => ({ latitude: random.between(-40, 40) + 0.5, longitude: random.between(-120, 120) + 0.5, altitude: 0, accuracy: 5 });
const nearby = ({ latitude, longitude }) => [
	[latitude, longitude],
	[latitude + 0.01, longitude],
	[latitude + 0.01, longitude + 0.01],
];
const written = (corners) => corners.map(([latitude, longitude]) => `${latitude} ${longitude} 0 0`).join('; ');
const traces = ({ random }) => [written(nearby(point(random)))];
const shapes = ({ random }) => {
	const corners = nearby(point(random));
	return [written([...corners, corners[0]])];
};

const INPUTS = {
	string: texts,
	barcode: texts,
	intent: texts,
	int: integers,
	decimal: decimals,
	boolean: () => ['true', 'false', '1'],
	date: dates,
	time: times,
	dateTime: dateTimes,
	geopoint: ({ random }) => [point(random), point(random)],
	geotrace: traces,
	geoshape: shapes,
	binary: texts,
};

export const inputCandidates = (valueType, context) => INPUTS[valueType](context);

/** One choice at a time for a single choice; a few different handfuls for a multiple one. */
export function selectCandidates(values, isMultiple, { random }) {
	const mixed = random.shuffle(values);
	if (!isMultiple) return mixed.map((value) => [value]);
	const handfuls = [random.between(1, Math.min(3, mixed.length)), 1, 2].map((size) => mixed.slice(0, size));
	return [...handfuls, ...mixed.map((value) => [value])];
}

export function rangeCandidates({ start, end, step }, { random }) {
	const [low, high, width] = [start, end, step].map(Number);
	const steps = Math.floor((high - low) / width + 1e-9);
	return [random.between(0, Math.abs(steps)), 0, Math.abs(steps)].map((n) => Number((low + n * width).toFixed(6)));
}

/** A small file of the kind that the question asks for; only the picture is a real one. */
export function fileFor({ type }, name) {
	const text = (extension, kind) => new File([`${name}\n`], `${name}.${extension}`, { type: kind });
	if (type === 'audio') return text('mp3', 'audio/mpeg');
	if (type === 'video') return text('mp4', 'video/mp4');
	if (type === 'image') return new File([PHOTO], `${name}.png`, { type: 'image/png' });
	return text('txt', 'text/plain');
}
