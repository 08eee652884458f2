"""Changes that wait for an earlier one."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.entities.waiting import held_for
from pamoja.apps.forms.listing.access import Opened, opened_list
from pamoja.apps.forms.listing.specs import waiting_spec
from pamoja.apps.forms.models import HeldSubmission, Submission
from pamoja.apps.forms.services.entities import force_held
from pamoja.core.accounts.guards import signed_in
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, require, visible
from pamoja.core.problems import NOT_FOUND, Problem


@require_safe
@signed_in
def waiting(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponseBase:
    """What waits for what, and until when."""
    opened = opened_list(actor, list_id)
    return respond(request, waiting_spec(opened), _held(opened), "forms/listing/waiting.html", {"opened": opened})


@require_POST
@signed_in
def force(request: HttpRequest, actor: Actor, list_id: int, held_id: int) -> HttpResponse:
    """Take one change as it is, without the one that it waits for."""
    opened = opened_list(actor, list_id)
    require(actor, "change", opened.dataset)
    held: HeldSubmission | None = _held(opened).filter(pk=held_id).first()
    if held is None:
        raise Problem(NOT_FOUND)
    force_held(actor, opened.dataset, held)
    messages.success(request, _("The change was taken as it is."))
    return redirect("forms-lists:waiting", list_id)


def _held(opened: Opened) -> QuerySet[HeldSubmission]:
    """Of the records that the actor may see."""
    seen = visible(Submission.objects.all(), opened.actor)
    rows = held_for(opened.dataset).filter(submission__in=seen.values("pk"))
    return rows.select_related("submission__form", "submission__workspace", "submission_version")
