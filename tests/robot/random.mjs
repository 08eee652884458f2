/** Seeded randomness (mulberry32): the same seed fills a form in the same way. */
export function createRandom(seed) {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const between = (low, high) => low + Math.floor(next() * (high - low + 1));
	return {
		next,
		between,
		pick: (items) => items[between(0, items.length - 1)],
		shuffle: (items) => [...items].map((item) => [next(), item]).sort(([a], [b]) => a - b).map(([, item]) => item),
	};
}
