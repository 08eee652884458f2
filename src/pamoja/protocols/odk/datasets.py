"""Lists of entities: what there is, their properties and settings, and the whole list as a file."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Dataset, Entity, Project
from pamoja.apps.forms.selectors import (
    csv_lines,
    device_csv,
    matching,
    pending_submissions,
    property_names,
    require_list_shown,
    states,
    tag_of_seen,
    with_counts,
)
from pamoja.apps.forms.services.entities import (
    add_property,
    change_dataset,
    create_dataset,
    delete_dataset,
    delete_property,
)
from pamoja.core.permissions import Actor
from pamoja.core.workspaces.context import streamed
from pamoja.formats.central import UNDEFINED, moment
from pamoja.formats.entities import EXPORT_HEADS, EXPORT_TAILS, feature_collection
from pamoja.formats.openrosa import CONTENT_TYPE, content_disposition, entity_integrity
from pamoja.protocols.odk.entity_json import Actors, dataset_json, full_dataset_json
from pamoja.protocols.odk.found import dataset_at, may_fetch
from pamoja.protocols.odk.rest import SUCCESS, Call, refused

CSV = "text/csv; charset=utf-8"
AT_ONCE = 2000
SETTINGS = {"approvalRequired": "approval_required", "ownerOnly": "is_own_only"}


def list_datasets(call: Call, project: Project) -> list[dict[str, Any]]:
    """The published lists of a project, or those that were put away."""
    call.require("dataset.list", project)
    is_deleted = call.asks("deleted")
    rows = Dataset.objects.filter(project=project, published_at__isnull=False, deleted_at__isnull=not is_deleted)
    found = with_counts(rows, call.actor) if call.is_extended else rows
    return [dataset_json(each, call.is_extended) for each in found.order_by("name")]


def create(call: Call, project: Project) -> dict[str, Any]:
    """A new list."""
    call.require("dataset.create", project)
    name = call.body.get("name", UNDEFINED)
    settings = {ours: call.body[theirs] for theirs, ours in SETTINGS.items() if isinstance(call.body.get(theirs), bool)}
    return full_dataset_json(create_dataset(call.actor, project, name, **settings))


def read(call: Call, project: Project, name: str) -> dict[str, Any]:
    """One list with its properties and forms."""
    dataset = dataset_at(call, project, name, "dataset.read")
    if call.is_extended:
        dataset = with_counts(Dataset.objects.filter(pk=dataset.pk), call.actor).get()
    return full_dataset_json(dataset, call.is_extended)


def change(call: Call, project: Project, name: str) -> dict[str, Any]:
    """Other settings. Who asks for approval no more says what becomes of records that waited (400.29)."""
    dataset = dataset_at(call, project, name, "dataset.update")
    convert = call.query.get("convert")
    if convert not in (None, "true", "false"):
        raise refused("400.8", field="convert", value=convert, reason=UNDEFINED)
    settings, rules = _settings(call.body)
    ends_approval = settings.get("approval_required") is False
    if ends_approval and convert is None and (count := pending_submissions(dataset).count()):
        raise refused("400.29", count=count)
    if settings or rules is not None:
        dataset = change_dataset(
            call.actor,
            dataset,
            approval_required=settings.get("approval_required"),
            is_own_only=settings.get("is_own_only"),
            rules=rules,
            is_converting=convert == "true" if ends_approval else None,
        )
    return full_dataset_json(dataset)


def remove(call: Call, project: Project, name: str) -> dict[str, Any]:
    """Put a list away."""
    delete_dataset(call.actor, dataset_at(call, project, name, "dataset.delete"))
    return SUCCESS


def create_property(call: Call, project: Project, name: str) -> dict[str, Any]:
    """A new property."""
    dataset = dataset_at(call, project, name, "dataset.update")
    add_property(call.actor, dataset, call.body.get("name", UNDEFINED))
    return SUCCESS


def remove_property(call: Call, project: Project, name: str, property_name: str) -> dict[str, Any]:
    """Drop a property that nothing depends on."""
    dataset = dataset_at(call, project, name, "dataset.update")
    delete_property(call.actor, dataset, property_name)
    return SUCCESS


def export(call: Call, project: Project, name: str) -> HttpResponseBase:
    """The list as CSV, with when and by whom; 304 for who has it, unless a part of it is asked for."""
    dataset = dataset_at(call, project, name, "entity.list")
    condition, words = call.query.get("$filter", ""), call.query.get("$search", "")
    rows = matching(call.actor, dataset, condition, words)
    if condition:
        return _csv(export_csv(dataset, rows), f"{dataset.name}.csv")
    return tagged(
        call, tag_of_seen(call.actor, dataset), lambda: _csv(export_csv(dataset, rows), f"{dataset.name}.csv")
    )


def export_deleted(call: Call, project: Project, number: str) -> HttpResponseBase:
    """A list that was put away, as it was then."""
    call.require("entity.list", project)
    found = Dataset.objects.filter(project=project, pk=number if number.isdecimal() else 0, deleted_at__isnull=False)
    dataset = found.first()
    if dataset is None:
        raise refused("404.1")
    require_list_shown(call.actor, dataset)
    rows = matching(call.actor, dataset)
    return _csv(export_csv(dataset, rows), f"{dataset.name}-deleted.csv")


def geojson(call: Call, project: Project, name: str) -> dict[str, Any]:
    """Where the entities of a list lie, for those whose `geometry` says so."""
    dataset = dataset_at(call, project, name, "entity.list")
    rows = matching(call.actor, dataset, call.query.get("$filter", ""), call.query.get("$search", ""))
    limit = call.query.get("limit", "")
    return places_of(dataset, rows[: int(limit)] if limit.isdecimal() and int(limit) else rows)


def places_of(dataset: Dataset, rows: Any) -> dict[str, Any]:
    """The features of these entities; none for a list without the property."""
    if "geometry" not in property_names(dataset):
        return feature_collection([])
    return feature_collection((str(each.public_id), each.data.get("geometry", "")) for each in rows)


def integrity(call: Call, project: Project, name: str) -> HttpResponse:
    """Which entities are gone, for devices that hold some of them."""
    dataset = dataset_at(call, project, name)
    if not call.may("entity.list", project) and not may_fetch(call, dataset):
        raise refused("403.1")
    wanted = [each.strip() for each in call.query.get("id", "").split(",") if each.strip()]
    return HttpResponse(entity_integrity(states(call.actor, dataset, wanted)), content_type=CONTENT_TYPE)


def fetched(actor: Actor, dataset: Dataset, name: str) -> StreamingHttpResponse:
    """The list as a device reads it."""
    return _csv(device_csv(actor, dataset), name)


def tagged(call: Call, tag: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer with its tag, or 304 for who has it."""
    held = {each.strip().removeprefix("W/") for each in call.request.headers.get("If-None-Match", "").split(",")}
    response = HttpResponseNotModified() if f'"{tag}"' in held else make()
    response.headers["ETag"] = f'"{tag}"'
    return response


