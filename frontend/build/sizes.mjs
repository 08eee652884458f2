/** Sizes of what was built, and the budgets that they may not exceed. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BUILT } from './paths.mjs';

/** Every built file as {name, bytes, gzip}, largest first. */
export async function measure() {
	const entries = await readdir(BUILT, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	const sizes = await Promise.all(files.map(measureOne));
	return sizes.sort((a, b) => b.bytes - a.bytes);
}

async function measureOne(file) {
	const content = await readFile(file);
	const name = relative(BUILT, file).split(sep).join('/');
	return { name, bytes: content.length, gzip: gzipSync(content).length };
}

export function printSizes(sizes, seconds) {
	const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
	for (const { name, bytes, gzip } of sizes) {
		console.log(`${kilo(bytes)} ${kilo(gzip)} gzip  ${name}`);
	}
	console.log(`Built ${sizes.length} files in ${seconds.toFixed(1)} s.`);
}

/** One sentence per budget that is broken; `budgets` maps a file name to bytes before compression. */
export function overBudget(sizes, budgets) {
	const found = new Map(sizes.map(({ name, bytes }) => [name, bytes]));
	return Object.entries(budgets).flatMap(([name, limit]) => {
		if (!found.has(name)) return [`${name} was not built`];
		return found.get(name) > limit ? [`${name}: ${found.get(name)} bytes, allowed ${limit}`] : [];
	});
}
