/** How the features are drawn: one source per layer, and per source what its kind needs. */
import { isDark } from '../shared/page.js';
import { hasParts, namedOnce } from './names.js';

// Okabe and Ito's colours, with the product's own green first: told apart by people who do not see all colours alike.
const PALETTE = ['#12847a', '#d55e00', '#0072b2', '#cc79a7', '#e69f00', '#56b4e9'];
const LABEL = ['coalesce', ['get', 'label'], ['get', 'name'], ''];
// More labels than this make a map slow to draw and impossible to read: they appear only when zoomed in.
const LABELS_AT_ONCE = 300;
const CLUSTER_RADIUS_PX = 50;

const isOfType = (...types) => ['match', ['geometry-type'], types, true, false];
const POLYGONS = isOfType('Polygon', 'MultiPolygon');
const LINES = isOfType('LineString', 'MultiLineString');
const POINTS = isOfType('Point', 'MultiPoint');
const IS_CLUSTER = ['has', 'point_count'];

const pick = (light, dark) => (isDark() ? dark : light);
const paper = () => pick('#eaf0ee', '#0e1618');
/** What is painted otherwise in the dark, by the name that a drawing has in its metadata. */
const THEMES = {
	label: () => ({ 'text-color': pick('#17262a', '#e5ecea'), 'text-halo-color': paper(), 'text-halo-width': 1.5 }),
	land: () => ({ 'fill-color': pick('#fbfcfb', '#1b272a') }),
	border: () => ({ 'line-color': pick('#b4c0bc', '#4a5a5d') }),
	ground: () => ({ 'text-color': pick('#5b6b6f', '#93a4a5'), 'text-halo-color': pick('#fbfcfb', '#1b272a'), 'text-halo-width': 1 }),
};
const themed = (theme, paint = {}) => ({ metadata: { theme }, paint: { ...paint, ...THEMES[theme]() } });
const colour = (layer) => layer.colour ?? PALETTE[layer.index % PALETTE.length];

const areas = (layer) => [
	{
		type: 'fill',
		filter: POLYGONS,
		paint: { 'fill-color': ['coalesce', ['get', 'fill'], colour(layer)], 'fill-opacity': 0.45 },
	},
	{ type: 'line', filter: POLYGONS, paint: { 'line-color': ['coalesce', ['get', 'stroke'], colour(layer)], 'line-width': 1 } },
];

const lines = (layer) => [
	{ type: 'line', filter: LINES, paint: { 'line-color': ['coalesce', ['get', 'stroke'], colour(layer)], 'line-width': 2.5 } },
];

const points = (layer) => [
	{
		type: 'circle',
		filter: ['all', POINTS, ['!', IS_CLUSTER]],
		paint: {
			'circle-color': ['coalesce', ['get', 'marker-color'], colour(layer)],
			'circle-radius': 6,
			'circle-stroke-color': '#ffffff',
			'circle-stroke-width': 1.5,
		},
	},
];

/** Merged points and how many they are. The room around a number keeps names off the whole circle. */
const bubbles = (layer) => [
	{
		type: 'circle',
		filter: IS_CLUSTER,
		paint: {
			'circle-color': colour(layer),
			'circle-radius': ['step', ['get', 'point_count'], 14, 10, 18, 100, 24, 1000, 30],
			'circle-stroke-color': '#ffffff',
			'circle-stroke-width': 2,
		},
	},
	{
		type: 'symbol',
		filter: IS_CLUSTER,
		layout: { 'text-field': ['to-string', ['get', 'point_count']], 'text-size': 12, 'text-allow-overlap': true, 'text-padding': 10 },
		paint: { 'text-color': '#ffffff' },
	},
];

const labelsAt = (count, geometry, anchors) => ({
	type: 'symbol',
	filter: ['all', geometry, ['!', IS_CLUSTER], ['!=', LABEL, '']],
	minzoom: count > LABELS_AT_ONCE ? 8 : 0,
	layout: { 'text-field': LABEL, 'text-size': 12, 'text-variable-anchor': anchors, 'text-radial-offset': 0.9 },
	...themed('label'),
});

/** In the middle of an area; beside a point, which it would hide. */
const labels = (count) => [
	labelsAt(count, ['!', POINTS], ['center', 'top', 'bottom']),
	labelsAt(count, POINTS, ['top', 'bottom', 'left', 'right']),
];

/** Borders to find one's way by; `depth` is 0 for the larger units. */
const ground = () => [
	{ type: 'fill', ...themed('land') },
	{ type: 'line', ...themed('border', { 'line-width': ['match', ['get', 'depth'], 0, 1.75, 0.75] }) },
];

const groundNames = () => [{ type: 'symbol', layout: { 'text-field': LABEL, 'text-size': 11 }, ...themed('ground') }];

const KINDS = {
	ground,
	auto: (layer) => [...areas(layer), ...lines(layer), ...points(layer)],
	areas,
	lines,
	points,
	clusters: points,
};

/** What the map is about; the rest is the ground that it lies on. */
export const isShown = (layer) => layer.kind !== 'ground';

const namesOf = (layer) => `${layer.id}-names`;

/** Ids of the style layers that draw one of our layers. */
export const drawnBy = (map, layer) =>
	map
		.getStyle()
		.layers.filter((drawn) => [layer.id, namesOf(layer)].includes(drawn.source))
		.map((drawn) => drawn.id);

function addSources(map, layer) {
	const cluster = layer.kind === 'clusters';
	map.addSource(layer.id, { type: 'geojson', data: layer.data, cluster, clusterRadius: CLUSTER_RADIUS_PX, generateId: true });
	if (hasParts(layer.data)) map.addSource(namesOf(layer), { type: 'geojson', data: namedOnce(layer.data), generateId: true });
}

function draw(map, layer, part, drawings, source = layer.id) {
	drawings.forEach((drawing, order) => map.addLayer({ ...drawing, id: `${layer.id}-${part}-${order}`, source }));
}

function drawNames(map, layer) {
	const drawings = isShown(layer) ? labels(layer.data.features?.length ?? 1) : groundNames();
	draw(map, layer, 'names', drawings, map.getSource(namesOf(layer)) ? namesOf(layer) : layer.id);
}

export function addLayers(map, layers) {
	const shown = layers.filter(isShown);
	map.setPaintProperty('background', 'background-color', paper());
	for (const layer of layers) {
		addSources(map, layer);
		draw(map, layer, 'shape', (KINDS[layer.kind] ?? KINDS.auto)(layer));
		if (!isShown(layer)) drawNames(map, layer);
	}
	// Names last: those of a lower layer stay readable above the areas of a higher one; only numbers stand above names.
	for (const layer of shown) drawNames(map, layer);
	for (const layer of shown.filter(({ kind }) => kind === 'clusters')) draw(map, layer, 'bubbles', bubbles(layer));
}

export function setLayerVisible(map, layer, isVisible) {
	for (const id of drawnBy(map, layer)) map.setLayoutProperty(id, 'visibility', isVisible ? 'visible' : 'none');
}

/** Repaint what depends on light and dark. */
export function paintTheme(map) {
	map.setPaintProperty('background', 'background-color', paper());
	for (const { id, metadata } of map.getStyle().layers.filter((drawn) => drawn.metadata)) {
		for (const [name, value] of Object.entries(THEMES[metadata.theme]())) map.setPaintProperty(id, name, value);
	}
}
