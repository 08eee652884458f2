"""Exports that are too long for a page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.seeing.access import seen_by
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.exports.services import keep_export, sweep_exports
from pamoja.apps.forms.seeing.exports.writing import row_count
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.jobs.schedule import every
from pamoja.core.permissions import Actor

every(hours=1, name="forms.sweep_exports")(sweep_exports)


@job("forms.export", _("Export of records"))
def export_records(progress: Progress, actor: Actor, *, form: int, options: dict[str, Any]) -> None:
    """Write the file anew, whatever an earlier run has written: a file is whole or not there."""
    chosen = Options(**options)
    seen = seen_by(actor, form, chosen.language, "")
    progress.expect(row_count(seen))
    stored = keep_export(seen, chosen, progress.advance)
    progress.finish(reverse("forms-seeing:made", args=[form, stored.public_id]))
