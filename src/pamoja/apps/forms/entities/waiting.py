"""Submissions that wait for an earlier change of a device."""

from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from pamoja.apps.forms.entities.processing import Cause, process_submission
from pamoja.apps.forms.models import (
    Dataset,
    DatasetSource,
    Entity,
    HeldSubmission,
)
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, require

LONGEST_WAIT = timedelta(days=5)
AT_ONCE = 200


def force_waiting(is_at_once: bool = False) -> int:
    """Take what has waited for `LONGEST_WAIT` (or all) as it is; returns how many. Needs the workspace active.

    Entities are then made of changes whose beginning never came.
    """
    waiting = HeldSubmission.objects.select_related("submission__workspace", "submission_version")
    due = waiting if is_at_once else waiting.filter(held_at__lt=now() - LONGEST_WAIT)
    count = 0
    while found := list(due.order_by("branch_id", "branch_base_version")[:AT_ONCE]):
        for held in found:
            with transaction.atomic():
                _force(held, Actor(held.caused_by, held.submission.workspace))
        count += len(found)
    return count


def held_for(dataset: Dataset) -> QuerySet[HeldSubmission]:
    """Changes of a list that wait, the oldest first; `entity_label` is None where the entity is not here yet."""
    writing = DatasetSource.objects.filter(dataset=dataset).values("version")
    entity = Entity.objects.filter(dataset=dataset, public_id=OuterRef("entity_id"))
    found: QuerySet[HeldSubmission] = HeldSubmission.objects.filter(submission_version__form_version__in=writing)
    return found.annotate(entity_label=Subquery(entity.values("label"))).order_by("held_at", "id")


def force_held(actor: Actor, dataset: Dataset, held: HeldSubmission) -> None:
    """Take one change as it is before its time, for who may change the list."""
    with transaction.atomic():
        require(actor, "change", dataset)
        _force(held, actor)


def _force(held: HeldSubmission, by: Actor) -> None:
    """Take it as it is, unless the change that it waited for has come in the meantime."""
    sent = held.submission_version
    is_waiting, _rows = held.delete()
    if not is_waiting:
        return
    record(by, "force", held.submission, submission_version=sent.pk)
    process_submission(sent, Cause(held.cause, held.caused_at, held.caused_by, is_forced=True))
