/** "/" leads to the search box, unless the person is writing. */
export function startSearchKey() {
	document.addEventListener('keydown', (event) => {
		const box = document.getElementById('search-q');
		const isWriting = event.target.closest?.('input, textarea, select, [contenteditable]');
		if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isWriting || !box?.offsetParent) return;
		event.preventDefault();
		box.focus();
	});
}
