/** `<ul class="tabs">` that is wider than its page scrolls sideways: the tab of the page is brought into sight. */
export function startTabs() {
	for (const tab of document.querySelectorAll('.tabs a[aria-current]')) {
		const row = tab.closest('.tabs');
		if (row.scrollWidth > row.clientWidth) tab.scrollIntoView({ block: 'nearest', inline: 'center' });
	}
}
