/** Where the name of an area stands: once, in the largest of its parts. The renderer writes it into every part. */
import { featuresOf } from './bounds.js';

/** Twice the area that a ring of positions encloses, in square degrees (the shoelace formula). */
function sizeOf([ring]) {
	const cross = ([x, y], next) => x * ring[next][1] - y * ring[next][0];
	return Math.abs(ring.slice(0, -1).reduce((sum, position, at) => sum + cross(position, at + 1), 0));
}

function largestPart(feature) {
	if (feature.geometry?.type !== 'MultiPolygon') return feature;
	const coordinates = feature.geometry.coordinates.reduce((best, part) => (sizeOf(part) > sizeOf(best) ? part : best));
	return { ...feature, geometry: { type: 'Polygon', coordinates } };
}

/** The features with one part each. */
export const namedOnce = (data) => ({ type: 'FeatureCollection', features: featuresOf(data).map(largestPart) });

export const hasParts = (data) => featuresOf(data).some((feature) => feature.geometry?.type === 'MultiPolygon');
