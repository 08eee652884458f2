/** One hash over everything that a build reads. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { FRONTEND, ROOT } from './paths.mjs';

/** Files of a folder and its sub-folders, as absolute paths. */
async function filesUnder(folder) {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** SHA-256 (hex) of package-lock.json and frontend/**: name and content hash of each, in the order of their names. */
export async function inputsHash() {
	const files = [join(ROOT, 'package-lock.json'), ...(await filesUnder(FRONTEND))];
	const named = files.map((file) => [relative(ROOT, file).split(sep).join('/'), file]);
	named.sort(([a], [b]) => (a < b ? -1 : 1));
	const whole = createHash('sha256');
	for (const [name, file] of named) {
		const content = createHash('sha256').update(await readFile(file)).digest('hex');
		whole.update(`${name}\0${content}\n`);
	}
	return whole.digest('hex');
}
