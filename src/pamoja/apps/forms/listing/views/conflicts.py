"""The page on which a person settles a conflict: a value for each property that versions do not agree on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pamoja.apps.forms.listing.access import Opened, opened_list
from pamoja.apps.forms.listing.clashes import chosen_body, compared, disagreements
from pamoja.apps.forms.listing.histories import told_versions
from pamoja.apps.forms.listing.refusals import refusal_words
from pamoja.apps.forms.models import Entity
from pamoja.apps.forms.services.entities import change_entity
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import record_read
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.verbs import require_form

KEEP = "keep"


@require_form
@signed_in
def conflict(request: HttpRequest, actor: Actor, list_id: int, public_id: UUID) -> HttpResponse:
    """The versions that clash, side by side; a POST settles the conflict in one act."""
    opened = opened_list(actor, list_id)
    found = opened.entity(public_id, "change")
    if found.deleted_at or not found.conflict:
        messages.info(request, _("There is no conflict to settle."))
        return redirect("forms-lists:entity", list_id, public_id)
    versions = compared(told_versions(actor, found))
    rows = disagreements(opened.names, versions)
    if request.method == "POST":
        body = {} if KEEP in request.POST else chosen_body(found, rows, request.POST.dict())
        return _settled(request, opened, found, body)
    record_read(actor, found)
    context = {"opened": opened, "entity": found, "versions": versions, "rows": rows}
    return render(request, "forms/listing/conflict.html", context)


def _settled(request: HttpRequest, opened: Opened, entity: Entity, body: dict[str, object]) -> HttpResponse:
    based_on, agent = request.POST.get("based_on"), request.headers.get("User-Agent", "")
    try:
        change_entity(opened.actor, entity, body, based_on, resolves=True, user_agent=agent)
    except Problem as problem:
        messages.error(request, refusal_words(problem))
        return redirect("forms-lists:conflict", opened.dataset.pk, entity.public_id)
    messages.success(request, _("The conflict is settled. A later version can still change every value."))
    return redirect("forms-lists:entity", opened.dataset.pk, entity.public_id)
