"""Roles: the built-in ones explained, and the workspace's own as a table of verbs by kind."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts import selectors, services
from pamoja.core.accounts.forms import RoleForm
from pamoja.core.accounts.gates import in_workspace, proved_again
from pamoja.core.accounts.models import Role
from pamoja.core.accounts.words import ROLE_SUMMARIES, ROLE_WORDS, VERB_WORDS, Words
from pamoja.core.permissions import KINDS, Actor, may_at_all, require, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form


@dataclass(frozen=True)
class KindRow:
    """A line of the table: a kind of record, and each of its verbs with whether the role has it."""

    name: str
    label: str
    verbs: list[tuple[str, Words, bool]]


def table_of(permissions: dict[str, list[str]]) -> list[KindRow]:
    """Every kind that a role can name; reference data belongs to operators and is left out."""
    kinds = sorted((k for k in KINDS.values() if not k.is_reference), key=lambda k: k.name)
    return [
        KindRow(
            kind.name,
            str(kind.model._meta.verbose_name_plural),
            [(verb, VERB_WORDS.get(verb, verb), verb in permissions.get(kind.name, ())) for verb in kind.verbs],
        )
        for kind in kinds
    ]


def ticked(request: HttpRequest) -> dict[str, list[str]]:
    """What the checkboxes say: values are "kind:verb"."""
    chosen: dict[str, list[str]] = {}
    for value in request.POST.getlist("may"):
        kind, _colon, verb = value.partition(":")
        chosen.setdefault(kind, []).append(verb)
    return chosen


@require_safe
@in_workspace
def roles(request: HttpRequest) -> HttpResponse:
    """All roles."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "view", "accounts.role")
    built_in = [(words, ROLE_SUMMARIES[slug]) for slug, words in ROLE_WORDS.items()]
    may_create = may_at_all(actor, "create", "accounts.role")
    context = {"built_in": built_in, "roles": selectors.roles(actor), "may_create": may_create}
    return render(request, "accounts/roles.html", context)


@require_form
@proved_again
def new_role(request: HttpRequest) -> HttpResponse:
    """Make a role."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "create", "accounts.role")
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.create_role(actor, form.cleaned_data["name"], ticked(request))
        messages.success(request, gettext("The role was added."))
        return HttpResponseRedirect(reverse("roles"))
    return _form_page(request, form, ticked(request), None)


@require_form
@proved_again
def role(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a role."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _role(actor, slug)
    require(actor, "change", found)
    form = RoleForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        services.update_role(actor, found, form.cleaned_data["name"], ticked(request))
        messages.success(request, gettext("The role was changed."))
        return HttpResponseRedirect(reverse("roles"))
    return _form_page(request, form, found.permissions, found)


@require_POST
@proved_again
def delete_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a role that nobody holds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.delete_role(actor, _role(actor, slug))
    messages.success(request, gettext("The role was removed."))
    return HttpResponseRedirect(reverse("roles"))


def _form_page(
    request: HttpRequest, form: RoleForm, permissions: dict[str, list[str]], found: Role | None
) -> HttpResponse:
    context = {"form": form, "kinds": table_of(permissions), "role": found}
    return render(request, "accounts/role.html", context, status=422 if form.errors else 200)


def _role(actor: Actor, slug: str) -> Role:
    found = selectors.roles(actor).filter(slug=slug).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found
