"""Work on whole sheets of persons."""

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.people.models import Import
from pamoja.apps.people.services.importing import check_batch, discard_stale_imports, write_batch
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.jobs.schedule import every
from pamoja.core.permissions import Actor

Batch = Callable[[Actor, Import, int], tuple[int, int]]
every(days=1, name="people.discard_stale_imports")(discard_stale_imports)


@job("people.import_check", _("Check of a sheet of persons"))
def check_sheet(progress: Progress, actor: Actor, *, source: str) -> None:
    """Find every fault, write nothing into the register."""
    _in_batches(progress, actor, source, check_batch)


@job("people.import", _("Import of a sheet of persons"))
def import_sheet(progress: Progress, actor: Actor, *, source: str) -> None:
    """Write every row that can be written."""
    _in_batches(progress, actor, source, write_batch)


def _in_batches(progress: Progress, actor: Actor, public_id: str, work: Batch) -> None:
    """Batch after batch; each commits together with the row that it reached, so a killed worker doubles nothing."""
    source = Import.objects.get(public_id=public_id)
    progress.expect(source.total)
    count = -1
    while count:
        with transaction.atomic():
            count, reached = work(actor, source, progress.cursor or 0)
            progress.advance(count, reached or progress.cursor)
    progress.finish(reverse("people:import", args=[public_id]))
