/**
 * `<button data-theme-toggle>`: light or dark, kept in the cookie `theme`.
 * The server reads the cookie and writes `data-bs-theme` on <html>, so a page never flashes in the wrong colours.
 */
const YEAR = 365 * 24 * 3600;
const root = document.documentElement;

const systemTheme = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
const currentTheme = () => root.dataset.bsTheme || systemTheme();

function showState() {
	for (const button of document.querySelectorAll('[data-theme-toggle]')) {
		button.setAttribute('aria-pressed', String(currentTheme() === 'dark'));
	}
}

function setTheme(theme) {
	root.dataset.bsTheme = theme;
	const secure = location.protocol === 'https:' ? '; Secure' : '';
	document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
	showState();
	document.dispatchEvent(new CustomEvent('pamoja:theme', { detail: theme }));
}

export function startThemeToggle() {
	showState();
	document.addEventListener('click', (event) => {
		if (event.target.closest('[data-theme-toggle]')) setTheme(currentTheme() === 'dark' ? 'light' : 'dark');
	});
}
