"""The smallest job that writes in batches: what was written and how far it is are one transaction."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.permissions import Actor, require
from pamoja.core.testing.models import Note

BATCH = 5


@job("testing.notes", _("Writing notes"), steps={"writing": _("Writing")})
def write_notes(progress: Progress, actor: Actor, *, count: int, place: str = "") -> None:
    """Write `count` notes, five in a transaction, going on after those that an earlier run has written."""
    progress.expect(count)
    progress.say("writing")
    for start in range(progress.cursor or 0, count, BATCH):
        with transaction.atomic():
            batch = range(start, min(start + BATCH, count))
            for number in batch:
                require(actor, "create", Note.objects.create(title=f"note {number}", place_path=place))
            progress.advance(len(batch), cursor=batch.stop)
