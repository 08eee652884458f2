"""What is done to a record after it came in."""

from django.db import transaction

from pamoja.apps.forms.models import AnswerRow, Submission
from pamoja.apps.forms.schemas import point_paths
from pamoja.apps.places.contracts import Place
from pamoja.apps.places.selectors import place_at
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.core.workspaces.context import active_workspace
from pamoja.formats.xform.model import ROOT_TABLE


def delete_submission(actor: Actor, submission: Submission) -> None:
    """Take a record out of sight; it can be brought back."""
    with transaction.atomic():
        require(actor, "delete", submission)
        submission.deleted_at = now()
        submission.save(update_fields=["deleted_at"])
        record(actor, "delete", submission)
        emit(actor.workspace, "submission.deleted", submission)


def restore_submission(actor: Actor, submission: Submission) -> None:
    """Bring a deleted record back."""
    with transaction.atomic():
        require(actor, "delete", submission)
        submission.deleted_at = None
        submission.save(update_fields=["deleted_at"])
        record(actor, "restore", submission)
        emit(actor.workspace, "submission.restored", submission)


def locate_submission(submission: Submission) -> None:
    """Set the place in which the record's first point lies, unless somebody said where the record lies."""
    if submission.is_placed:
        return
    place = place_of_point(submission)
    if submission.place_id != (place and place.pk):
        submission.place = place
        submission.save(update_fields=["place"])


def place_of_point(submission: Submission) -> Place | None:
    """The place in which the record's first point lies; none when it has no point or lies nowhere known."""
    row: AnswerRow = submission.rows.get(table=ROOT_TABLE)
    newest = submission.newest()
    points = (row.answers.get(path) for path in point_paths(newest.form_version))
    point = next((each for each in points if isinstance(each, dict)), None)
    if point is None:
        return None
    longitude, latitude = point["coordinates"][:2]
    return place_at(active_workspace().country, longitude, latitude)
