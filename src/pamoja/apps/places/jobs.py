"""Imports that are too long for a page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.places.models import PlaceImport
from pamoja.apps.places.services import apply_import
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.permissions import Actor


@job("places.import", _("Import of places"))
def import_places(progress: Progress, actor: Actor, *, upload: str) -> None:
    """Take in a checked file; what an earlier run has written is found and left."""
    row = PlaceImport.objects.get(public_id=upload)
    if row.state != PlaceImport.State.DONE:
        progress.expect(row.total)
        apply_import(actor, row, progress.advance)
    progress.finish(reverse("places:import", args=[upload]))
