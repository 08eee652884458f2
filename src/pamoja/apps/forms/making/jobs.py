"""Work on uploads that is too long for a request."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import FormImport
from pamoja.apps.forms.services import examine_import, repair_import
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.permissions import Actor


@job("forms.examine", _("Looking at the form"))
def examine_upload(progress: Progress, actor: Actor, *, upload: str) -> None:
    """Look at an upload; one that an earlier run has looked at is left as it is."""
    row = FormImport.objects.get(public_id=upload)
    if row.state == FormImport.State.WAITING:
        examine_import(actor, row)
    progress.finish(reverse("forms:import", args=[upload]))


@job("forms.repair", _("Repairing the form"))
def repair_upload(progress: Progress, actor: Actor, *, upload: str, chosen: list[int] | None = None) -> None:
    """Apply the doctor's repairs, or those of the chosen findings; what an earlier run has repaired is left."""
    row = FormImport.objects.get(public_id=upload)
    if row.state == FormImport.State.REPAIRABLE:
        repair_import(actor, row, chosen)
    progress.finish(reverse("forms:import", args=[upload]))
