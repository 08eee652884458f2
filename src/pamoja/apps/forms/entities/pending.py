"""Records that waited for an approval which their list asked for until now."""

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.entities.processing import EDITED, RECEIVED, Cause, process_submission
from pamoja.apps.forms.models import (
    Dataset,
    DatasetSource,
    EntityFault,
    EntityVersion,
    ReviewState,
    Submission,
    SubmissionVersion,
)
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.permissions import Actor, require

AT_ONCE = 50
UNDECIDED = ("", ReviewState.EDITED, ReviewState.HAS_ISSUES)


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


@job("forms.make_pending", _("Making the entities that waited for approval"))
def make_pending(progress: Progress, actor: Actor, *, dataset: int, parent: int) -> None:
    """Make the entities of the records that waited; `parent` is the number of the event that said that none need."""
    row = Dataset.objects.filter(pk=dataset).first()
    if row is None:
        return
    require(actor, "change", row)
    while batch := list(pending_submissions(row).filter(pk__gt=progress.cursor or 0)[:AT_ONCE]):
        with transaction.atomic():
            for submission in batch:
                _make(submission.newest(), parent)
            progress.advance(len(batch), batch[-1].pk)


def _make(sent: SubmissionVersion, parent: int) -> None:
    name = RECEIVED if sent.number == 1 else EDITED
    process_submission(sent, Cause(name, sent.received_at, sent.sent_by, parent=parent))
