"""What people decide and say about a record after it came in."""

from django.db import transaction

from pamoja.apps.forms.models import Submission, SubmissionComment
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require


def review_submission(actor: Actor, submission: Submission, state: str) -> Submission:
    """Give a record another review state (a `ReviewState`, or empty: received)."""
    with transaction.atomic():
        submission = Submission.objects.select_for_update().select_related("form").get(pk=submission.pk)
        require(actor, "change", submission)
        submission.review_state, submission.updated_at = state, now()
        submission.version += 1
        submission.save(update_fields=["review_state", "updated_at", "version"])
        record(actor, "review", submission, state=state, form=str(submission.form.public_id))
        emit(actor.workspace, "submission.reviewed", submission, state=state, by=actor.label)
    return submission


def comment_on_submission(actor: Actor, submission: Submission, body: str) -> SubmissionComment:
    """Say something about a record. Who may see it may comment on it."""
    with transaction.atomic():
        require(actor, "view", submission)
        comment: SubmissionComment = SubmissionComment.objects.create(
            submission=submission, body=body, written_by=actor.user
        )
        record(actor, "comment", submission)
    return comment