def export_csv(dataset: Dataset, rows: Any) -> Iterator[bytes]:
    """Entities for people and programs."""
    names, actors = property_names(dataset), Actors()
    found = rows.iterator(chunk_size=AT_ONCE)
    return csv_lines([*EXPORT_HEADS, *names, *EXPORT_TAILS], (_export_row(each, names, actors) for each in found))


def _export_row(entity: Entity, names: list[str], actors: Actors) -> list[Any]:
    maker = actors.of(entity) or {"id": "", "displayName": ""}
    values = [entity.data.get(name, "") for name in names]
    made = [moment(entity.created_at), maker["id"], maker["displayName"]]
    changed = [entity.version - 1, moment(entity.updated_at) or "", entity.version]
    return [str(entity.public_id), entity.label, *values, *made, *changed]


def _csv(lines: Iterator[bytes], name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": content_disposition(name)}
    return StreamingHttpResponse(streamed(lines), content_type=CSV, headers=headers)


def _settings(body: dict[str, Any]) -> tuple[dict[str, bool], list[tuple[str, str]] | None]:
    """The settings that a body asks for, and the rules for devices. Raises Refused 400.8."""
    settings = {ours: body[theirs] for theirs, ours in SETTINGS.items() if isinstance(body.get(theirs), bool)}
    if "accessFilter" not in body:
        return settings, [] if settings.get("is_own_only") else None
    wish = body["accessFilter"]
    if wish is None:
        return settings | {"is_own_only": False}, []
    kind = wish.get("type") if isinstance(wish, dict) else None
    if kind == "ownerOnly":
        return settings | {"is_own_only": True}, []
    if kind != "property":
        raise refused("400.8", field="accessFilter.type", value=kind, reason="type must be ownerOnly or property.")
    return settings | {"is_own_only": False}, _rules(wish.get("rules"))


def _rules(rules: Any) -> list[tuple[str, str]]:
    field = "accessFilter.rules"
    if not isinstance(rules, list) or not rules:
        raise refused("400.8", field=field, value=rules, reason="rules must be a non-empty array.")
    for rule in rules:
        if not isinstance(rule, dict) or not rule.get("datasetProperty") or not rule.get("actorProperty"):
            reason = "Each rule must have datasetProperty and actorProperty."
            raise refused("400.8", field=field, value=rule, reason=reason)
    return [(rule["datasetProperty"], rule["actorProperty"]) for rule in rules]
