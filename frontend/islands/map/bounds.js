/** Where the features of a map lie, in degrees. */

function* positions(coordinates) {
	if (typeof coordinates[0] === 'number') yield coordinates;
	else for (const part of coordinates) yield* positions(part);
}

function* geometries(geometry) {
	if (geometry?.type === 'GeometryCollection') for (const part of geometry.geometries) yield* geometries(part);
	else if (geometry?.coordinates?.length) yield geometry;
}

/** Features of a GeoJSON document: a collection, one feature, or a bare geometry. */
export function featuresOf(data) {
	if (data.type === 'FeatureCollection') return data.features;
	return data.type === 'Feature' ? [data] : [{ type: 'Feature', properties: {}, geometry: data }];
}

/** [[west, south], [east, north]] of some features, or null where none has a place. */
export function boundsOfFeatures(features) {
	const box = [Infinity, Infinity, -Infinity, -Infinity];
	for (const feature of features) {
		for (const geometry of geometries(feature.geometry)) {
			for (const [x, y] of positions(geometry.coordinates)) {
				box[0] = Math.min(box[0], x);
				box[1] = Math.min(box[1], y);
				box[2] = Math.max(box[2], x);
				box[3] = Math.max(box[3], y);
			}
		}
	}
	return Number.isFinite(box[0]) ? [box.slice(0, 2), box.slice(2)] : null;
}

export const boundsOf = (layers) => boundsOfFeatures(layers.flatMap((layer) => featuresOf(layer.data)));
