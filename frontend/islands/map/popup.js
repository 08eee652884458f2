/** What a feature says about itself, as text and one link to a page of ours. */
import { Popup } from 'maplibre-gl';
import { make, ownAddress } from '../shared/page.js';
import { text } from '../shared/texts.js';
import { boundsOfFeatures } from './bounds.js';
import { drawnBy } from './layers.js';

export const nameOf = ({ properties }) => properties?.label || properties?.name || text('map.unnamed');

/** The feature's own page, or null: a link that leads elsewhere is not shown. */
export function linkOf({ properties }) {
	if (!properties?.url) return null;
	try {
		return make('a', { href: ownAddress(properties.url) }, text('map.open'));
	} catch {
		return null;
	}
}

function contentOf(feature) {
	const content = make('div', { className: 'map-popup' }, make('strong', {}, nameOf(feature)));
	if (feature.properties?.description) content.append(make('p', {}, feature.properties.description));
	const link = linkOf(feature);
	if (link) content.append(link);
	return content;
}

function show(map, feature, place) {
	new Popup({ maxWidth: '20rem' }).setLngLat(place).setDOMContent(contentOf(feature)).addTo(map);
}

/** Bring a feature into view and open its popup in the middle of it. */
export function openPopup(map, feature) {
	const bounds = boundsOfFeatures([feature]);
	if (!bounds) return;
	const [[west, south], [east, north]] = bounds;
	map.fitBounds(bounds, { padding: 48, maxZoom: 14 });
	show(map, feature, [(west + east) / 2, (south + north) / 2]);
}

async function openCluster(map, feature) {
	const zoom = await map.getSource(feature.source).getClusterExpansionZoom(feature.properties.cluster_id);
	map.easeTo({ center: feature.geometry.coordinates, zoom });
}

export function startPopups(map, layers) {
	const shown = layers.flatMap((layer) => drawnBy(map, layer));
	map.on('click', (event) => {
		const [feature] = map.queryRenderedFeatures(event.point, { layers: shown });
		if (!feature) return;
		if (feature.properties.cluster_id === undefined) show(map, feature, event.lngLat);
		else openCluster(map, feature);
	});
	map.on('mousemove', (event) => {
		const isOver = map.queryRenderedFeatures(event.point, { layers: shown }).length > 0;
		map.getCanvas().classList.toggle('map-over', isOver);
	});
}
