/** One specification drawn into one element. */
import embed from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';
import { loader } from 'vega';
import { isDark, isRightToLeft, make, ownAddress } from '../shared/page.js';

const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans Arabic", sans-serif';

function coloursOf(isDarkPage) {
	const ink = isDarkPage ? '#e2e8f0' : '#1e293b';
	const rule = isDarkPage ? '#475569' : '#cbd5e1';
	return {
		background: null,
		title: { color: ink, subtitleColor: ink },
		axis: { labelColor: ink, titleColor: ink, gridColor: rule, tickColor: rule, domainColor: rule },
		legend: { labelColor: ink, titleColor: ink },
		header: { labelColor: ink, titleColor: ink },
		text: { color: ink },
		view: { stroke: null },
	};
}

/** Right-to-left: x runs from the right, so its axis begins there and legends stand on the left. */
const MIRRORED = {
	scale: { xReverse: true },
	axisY: { orient: 'right' },
	legend: { orient: 'left' },
	title: { anchor: 'end' },
};

function configFor(element) {
	const colours = coloursOf(isDark());
	const mirrored = isRightToLeft(element) ? MIRRORED : {};
	return { font: FONT, ...colours, ...mirrored, legend: { ...colours.legend, ...mirrored.legend }, title: { ...colours.title, ...mirrored.title } };
}

/** Data and links of a specification come from this server only. */
function ownLoader() {
	const own = loader();
	const sanitize = own.sanitize.bind(own);
	own.sanitize = async (uri, options) => sanitize(ownAddress(uri), options);
	return own;
}

/** Draw; the result's `finalize()` frees what it holds. */
export async function drawChart(element, specification) {
	let canvas = element.querySelector(':scope > .chart-canvas');
	if (!canvas) {
		canvas = make('div', { className: 'chart-canvas' });
		element.append(canvas);
	}
	return embed(canvas, specification, {
		actions: false,
		ast: true,
		config: configFor(element),
		defaultStyle: false,
		expr: expressionInterpreter,
		loader: ownLoader(),
		renderer: 'svg',
		tooltip: { disableDefaultStyle: true },
	});
}
