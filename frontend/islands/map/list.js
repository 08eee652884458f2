/** The same features as a list: for the keyboard, for screen readers, and where a browser cannot draw. */
import { make } from '../shared/page.js';
import { text } from '../shared/texts.js';
import { featuresOf } from './bounds.js';
import { linkOf, nameOf } from './popup.js';

// A longer list helps nobody and slows the page: the page's own table has search and paging.
const LONGEST_LIST = 200;

function itemOf(feature, onChoose) {
	const name = onChoose
		? make('button', { type: 'button', className: 'map-choose', onclick: () => onChoose(feature) }, nameOf(feature))
		: make('span', {}, nameOf(feature));
	const item = make('li', {}, name);
	const link = linkOf(feature);
	if (link) item.append(' · ', link);
	return item;
}

/** `onChoose(feature)` is called by a button per feature; null where there is no map to go to. */
export function featureList(layers, onChoose) {
	const features = layers.flatMap((layer) => featuresOf(layer.data));
	const items = features.slice(0, LONGEST_LIST).map((feature) => itemOf(feature, onChoose));
	const more = features.length - items.length;
	if (more > 0) items.push(make('li', {}, text('map.more', { count: more })));
	const summary = make('summary', {}, text('map.list', { count: features.length }));
	return make('details', { className: 'map-list', open: onChoose === null }, summary, make('ul', {}, ...items));
}
