/** One checkbox per layer. */
import { make } from '../shared/page.js';
import { text } from '../shared/texts.js';

function checkboxOf(layer, onChange) {
	const box = make('input', { type: 'checkbox', checked: true, className: 'form-check-input' });
	box.addEventListener('change', () => onChange(layer, box.checked));
	return make('label', { className: 'form-check' }, box, make('span', { className: 'form-check-label' }, layer.label));
}

export function layerSwitch(layers, onChange) {
	const boxes = layers.map((layer) => checkboxOf(layer, onChange));
	return make('fieldset', { className: 'map-layers' }, make('legend', {}, text('map.layers')), ...boxes);
}
