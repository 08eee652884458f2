/**
 * Build every browser file of Pamoja into src/pamoja/web/static/built/ (git-ignored).
 *
 *   npm run build            build when an input changed since the last build
 *   npm run build -- --force build anyway
 *
 * Names of entry files are stable: Django's manifest storage adds its own hash. Chunks carry esbuild's hash and are
 * imported by relative path, so they are found beside a renamed entry file too.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copySheets, copyHtmx, writeSprite } from './build/assets.mjs';
import { bundleIslands } from './build/islands.mjs';
import { BUILT, FRONTEND } from './build/paths.mjs';
import { measure, overBudget, printSizes } from './build/sizes.mjs';
import { inputsHash } from './build/stamp.mjs';

const STAMP = join(BUILT, '.stamp');
const stamp = await inputsHash();
const previous = await readFile(STAMP, 'utf8').catch(() => '');
if (previous === stamp && !process.argv.includes('--force')) {
	console.log('Nothing changed since the last build.');
	process.exit(0);
}

const started = performance.now();
await rm(BUILT, { recursive: true, force: true });
await mkdir(BUILT, { recursive: true });
await Promise.all([copySheets(), copyHtmx(), writeSprite()]);
await bundleIslands();

const sizes = await measure();
printSizes(sizes, (performance.now() - started) / 1000);
const budgets = JSON.parse(await readFile(join(FRONTEND, 'budgets.json'), 'utf8'));
const broken = overBudget(sizes, budgets);
if (broken.length > 0) {
	console.error(`Over budget (frontend/budgets.json):\n  ${broken.join('\n  ')}`);
	process.exit(1);
}
// Written last: a build that stopped half-way is never taken for a finished one.
await writeFile(STAMP, stamp);
