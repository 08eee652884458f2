"""Reviewing one record: a decision, what people say about it, and where it lies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pamoja.apps.forms.models import ReviewState, Submission
from pamoja.apps.forms.seeing.access import seen_record
from pamoja.apps.forms.seeing.reviewing import PlaceForm
from pamoja.apps.forms.services import comment_on_submission, leave_to_point, place_submission, review_submission
from pamoja.apps.places.contracts import Place
from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor
from pamoja.core.problems import INVALID_INPUT, Problem

LONGEST_COMMENT = 10_000


@require_POST
@signed_in
def review(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Another review state, with a comment when one was written."""
    submission = seen_record(request, actor, form_id, public_id)
    state = request.POST.get("state", "")
    if state not in {"", *ReviewState.values}:
        raise Problem(INVALID_INPUT, _("There is no such decision."))
    review_submission(actor, submission, state, _said(request))
    return _saved(request, submission, _("The review is saved."))


@require_POST
@signed_in
def comment(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Say something about the record."""
    submission = seen_record(request, actor, form_id, public_id)
    if body := _said(request):
        comment_on_submission(actor, submission, body)
    return _saved(request, submission, _("The comment is saved.") if body else "")


@require_POST
@signed_in
def place(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Say in which place the record lies."""
    submission = seen_record(request, actor, form_id, public_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Problem(INVALID_INPUT, " ".join(str(words) for faults in form.errors.values() for words in faults))
    found = Place.objects.get(path=form.cleaned_data["place"])
    place_submission(actor, submission, found, form.cleaned_data["reason"])
    return _saved(request, submission, _("The place is saved."))


@require_POST
@signed_in
def place_by_point(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Let the record lie where its point lies."""
    submission = seen_record(request, actor, form_id, public_id)
    leave_to_point(actor, submission, "")
    return _saved(request, submission, _("The place is saved."))


def _said(request: HttpRequest) -> str:
    return request.POST.get("body", "").strip()[:LONGEST_COMMENT]


def _saved(request: HttpRequest, submission: Submission, words: str) -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect("forms-seeing:record", submission.form_id, submission.public_id)
