/**
 * Charts from a Vega-Lite (or Vega) specification of our own.
 *
 *   <div data-chart-src="/indicators/7/chart.json"></div>   and, beside it, the same figures as a table
 *
 * Expressions run in Vega's interpreter, so the policy needs no 'unsafe-eval'. Follows the page's direction and its
 * light or dark colours. Nothing moves, so there is nothing to slow down for who prefers less motion.
 */
import '../styles/chart.css';
import { drawChart } from './chart/draw.js';
import { fetchJson, startEach } from './shared/page.js';

async function startChart(element) {
	const specification = await fetchJson(element.dataset.chartSrc);
	let drawn = await drawChart(element, specification);
	document.addEventListener('pamoja:theme', async () => {
		drawn.finalize();
		drawn = await drawChart(element, specification);
	});
}

startEach('[data-chart-src]', startChart);
