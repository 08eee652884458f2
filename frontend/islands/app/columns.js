/**
 * `<fieldset data-columns-for="TABLE-ID" hidden>`: lets a person choose the columns of a table.
 * Columns are `<th data-column="name">`; `data-column-off` hides one at first; a column without the mark always shows.
 * The choice is kept in this browser, per table id, and holds when htmx replaces the rows.
 */
const storeKey = (tableId) => `columns:${tableId}`;

function readChoice(tableId) {
	try {
		return JSON.parse(localStorage.getItem(storeKey(tableId))) ?? {};
	} catch {
		return {};
	}
}

function headersOf(table) {
	return [...table.querySelectorAll('thead th[data-column]')];
}

function isShown(header, choice) {
	return choice[header.dataset.column] ?? header.dataset.columnOff === undefined;
}

function applyChoice(table) {
	const choice = readChoice(table.id);
	for (const header of headersOf(table)) {
		const hidden = !isShown(header, choice);
		for (const row of table.rows) {
			if (row.cells[header.cellIndex]) row.cells[header.cellIndex].hidden = hidden;
		}
	}
}

function checkboxFor(header, choice) {
	const label = Object.assign(document.createElement('label'), { className: 'form-check' });
	const box = Object.assign(document.createElement('input'), {
		type: 'checkbox',
		className: 'form-check-input',
		value: header.dataset.column,
		checked: isShown(header, choice),
	});
	const name = Object.assign(document.createElement('span'), { className: 'form-check-label' });
	name.textContent = header.textContent.trim();
	label.append(box, name);
	return label;
}

function fillChooser(chooser) {
	const table = document.getElementById(chooser.dataset.columnsFor);
	if (!table || chooser.dataset.filled) return;
	const choice = readChoice(table.id);
	chooser.append(...headersOf(table).map((header) => checkboxFor(header, choice)));
	chooser.dataset.filled = 'yes';
	chooser.hidden = false;
}

function refresh() {
	for (const chooser of document.querySelectorAll('[data-columns-for]')) {
		fillChooser(chooser);
		const table = document.getElementById(chooser.dataset.columnsFor);
		if (table) applyChoice(table);
	}
}

function onChange(event) {
	const chooser = event.target.closest('[data-columns-for]');
	if (!chooser) return;
	const tableId = chooser.dataset.columnsFor;
	const choice = { ...readChoice(tableId), [event.target.value]: event.target.checked };
	localStorage.setItem(storeKey(tableId), JSON.stringify(choice));
	refresh();
}

export function startColumnChoosers() {
	refresh();
	document.addEventListener('change', onChange);
	document.addEventListener('htmx:after:swap', refresh);
}
