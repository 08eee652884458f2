/**
 * Maps of our own GeoJSON on a blank background.
 *
 *   <div data-map-src="/places/areas.geojson" aria-label="Districts"></div>
 *   <div data-map-layers='[{"url": "…", "label": "Schools", "kind": "clusters"}]'></div>
 *
 * `kind`: auto (by geometry, the default), areas, lines, points, clusters (points that merge when they are close), and
 * ground: borders below the rest, which can be switched off, and without which the map is drawn all the same.
 * Properties of a feature that are shown: `label` (or `name`), `description`, `url` (a page of ours), and the colours
 * `fill`, `stroke` and `marker-color` (simplestyle-spec 1.1). Under the map stands a list of the same features, which
 * is also what remains where a browser cannot draw. `data-map-drawn` appears when everything is on the screen.
 */
import { Map as MapLibre, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import '../styles/map.css';
import { boundsOf } from './map/bounds.js';
import { addLayers, isShown, paintTheme, setLayerVisible } from './map/layers.js';
import { featureList } from './map/list.js';
import { openPopup, startPopups } from './map/popup.js';
import { layerSwitch } from './map/switch.js';
import { fetchJson, make, startEach } from './shared/page.js';
import { text } from './shared/texts.js';

// The worker is a file of its own, so that the policy needs no more than worker-src 'self'.
setWorkerUrl(new URL(MAP_WORKER, import.meta.url).href);

const BLANK = { version: 8, sources: {}, layers: [{ id: 'background', type: 'background' }] };
const LOCALE = {
	'NavigationControl.ZoomIn': 'map.zoom_in',
	'NavigationControl.ZoomOut': 'map.zoom_out',
	'NavigationControl.ResetBearing': 'map.reset',
	'Popup.Close': 'map.close',
};

function layersOf(element) {
	if (element.dataset.mapLayers) return JSON.parse(element.dataset.mapLayers);
	return [{ url: element.dataset.mapSrc, label: '', kind: 'auto' }];
}

const CLOSEST = 14;
// A single point seen closer than a district is wide would lie on nothing.
const CLOSEST_ON_GROUND = 8;
const NOTHING = { type: 'FeatureCollection', features: [] };
const dataOf = (layer) => (isShown(layer) ? fetchJson(layer.url) : fetchJson(layer.url).catch(() => NOTHING));

/** The layers with their data, the ground first; it takes no colour away from the others, and is left out when empty. */
async function loadLayers(element) {
	const all = layersOf(element);
	const ordered = [...all.filter((layer) => !isShown(layer)), ...all.filter(isShown)];
	const loaded = await Promise.all(
		ordered.map(async (layer, order) => ({ ...layer, id: `layer${order}`, data: await dataOf(layer) })),
	);
	return loaded
		.filter((layer) => isShown(layer) || layer.data.features.length > 0)
		.map((layer, order, kept) => ({ ...layer, index: order - kept.findIndex(isShown) }));
}

function createMap(container, title) {
	const locale = Object.fromEntries(Object.entries(LOCALE).map(([key, name]) => [key, text(name)]));
	locale['Map.Title'] = title;
	const map = new MapLibre({ container, style: BLANK, locale, attributionControl: false, renderWorldCopies: false });
	map.addControl(new NavigationControl({ showCompass: false }));
	return map;
}

function fill(map, layers) {
	addLayers(map, layers);
	const bounds = boundsOf(layers.filter(isShown));
	const maxZoom = layers.every(isShown) ? CLOSEST : CLOSEST_ON_GROUND;
	if (bounds) map.fitBounds(bounds, { padding: 32, maxZoom, animate: false });
	map.once('idle', () => (map.getContainer().parentElement.dataset.mapDrawn = 'yes'));
	startPopups(map, layers.filter(isShown));
	document.addEventListener('pamoja:theme', () => paintTheme(map));
}

async function startMap(element) {
	const title = element.getAttribute('aria-label') ?? text('map');
	const layers = await loadLayers(element);
	const shown = layers.filter(isShown);
	const canvas = make('div', { className: 'map-canvas' });
	element.classList.add('map');
	element.append(canvas);
	let map;
	try {
		map = createMap(canvas, title);
	} catch (error) {
		console.warn(error);
		canvas.replaceWith(make('p', { className: 'map-note' }, text('map.no_webgl')));
		element.append(featureList(shown, null));
		return;
	}
	// `load` waits for everything to be drawn; a page in a background tab draws nothing, so the style is enough.
	await map.once('style.load');
	fill(map, layers);
	if (layers.length > 1) element.append(layerSwitch(layers, (layer, isVisible) => setLayerVisible(map, layer, isVisible)));
	element.append(featureList(shown, (feature) => openPopup(map, feature)));
}

startEach('[data-map-src], [data-map-layers]', startMap);
