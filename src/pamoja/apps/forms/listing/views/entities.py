"""One entity: to read, to add, to change, to put away, to bring back and to purge."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.listing.access import Opened, opened_list
from pamoja.apps.forms.listing.forms import EntityForm
from pamoja.apps.forms.listing.histories import told_versions
from pamoja.apps.forms.listing.refusals import is_outdated, refusal_words
from pamoja.apps.forms.models import Entity
from pamoja.apps.forms.services.entities import (
    change_entity,
    create_entity,
    delete_entities,
    purge_entity,
    restore_entities,
)
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import record_read
from pamoja.core.permissions import Actor, may
from pamoja.core.problems import NOT_ALLOWED, Problem
from pamoja.core.verbs import require_form


@require_safe
@signed_in
def entity(request: HttpRequest, actor: Actor, list_id: int, public_id: UUID) -> HttpResponse:
    """What is known of an entity now, and every version with what it changed."""
    opened = opened_list(actor, list_id)
    found = opened.entity(public_id)
    told = told_versions(actor, found)
    record_read(actor, found)
    context = {
        "opened": opened,
        "entity": found,
        "values": [(name, found.data.get(name, "")) for name in opened.names],
        "versions": told[::-1],
        "may_change": not found.deleted_at and may(actor, "change", found),
        "may_delete": may(actor, "delete", found),
        "may_restore": may(actor, "restore", found),
    }
    return render(request, "forms/listing/entity.html", context)


@require_form
@signed_in
def add(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponse:
    """A new entity, written by hand."""
    opened = opened_list(actor, list_id)
    if not opened.may_add:
        raise Problem(NOT_ALLOWED)
    form = EntityForm(opened, {}, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_entity(actor, opened.dataset, {"data": {}, **form.body("", {})}, _agent(request))
        except Problem as problem:
            form.add_error(None, refusal_words(problem))
        else:
            messages.success(request, _("The entity is there: devices get it when they ask the next time."))
            return redirect("forms-lists:entity", list_id, made.public_id)
    context = {"opened": opened, "entity_form": form}
    return render(request, "forms/listing/add.html", context, status=422 if form.errors else 200)


@require_form
@signed_in
def change(request: HttpRequest, actor: Actor, list_id: int, public_id: UUID) -> HttpResponse:
    """A newer version, based on the one that the person looked at."""
    opened = opened_list(actor, list_id)
    found = opened.entity(public_id, "change")
    if found.deleted_at:
        return redirect("forms-lists:entity", list_id, public_id)
    initial = {"label": found.label, "based_on": found.version}
    form = EntityForm(opened, found.data, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _changed(request, opened, found, form):
        return redirect("forms-lists:entity", list_id, public_id)
    context = {"opened": opened, "entity": found, "entity_form": form}
    return render(request, "forms/listing/change.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, opened: Opened, entity: Entity, form: EntityForm) -> bool:
    body = form.body(entity.label, entity.data)
    based_on = form.cleaned_data["based_on"]
    if not body:
        messages.info(request, _("Nothing was changed."))
        return True
    try:
        change_entity(opened.actor, entity, body, str(based_on), user_agent=_agent(request))
    except Problem as problem:
        if is_outdated(problem):
            _base_on_newest(form, entity)
        form.add_error(None, refusal_words(problem))
        return False
    messages.success(request, _("Saved as a new version."))
    return True


def _base_on_newest(form: EntityForm, entity: Entity) -> None:
    """What was written stays in the fields; sending it again says that the newer version was looked at."""
    newest = Entity.objects.get(pk=entity.pk).version
    form.data = {**dict(form.data.items()), "based_on": str(newest)}


@require_POST
@signed_in
def delete(request: HttpRequest, actor: Actor, list_id: int, public_id: UUID) -> HttpResponse:
    """Put an entity away."""
    opened = opened_list(actor, list_id)
    found = opened.entity(public_id, "delete")
    delete_entities(actor, opened.dataset, [str(found.public_id)])
    messages.success(request, _("The entity is deleted. It can be brought back for 30 days."))
    return redirect("forms-lists:entity", list_id, public_id)


@require_POST
@signed_in
def restore(request: HttpRequest, actor: Actor, list_id: int, public_id: UUID) -> HttpResponse:
    """Bring an entity back."""
    opened = opened_list(actor, list_id)
    found = opened.entity(public_id, "restore")
    restore_entities(actor, opened.dataset, [str(found.public_id)])
    messages.success(request, _("The entity is back."))
    return redirect("forms-lists:entity", list_id, public_id)


@require_form
@signed_in
def purge(request: HttpRequest, actor: Actor, list_id: int, public_id: UUID) -> HttpResponse:
    """Ask, then remove an entity that was put away, for good."""
    opened = opened_list(actor, list_id)
    found = opened.entity(public_id, "delete")
    if not found.deleted_at:
        return redirect("forms-lists:entity", list_id, public_id)
    if request.method == "POST":
        purge_entity(actor, found)
        messages.success(request, _("The entity is gone for good."))
        return redirect("forms-lists:table", list_id)
    context: dict[str, Any] = {"opened": opened, "entity": found, "versions": found.version}
    return render(request, "forms/listing/purge.html", context)


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")
