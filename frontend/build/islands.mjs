/** Bundle the islands: ESM, minified, split into chunks that are loaded only where they are needed. */
import { build } from 'esbuild';
import { basename, join } from 'node:path';
import { BUILT, FRONTEND, MODULES } from './paths.mjs';
import { webFormsPlugin } from './webforms.mjs';

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

/** MapLibre's worker as a chunk of its own; returns the path by which map.js imports it. */
async function bundleMapWorker() {
	const { metafile } = await build({
		...COMMON,
		entryPoints: [join(MODULES, 'maplibre-gl/dist/maplibre-gl-worker.mjs')],
		entryNames: 'chunks/map-worker-[hash]',
		metafile: true,
	});
	return `./chunks/${basename(Object.keys(metafile.outputs)[0])}`;
}

export async function bundleIslands() {
	const worker = await bundleMapWorker();
	await build({
		...COMMON,
		entryPoints: ['app.js', 'map.js', 'chart.js', 'webform.js'].map(island),
		splitting: true,
		plugins: [webFormsPlugin],
		define: {
			MAP_WORKER: JSON.stringify(worker),
			'process.env.NODE_ENV': '"production"',
			__VUE_OPTIONS_API__: 'true',
			__VUE_PROD_DEVTOOLS__: 'false',
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
		},
	});
}
