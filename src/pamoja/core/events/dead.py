"""What was given up and waits for a person: try again, or let it be."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from pamoja.core.audit.services import Act, record, record_many
from pamoja.core.clock import now
from pamoja.core.events.models import Outbox
from pamoja.core.events.problems import NOT_DEAD
from pamoja.core.permissions import Actor, require, require_at_all, visible
from pamoja.core.problems import Problem

KIND = "events.outbox"
ANOTHER_LIFE = {"state": Outbox.State.WAITING, "attempts": 0, "leased_until": None, "last_error": ""}
PRUNED_AT_ONCE = 5000


def unfinished(actor: Actor) -> QuerySet[Outbox]:
    """Everything of the workspace that is not done, for who may see the outbox."""
    return visible(Outbox.objects.exclude(state=Outbox.State.DONE), actor)


@transaction.atomic
def retry(actor: Actor, row: Outbox) -> None:
    """Give a dead row another life, under the same key. Raises NOT_DEAD."""
    require(actor, "retry", row)
    if not _dead(row).update(due_at=now(), **ANOTHER_LIFE):
        raise Problem(NOT_DEAD)
    record(actor, "retry", row, handler=row.handler)


@transaction.atomic
def retry_all(actor: Actor) -> int:
    """Give every dead row of the workspace another life; returns how many."""
    require_at_all(actor, "retry", KIND)
    dead = visible(Outbox.objects.filter(state=Outbox.State.DEAD), actor, "retry")
    count = dead.update(due_at=now(), **ANOTHER_LIFE)
    record_many(actor, [Act("retry-all", KIND, detail={"rows": count})])
    return count


@transaction.atomic
def discard(actor: Actor, row: Outbox) -> None:
    """Let a dead row be: it never happens. Raises NOT_DEAD."""
    require(actor, "discard", row)
    if not _dead(row).update(state=Outbox.State.DISCARDED, done_at=now()):
        raise Problem(NOT_DEAD)
    record(actor, "discard", row, handler=row.handler)


def prune() -> int:
    """Forget what was done or discarded `PAMOJA_OUTBOX_DAYS` ago, in batches that lock nobody out for long."""
    before, count = now() - timedelta(days=settings.PAMOJA["OUTBOX_DAYS"]), 0
    ended = Outbox.objects.filter(state__in=[Outbox.State.DONE, Outbox.State.DISCARDED], done_at__lt=before)
    while keys := list(ended.values_list("pk", flat=True)[:PRUNED_AT_ONCE]):
        count += Outbox.objects.filter(pk__in=keys).delete()[0]
    return count


def _dead(row: Outbox) -> QuerySet[Outbox]:
    return Outbox.objects.filter(pk=row.pk, state=Outbox.State.DEAD)
