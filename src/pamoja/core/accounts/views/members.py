"""Who works here: the list, a change of role, its end."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts import selectors, services
from pamoja.core.accounts.forms import GivenForm
from pamoja.core.accounts.gates import in_workspace, proved_again
from pamoja.core.accounts.models import Grant
from pamoja.core.accounts.placing import place_names
from pamoja.core.accounts.words import role_choices, role_word
from pamoja.core.lists import Column, Filter, ListSpec, respond
from pamoja.core.permissions import Actor, may_at_all, require, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form


def members_spec(actor: Actor) -> ListSpec:
    """The list of people, with this workspace's own roles in its words."""
    roles = role_choices(actor)
    own = {slug: str(name) for slug, name in roles}
    places = place_names(set(selectors.grants(actor).exclude(place_path="").values_list("place_path", flat=True)))
    return ListSpec(
        name="members",
        kind="accounts.grant",
        columns=(
            Column("name", _("Name"), value=lambda g: g.user.name or g.user.email, sort="user__name", is_link=True),
            Column("email", _("E-mail"), value="user.email", sort="user__email"),
            Column("role", _("Role"), value=lambda g: role_word(g.role, own), sort="role"),
            Column("reach", _("How far it reaches"), value=lambda g: reach(g, places), sort="scope"),
            Column("since", _("Since"), value="created_at", sort="created_at", is_shown=False),
        ),
        filters=(
            Filter("role", _("Role"), roles),
            Filter("scope", _("How far it reaches"), Grant.Scope.choices),
        ),
        search=("user__name", "user__email"),
        order="name",
        row_url=lambda grant: reverse("member", args=[grant.pk]),
        empty_title=_("Nobody yet"),
        empty_icon="users",
    )


def reach(grant: Grant, places: Mapping[str, str]) -> str:
    """The scope in words, with the team, or with the place: `places` has names by path."""
    named = places.get(grant.place_path, grant.place_path)
    detail = named if grant.scope == Grant.Scope.PLACE else (grant.team.name if grant.team else "")
    return f"{grant.get_scope_display()}: {detail}" if detail else grant.get_scope_display()


@require_safe
@in_workspace
def members(request: HttpRequest) -> HttpResponseBase:
    """Everybody with a role here."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "view", "accounts.grant")
    context = {"may_invite": may_at_all(actor, "create", "accounts.invitation")}
    return respond(request, members_spec(actor), selectors.grants(actor), "accounts/members.html", context)


@require_form
@proved_again
def member(request: HttpRequest, grant_id: int) -> HttpResponse:
    """One person's role: see it, and give another."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    grant = _grant(actor, grant_id)
    require(actor, "change", grant)
    initial = {"role": grant.role, "scope": grant.scope, "place_path": grant.place_path, "team": grant.team}
    form = GivenForm(actor, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_grant(actor, grant, form.given())
        messages.success(request, gettext("The role was changed."))
        return HttpResponseRedirect(reverse("members"))
    status = 422 if form.errors else 200
    return render(request, "accounts/member.html", {"grant": grant, "form": form}, status=status)


@require_POST
@proved_again
def end_member(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take the role away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.end_grant(actor, _grant(actor, grant_id))
    messages.success(request, gettext("The role was taken away."))
    return HttpResponseRedirect(reverse("members"))


def _grant(actor: Actor, grant_id: int) -> Grant:
    found = selectors.grants(actor).filter(pk=grant_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found
