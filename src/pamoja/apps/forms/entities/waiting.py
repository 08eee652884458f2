"""Submissions that wait: for an earlier change of a device, or for an approval that a list asked for until now."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from pamoja.apps.forms.entities.processing import EDITED, RECEIVED, Cause, process_submission
from pamoja.apps.forms.models import (
    Dataset,
    DatasetSource,
    Entity,
    EntityFault,
    EntityVersion,
    HeldSubmission,
    ReviewState,
    Submission,
    SubmissionVersion,
)
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, require

LONGEST_WAIT = timedelta(days=5)
UNDECIDED = ("", ReviewState.EDITED, ReviewState.HAS_ISSUES)


def force_waiting(is_at_once: bool = False) -> int:
    """Take what has waited for `LONGEST_WAIT` (or all) as it is; returns how many. Needs the workspace active.

    Entities are then made of changes whose beginning never came.
    """
    waiting = HeldSubmission.objects.select_related("submission__workspace", "submission_version")
    due = waiting if is_at_once else waiting.filter(held_at__lt=now() - LONGEST_WAIT)
    found = list(due.order_by("branch_id", "branch_base_version"))
    for held in found:
        with transaction.atomic():
            _force(held, Actor(held.caused_by, held.submission.workspace))
    return len(found)


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


def pending_submissions(dataset: Dataset) -> QuerySet[Submission]:
    """Records that would have made an entity of a list if it had not waited for approval, the oldest first."""
    writing = DatasetSource.objects.filter(dataset=dataset).values("version")
    newest = SubmissionVersion.objects.filter(form_version__in=writing, number=F("submission__edits") + 1)
    made = EntityVersion.objects.filter(entity__dataset=dataset, source__submission_version__isnull=False)
    failed = EntityFault.objects.filter(submission_version__number=F("submission__edits") + 1)
    live = Q(is_test=False, deleted_at=None, form__deleted_at=None, review_state__in=UNDECIDED)
    found: QuerySet[Submission] = (
        Submission.objects.filter(live, pk__in=newest.values("submission"))
        .exclude(pk__in=made.values("source__submission_version__submission"))
        .exclude(pk__in=failed.values("submission"))
    )
    return found.order_by("id")


def convert_pending(dataset: Dataset, parent: int) -> int:
    """Make the entities of the records that waited for approval; `parent` is the number of the event that said so."""
    found = list(pending_submissions(dataset))
    for submission in found:
        sent = submission.newest()
        name = RECEIVED if sent.number == 1 else EDITED
        with transaction.atomic():
            process_submission(sent, Cause(name, sent.received_at, sent.sent_by, parent=parent))
    return len(found)


def _force(held: HeldSubmission, by: Actor) -> None:
    """Take it as it is, unless the change that it waited for has come in the meantime."""
    sent = held.submission_version
    is_waiting, _rows = held.delete()
    if not is_waiting:
        return
    record(by, "force", held.submission, submission_version=sent.pk)
    process_submission(sent, Cause(held.cause, held.caused_at, held.caused_by, is_forced=True))
