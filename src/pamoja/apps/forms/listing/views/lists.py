"""The lists, one list as a table, what it is, and what was put away."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pamoja.apps.forms.entities.selectors import datasets, properties_with_forms, relations, with_counts
from pamoja.apps.forms.entities.waiting import held_for
from pamoja.apps.forms.listing.access import opened_list
from pamoja.apps.forms.listing.around import with_surroundings
from pamoja.apps.forms.listing.specs import LISTS, MOST_FOUND, deleted_spec, listed, table_spec
from pamoja.core.accounts.guards import signed_in
from pamoja.core.accounts.words import role_choices
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NOT_ALLOWED, Problem


@require_safe
@signed_in
def lists(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every list, with how much is in it and the forms around it."""
    require_at_all(actor, "view", "forms.dataset")
    rows = with_surroundings(with_counts(datasets(actor).select_related("project"), actor))
    return respond(request, LISTS, rows, "forms/listing/lists.html")


@require_safe
@signed_in
def table(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponseBase:
    """What is in a list: searched, narrowed to conflicts, sorted, and as a file."""
    opened = opened_list(actor, list_id)
    spec = table_spec(opened, request.GET)
    context = {"opened": opened, "most": MOST_FOUND}
    return respond(request, spec, listed(opened, request.GET), "forms/listing/table.html", context)


@require_safe
@signed_in
def about(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponse:
    """What a list is: its properties, the forms around it, and what devices get of it."""
    opened = opened_list(actor, list_id)
    dataset = opened.dataset
    context = {
        "opened": opened,
        "properties": properties_with_forms(dataset),
        "related": relations(dataset),
        "waiting": held_for(dataset).count(),
        "rules": dataset.rules.select_related("property", "wanted"),
        "roles": [words for slug, words in role_choices(actor) if slug in dataset.roles],
    }
    return render(request, "forms/listing/about.html", context)


@require_safe
@signed_in
def deleted(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponseBase:
    """What was put away."""
    opened = opened_list(actor, list_id)
    if not opened.may_delete:
        raise Problem(NOT_ALLOWED)
    rows = opened.rows(are_deleted=True).select_related("dataset")
    return respond(request, deleted_spec(opened), rows, "forms/listing/deleted.html", {"opened": opened})
