"""Saying in which place a record lies, where its point is missing or wrong."""

from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.apps.forms.models import PlaceChange, Submission
from pamoja.apps.forms.services.records import place_of_point
from pamoja.apps.places.contracts import Place
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, may, require
from pamoja.core.problems import NOT_ALLOWED, Problem


def place_submission(actor: Actor, submission: Submission, place: Place | None, reason: str) -> PlaceChange:
    """Say in which place a record lies; its point no longer does. Raises NOT_FOUND, NOT_ALLOWED.

    Who works in one place moves a record neither out of it nor in from elsewhere.
    """
    return _put(actor, submission, place, is_placed=True, reason=reason)


def leave_to_point(actor: Actor, submission: Submission, reason: str) -> PlaceChange:
    """Let a record lie where its first point lies, now and after each edit. Raises NOT_FOUND, NOT_ALLOWED."""
    return _put(actor, submission, place_of_point(submission), is_placed=False, reason=reason)


def put_back(actor: Actor, change: PlaceChange) -> PlaceChange:
    """Undo a change of place. Raises NOT_FOUND, NOT_ALLOWED."""
    if not change.was_placed:
        return leave_to_point(actor, change.submission, "")
    return place_submission(actor, change.submission, change.before, "")


def _put(actor: Actor, submission: Submission, place: Place | None, is_placed: bool, reason: str) -> PlaceChange:
    with transaction.atomic():
        # the place is read after the lock: joined, PostgreSQL gives that of before the row was waited for
        row = Submission.objects.select_for_update(of=("self",)).select_related("form").get(pk=submission.pk)
        require(actor, "change", row)
        change: PlaceChange = PlaceChange.objects.create(
            submission=row,
            before=row.place,
            after=place,
            was_placed=row.is_placed,
            is_by_point=not is_placed,
            reason=reason,
            made_by=actor.user,
        )
        row.place, row.is_placed, row.updated_at = place, is_placed, now()
        row.save(update_fields=["place", "is_placed", "updated_at"])
        if not may(actor, "change", row):
            raise Problem(NOT_ALLOWED, _("You may not move a record to where you do not work."))
        record(actor, "place", row, form=str(row.form.public_id))
        emit(actor.workspace, "submission.placed", row, form=str(row.form.public_id))
    return change
