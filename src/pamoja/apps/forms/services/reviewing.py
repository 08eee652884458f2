"""What people decide and say about records after they came in."""

from collections.abc import Sequence

from django.db import transaction

from pamoja.apps.forms.models import Submission, SubmissionComment
from pamoja.core.audit.services import act_on, record, record_many
from pamoja.core.bulk import insert_rows
from pamoja.core.clock import now
from pamoja.core.events.services import emit_many, happened_to
from pamoja.core.permissions import Actor, require, require_all


def review_submission(actor: Actor, submission: Submission, state: str, comment: str = "") -> Submission:
    """Give a record another review state (a `ReviewState`, or empty: received), and say why."""
    return review_submissions(actor, [submission], {submission.pk: state}, comment)[0]


def review_submissions(
    actor: Actor, submissions: Sequence[Submission], states: dict[int, str], comment: str = ""
) -> list[Submission]:
    """Give records other review states, by their keys, and say the same about each; all or none."""
    with transaction.atomic():
        keys = [each.pk for each in submissions]
        rows = list(Submission.objects.select_for_update(of=("self",)).select_related("form").filter(pk__in=keys))
        require_all(actor, "change", rows)
        for each in rows:
            each.review_state, each.updated_at = states[each.pk], now()
            each.version += 1
        Submission.objects.bulk_update(rows, ["review_state", "updated_at", "version"])
        acts = [act_on("review", each, state=each.review_state, form=str(each.form.public_id)) for each in rows]
        events = [happened_to("submission.reviewed", each, state=each.review_state, by=actor.label) for each in rows]
        if comment:
            said = [SubmissionComment(submission=each, body=comment, written_by=actor.user) for each in rows]
            insert_rows(said)
            acts += [act_on("comment", each) for each in rows]
        record_many(actor, acts)
        emit_many(actor.workspace, events)
    return rows


def comment_on_submission(actor: Actor, submission: Submission, body: str) -> SubmissionComment:
    """Say something about a record. Who may see it may comment on it."""
    with transaction.atomic():
        require(actor, "view", submission)
        comment: SubmissionComment = SubmissionComment.objects.create(
            submission=submission, body=body, written_by=actor.user
        )
        record(actor, "comment", submission)
    return comment
