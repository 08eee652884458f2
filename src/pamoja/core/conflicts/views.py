"""The page on which a person settles conflicts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts.guards import signed_in
from pamoja.core.conflicts.models import Conflict
from pamoja.core.conflicts.selectors import find_open, open_conflicts
from pamoja.core.conflicts.services import settle
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem


@require_safe
@signed_in
def conflict_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that waits for this person's choice."""
    return render(request, "conflicts/list.html", {"conflicts": open_conflicts(actor)})


@require_POST
@signed_in
def settle_conflict(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Keep one of the two values."""
    found = find_open(actor, str(public_id))
    if not found or request.POST.get("choice") not in Conflict.Choice.values:
        raise Problem(NOT_FOUND)
    settle(actor, found.conflict, request.POST["choice"])
    return redirect("conflicts:list")
