"""Devices ("app users") and public links, and the properties that they may have."""

from typing import Any

from django.db.models import Q, QuerySet

from pamoja.apps.forms.contracts import Collector, CollectorProperty, Form, Project
from pamoja.apps.forms.services import add_collector, add_link, add_property, remove_collector, set_properties
from pamoja.formats.entities import is_property_name
from pamoja.protocols.odk.found import form_at
from pamoja.protocols.odk.people import collector_json
from pamoja.protocols.odk.rest import SUCCESS, Call, refused

RESERVED = "displayname"


def list_devices(call: Call, project: Project) -> list[dict[str, Any]]:
    """Devices of a project, the newest first."""
    call.require("field_key.list", project)
    return [collector_json(each, call.is_extended) for each in _devices(project)]


def create_device(call: Call, project: Project) -> dict[str, Any]:
    """A new device; it has no forms yet."""
    call.require("field_key.create", project)
    credential, _secret = add_collector(call.actor, _name(call), (), project)
    device = _devices(project).get(credential=credential)
    _set_given(call, project, device)
    return collector_json(device)


def read_device(call: Call, project: Project, number: str) -> dict[str, Any]:
    """One device."""
    call.require("field_key.list", project)
    return collector_json(_numbered(_devices(project), number), call.is_extended)


def change_device(call: Call, project: Project, number: str) -> dict[str, Any]:
    """Other properties of a device."""
    call.require("field_key.update", project)
    device = _numbered(_devices(project), number)
    _set_given(call, project, device)
    return collector_json(device, True)


def remove_device(call: Call, project: Project, number: str) -> dict[str, Any]:
    """A device ends."""
    call.require("field_key.delete", project)
    remove_collector(call.actor, _numbered(_devices(project), number))
    return SUCCESS


def list_links(call: Call, project: Project, form_id: str) -> list[dict[str, Any]]:
    """Public links of a form, the newest first."""
    form = form_at(call, project, form_id, "public_link.list")
    return [collector_json(each, call.is_extended) for each in _links(form)]


def create_link(call: Call, project: Project, form_id: str) -> dict[str, Any]:
    """A new public link."""
    form = form_at(call, project, form_id, "public_link.create")
    link = add_link(call.actor, form, _name(call), bool(call.body.get("once")))
    _set_given(call, project, link)
    return collector_json(link)


def read_link(call: Call, project: Project, form_id: str, number: str) -> dict[str, Any]:
    """One public link."""
    form = form_at(call, project, form_id, "public_link.read")
    return collector_json(_numbered(_links(form), number), call.is_extended)


def change_link(call: Call, project: Project, form_id: str, number: str) -> dict[str, Any]:
    """Other properties of a public link."""
    link = _numbered(_links(form_at(call, project, form_id, "public_link.update")), number)
    _set_given(call, project, link)
    return collector_json(link, True)


def remove_link(call: Call, project: Project, form_id: str, number: str) -> dict[str, Any]:
    """A public link ends."""
    remove_collector(call.actor, _numbered(_links(form_at(call, project, form_id, "public_link.delete")), number))
    return SUCCESS


def list_properties(call: Call, project: Project) -> list[dict[str, Any]]:
    """Names of properties; on wish with who has which value."""
    call.require("actor_property.list", project)
    names = CollectorProperty.objects.filter(project=project).order_by("name")
    if not call.is_extended:
        return [{"name": each.name} for each in names]
    values = Collector.objects.filter(project=project, deleted_at__isnull=True).values_list("properties", flat=True)
    return [
        {"name": each.name, "values": sorted({given[each.name] for given in values if each.name in given})}
        for each in names
    ]


def create_property(call: Call, project: Project) -> dict[str, Any]:
    """A new name of a property."""
    call.require("actor_property.update", project)
    name = call.body.get("name")
    if not isinstance(name, str) or name.lower() == RESERVED or not is_property_name(name):
        raise refused("400.8", field="name", value=name, reason="This is not a valid property name.")
    if not add_property(call.actor, project, name):
        raise refused("409.3", fields=["name", "projectId"], values=[name, project.pk])
    return SUCCESS


def _devices(project: Project) -> "QuerySet[Collector]":
    return _rows(Collector.objects.filter(project=project, form__isnull=True))


def _links(form: Form) -> "QuerySet[Collector]":
    return _rows(Collector.objects.filter(form=form))


def _rows(found: "QuerySet[Collector]") -> "QuerySet[Collector]":
    live = found.filter(deleted_at__isnull=True).select_related("credential__created_by", "project", "form")
    return live.annotate(is_over=Q(credential__revoked_at__isnull=False)).order_by("is_over", "-pk")


def _numbered(rows: "QuerySet[Collector]", number: str) -> Collector:
    """The device or link with a number. Raises 404.1, 400.11."""
    if not number.isdecimal():
        raise refused("400.11", value=number, expected="integer")
    found: Collector | None = rows.filter(credential__number=int(number)).first()
    if found is None:
        raise refused("404.1")
    return found


def _name(call: Call) -> str:
    name = call.value("displayName")
    if not isinstance(name, str):
        raise refused("400.11", field="displayName", value=name, expected="string")
    return name


def _set_given(call: Call, project: Project, collector: Collector) -> None:
    """Set the properties that were sent; an empty one goes. Raises 400.8 for what the project does not know."""
    sent = call.body.get("properties")
    if sent is None:
        return
    if not isinstance(sent, dict):
        raise refused("400.8", field="properties", value=sent, reason="Must be an object.")
    known = set(CollectorProperty.objects.filter(project=project).values_list("name", flat=True))
    values = {name: _property(known, name, value) for name, value in sent.items()}
    if values:
        set_properties(call.actor, collector, values)


def _property(known: set[str], name: str, value: Any) -> str | None:
    if name not in known:
        raise refused("400.8", field="properties", value=name, reason="Unknown property name.")
    if value is not None and not isinstance(value, str):
        raise refused("400.8", field=name, value=value, reason="Property values must be strings or null.")
    return (value or "").strip() or None
