"""Teams."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from pamoja.core.accounts import selectors, services
from pamoja.core.accounts.forms import TeamForm
from pamoja.core.accounts.gates import in_workspace
from pamoja.core.accounts.models import Team
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form


@require_form
@in_workspace
def teams(request: HttpRequest) -> HttpResponse:
    """The teams, and a form for another."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "view", "accounts.team")
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.create_team(actor, form.cleaned_data["name"])
        messages.success(request, gettext("The team was added."))
        return HttpResponseRedirect(reverse("teams"))
    rows = selectors.teams(actor).annotate(people=Count("grants"))
    return render(request, "accounts/teams.html", {"teams": rows, "form": form}, status=422 if form.errors else 200)


@require_form
@in_workspace
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team: another name."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _team(actor, team_id)
    form = TeamForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        services.rename_team(actor, found, form.cleaned_data["name"])
        messages.success(request, gettext("The team was renamed."))
        return HttpResponseRedirect(reverse("teams"))
    return render(request, "accounts/team.html", {"team": found, "form": form}, status=422 if form.errors else 200)


@require_POST
@in_workspace
def delete_team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Remove a team that nobody works in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.delete_team(actor, _team(actor, team_id))
    messages.success(request, gettext("The team was removed."))
    return HttpResponseRedirect(reverse("teams"))


def _team(actor: Actor, team_id: int) -> Team:
    found = selectors.teams(actor).filter(pk=team_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found
