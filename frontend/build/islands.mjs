/** Bundle the islands: ESM, minified, split into chunks that are loaded only where they are needed. */
import { build } from 'esbuild';
import { join } from 'node:path';
import { BUILT, FRONTEND } from './paths.mjs';

const island = (name) => join(FRONTEND, 'islands', name);

const COMMON = {
	bundle: true,
	minify: true,
	format: 'esm',
	target: ['es2022'],
	outdir: BUILT,
	entryNames: '[name]',
	chunkNames: 'chunks/[name]-[hash]',
	assetNames: 'chunks/[name]-[hash]',
	legalComments: 'none',
	logLevel: 'warning',
};

export async function bundleIslands() {
	await build({ ...COMMON, entryPoints: [island('app.js')], splitting: true });
}
