/**
 * `<button data-dialog-open="ID">` opens `<dialog id="ID">` as modal; `<button data-dialog-close>` closes its dialog.
 * A click on the backdrop closes it too, unless the dialog says `data-dialog-keep` (a half-filled form).
 */
function onClick(event) {
	const opener = event.target.closest('[data-dialog-open]');
	if (opener) {
		document.getElementById(opener.dataset.dialogOpen)?.showModal();
		return;
	}
	const isBackdrop = event.target.matches('dialog:not([data-dialog-keep])');
	if (isBackdrop || event.target.closest('[data-dialog-close]')) event.target.closest('dialog')?.close();
}

export function startDialogs() {
	document.addEventListener('click', onClick);
}
