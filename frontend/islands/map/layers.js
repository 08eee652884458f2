/** How the features are drawn: one source per layer, and per source what its kind needs. */
import { isDark } from '../shared/page.js';

// Okabe and Ito's colours: told apart by people who do not see all colours alike.
const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
const LABEL = ['coalesce', ['get', 'label'], ['get', 'name'], ''];
// More labels than this make a map slow to draw and impossible to read: they appear only when zoomed in.
const LABELS_AT_ONCE = 300;
const CLUSTER_RADIUS_PX = 50;

const isOfType = (...types) => ['match', ['geometry-type'], types, true, false];
const POLYGONS = isOfType('Polygon', 'MultiPolygon');
const LINES = isOfType('LineString', 'MultiLineString');
const POINTS = isOfType('Point', 'MultiPoint');
const IS_CLUSTER = ['has', 'point_count'];

const ink = () => (isDark() ? '#f1f5f9' : '#1e293b');
const paper = () => (isDark() ? '#1b2434' : '#f6f8fb');
const haloed = () => ({ 'text-color': ink(), 'text-halo-color': paper(), 'text-halo-width': 1.5 });
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

const clusters = (layer) => [
	...points(layer),
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
		layout: { 'text-field': ['to-string', ['get', 'point_count']], 'text-size': 12, 'text-allow-overlap': true },
		paint: { 'text-color': '#ffffff' },
	},
];

const labels = (count) => ({
	type: 'symbol',
	filter: ['all', ['!', IS_CLUSTER], ['!=', LABEL, '']],
	minzoom: count > LABELS_AT_ONCE ? 8 : 0,
	layout: { 'text-field': LABEL, 'text-size': 12, 'text-variable-anchor': ['center', 'top', 'bottom'], 'text-radial-offset': 0.9 },
	paint: haloed(),
});

const KINDS = {
	auto: (layer) => [...areas(layer), ...lines(layer), ...points(layer)],
	areas,
	lines,
	points,
	clusters,
};

/** Ids of the style layers that draw one of our layers. */
export const drawnBy = (map, layer) =>
	map
		.getStyle()
		.layers.filter((drawn) => drawn.source === layer.id)
		.map((drawn) => drawn.id);

export function addLayers(map, layers) {
	map.setPaintProperty('background', 'background-color', paper());
	for (const layer of layers) {
		const cluster = layer.kind === 'clusters';
		map.addSource(layer.id, { type: 'geojson', data: layer.data, cluster, clusterRadius: CLUSTER_RADIUS_PX, generateId: true });
	}
	for (const layer of layers) {
		const drawings = (KINDS[layer.kind] ?? KINDS.auto)(layer);
		drawings.forEach((drawing, order) => map.addLayer({ ...drawing, id: `${layer.id}-${order}`, source: layer.id }));
	}
	// Labels last: those of a lower layer stay readable above the areas of a higher one.
	for (const layer of layers) {
		map.addLayer({ ...labels(layer.data.features?.length ?? 1), id: `${layer.id}-labels`, source: layer.id });
	}
}

export function setLayerShown(map, layer, isShown) {
	for (const id of drawnBy(map, layer)) map.setLayoutProperty(id, 'visibility', isShown ? 'visible' : 'none');
}

/** Repaint what depends on light and dark. */
export function paintTheme(map) {
	map.setPaintProperty('background', 'background-color', paper());
	for (const { id } of map.getStyle().layers.filter((drawn) => drawn.id.endsWith('-labels'))) {
		for (const [name, value] of Object.entries(haloed())) map.setPaintProperty(id, name, value);
	}
}
