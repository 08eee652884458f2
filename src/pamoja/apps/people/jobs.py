"""Work on whole sheets of persons."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.people.indexing import RULES
from pamoja.apps.people.models import Import, Person
from pamoja.apps.people.services.doubles import compare_batch, index_batch
from pamoja.apps.people.services.importing import check_batch, discard_stale_imports, write_batch
from pamoja.core.clock import now
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.jobs.schedule import every
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

REST = timedelta(hours=1)
"""After a search that failed the next one waits: the same fault would only meet it again."""
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


@job("people.find_doubles", _("Search for persons who are registered twice"))
def find_doubles(progress: Progress, actor: Actor) -> None:
    """Index who stands under older rules, then compare everybody who was not compared since they changed.

    Each batch says of itself that it is done, so a killed worker begins where it was.
    """
    stale = Person.objects.filter(indexed_by__lt=RULES).count()
    progress.expect(stale + Person.objects.filter(is_compared=False).count())
    for batch in (index_batch, compare_batch):
        while count := batch():
            progress.advance(count, None)
    progress.finish(reverse("people:doubles"))


@every(minutes=1, name="people.find_doubles")
def begin_finding() -> None:
    """Start the search in every workspace where somebody waits for it and none is under way."""
    under_way = Q(state__in=[Progress.State.WAITING, Progress.State.RUNNING])
    failed = Q(state=Progress.State.FAILED, finished_at__gte=now() - REST)
    busy = Progress.objects.filter(under_way | failed, name=find_doubles.name, workspace__isnull=False)
    for workspace in Workspace.objects.exclude(pk__in=list(busy.values_list("workspace", flat=True))):
        with workspace_active(workspace):
            if Person.objects.filter(is_compared=False).exists():
                start_job(system_actor("people", workspace), find_doubles)
