"""Entities: what is in a list, one by one and many at once, with versions and what was done to them."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Dataset, Entity, EntityVersion, Project
from pamoja.apps.forms.selectors import (
    acts_on,
    entities,
    find_entity,
    find_version,
    judged,
    makers_of,
    property_names,
    recorded,
    seen_records,
    versions_of,
    with_newest_version,
)
from pamoja.apps.forms.services.entities import (
    change_entity,
    create_entities,
    create_entity,
    delete_entities,
    restore_entities,
)
from pamoja.core.workspaces.context import streamed
from pamoja.engines.entities import Difference, EntityRefused, differences, read_uuid
from pamoja.protocols.odk.datasets import places_of
from pamoja.protocols.odk.entity_acts import act_json, source_json
from pamoja.protocols.odk.entity_json import Actors, entity_json, full_version_json, judged_json, picked, version_json
from pamoja.protocols.odk.found import dataset_at
from pamoja.protocols.odk.people import actor_json
from pamoja.protocols.odk.rest import MOST_BULK_BYTES, SUCCESS, Call, refused

AT_ONCE = 1000


def list_entities(call: Call, project: Project, name: str) -> HttpResponseBase:
    """Everything in a list (or what was put away), as it is read from the database: lists are long."""
    dataset = dataset_at(call, project, name, "entity.list")
    is_deleted = call.asks("deleted")
    rows = with_newest_version(entities(call.actor, dataset, are_deleted=is_deleted))
    told = _listed(rows.iterator(chunk_size=AT_ONCE), call.is_extended)
    return StreamingHttpResponse(streamed(told), content_type="application/json")


def _listed(rows: Iterator[Any], is_extended: bool) -> Iterator[str]:
    actors, before = Actors(), "["
    for entity in rows:
        version = version_json(entity.newest[0], entity.version, actors, is_extended)
        told = entity_json(entity, actors, is_extended) | {"currentVersion": version}
        yield before + json.dumps(told, ensure_ascii=False)
        before = ","
    yield "]" if before == "," else "[]"


def creators(call: Call, project: Project, name: str) -> list[dict[str, Any]]:
    """Who made what is in a list, by name."""
    dataset = dataset_at(call, project, name, "entity.list")
    people, devices = makers_of(call.actor, dataset)
    told = [*map(actor_json, people), *map(actor_json, devices)]
    return sorted(told, key=lambda actor: str(actor["displayName"]))


def read(call: Call, project: Project, name: str, uuid: str) -> dict[str, Any]:
    """One entity as it is now."""
    dataset = dataset_at(call, project, name, "entity.read")
    return _whole(call, dataset, _entity(call, dataset, uuid, call.asks("deleted")))


def versions(call: Call, project: Project, name: str, uuid: str) -> list[dict[str, Any]]:
    """All versions, the oldest first, and where they clash; on wish only what is needed to settle that."""
    dataset = dataset_at(call, project, name, "entity.read")
    entity, rows = _versions(call, dataset, uuid)
    actors, names, seen = Actors(), property_names(dataset), seen_records(call.actor, rows)
    told = []
    for row, found in zip(rows, judged(entity, rows), strict=True):
        if call.asks("relevantToConflict") and not found.is_relevant:
            continue
        data = picked(names, row.data) if row.number == entity.version else row.data
        version = full_version_json(row, data, entity.version, actors, call.is_extended)
        told.append(version | judged_json(found) | {"source": source_json(row, seen)})
    return told


def diffs(call: Call, project: Project, name: str, uuid: str) -> list[list[dict[str, str]]]:
    """What each version changed of the one before it."""
    _entity, rows = _versions(call, dataset_at(call, project, name, "entity.read"), uuid)
    return [
        [_difference(each) for each in sorted(changed, key=_as_programs_expect)]
        for changed in differences([recorded(row) for row in rows])
    ]


def _difference(found: Difference) -> dict[str, str]:
    old = {} if found.old is None else {"old": found.old}
    return {**old, "new": found.new, "propertyName": found.name}


def _as_programs_expect(found: Difference) -> tuple[bool, int, str]:
    """The label first, then properties by the length of their names."""
    return found.name != "label", len(found.name), found.name


def audits(call: Call, project: Project, name: str, uuid: str) -> list[dict[str, Any]]:
    """What was done to one entity, the newest first."""
    dataset = dataset_at(call, project, name, "entity.read")
    entity = _entity(call, dataset, uuid)
    acts = list(acts_on(entity))
    seen = seen_records(call.actor, [each.version for each in acts if each.version])
    found = [act_json(each, entity, seen) for each in acts]
    start = call.number("offset") or 0
    limit = call.number("limit")
    return found[start:] if limit is None else found[start : start + limit]


def geojson(call: Call, project: Project, name: str, uuid: str) -> dict[str, Any]:
    """Where one entity lies."""
    _checked(uuid)
    dataset = dataset_at(call, project, name, "entity.read")
    return places_of(dataset, [_entity(call, dataset, uuid)])


def create(call: Call, project: Project, name: str) -> dict[str, Any]:
    """One new entity, or many from one source."""
    dataset = dataset_at(call, project, name, "entity.create")
    body = call.read_json(MOST_BULK_BYTES)
    if "entities" not in body:
        return _whole(call, dataset, create_entity(call.actor, dataset, body, _agent(call)))
    bodies = body["entities"]
    if not isinstance(bodies, list) or not bodies:
        actual = "empty array" if isinstance(bodies, list) else "not an array"
        raise refused("400.31", expected=["entities: [...]"], actual=[actual])
    create_entities(call.actor, dataset, bodies, body.get("source"), _agent(call))
    return SUCCESS


def change(call: Call, project: Project, name: str, uuid: str) -> dict[str, Any]:
    """A newer version, or the end of a conflict, or both."""
    dataset = dataset_at(call, project, name, "entity.update")
    entity = change_entity(
        call.actor,
        _entity(call, dataset, uuid),
        call.body,
        call.query.get("baseVersion"),
        is_forced=call.asks("force"),
        resolves=call.asks("resolve"),
        user_agent=_agent(call),
    )
    return _whole(call, dataset, entity)


def remove(call: Call, project: Project, name: str, uuid: str) -> dict[str, Any]:
    """Put one entity away."""
    dataset = dataset_at(call, project, name, "entity.delete")
    delete_entities(call.actor, dataset, [str(_entity(call, dataset, uuid).public_id)])
    return SUCCESS


def restore(call: Call, project: Project, name: str, uuid: str) -> dict[str, Any]:
    """Bring one entity back."""
    dataset = dataset_at(call, project, name, "entity.restore")
    restore_entities(call.actor, dataset, [str(_entity(call, dataset, uuid, is_deleted=True).public_id)])
    return SUCCESS


def remove_many(call: Call, project: Project, name: str) -> dict[str, Any]:
    """Put several away; those that are not here are passed over."""
    dataset = dataset_at(call, project, name, "entity.delete")
    return {"count": len(delete_entities(call.actor, dataset, _ids(call)))}


def restore_many(call: Call, project: Project, name: str) -> dict[str, Any]:
    """Bring several back."""
    dataset = dataset_at(call, project, name, "entity.restore")
    return {"count": len(restore_entities(call.actor, dataset, _ids(call)))}


def _entity(call: Call, dataset: Dataset, uuid: str, is_deleted: bool = False) -> Entity:
    """One entity of a list that the caller may see. Raises Refused 400.11, NOT_FOUND."""
    return find_entity(call.actor, dataset, _checked(uuid), is_deleted=is_deleted)


def _checked(uuid: str) -> str:
    try:
        return read_uuid(uuid)
    except EntityRefused as error:
        raise refused(error.code, **error.details) from None


def _ids(call: Call) -> list[str]:
    return [_checked(str(each)) for each in call.body.get("ids") or ()]


def _versions(call: Call, dataset: Dataset, uuid: str) -> tuple[Entity, Sequence[EntityVersion]]:
    entity = _entity(call, dataset, uuid)
    return entity, versions_of(entity)


def _whole(call: Call, dataset: Dataset, entity: Entity) -> dict[str, Any]:
    actors, newest = Actors(), find_version(entity)
    data = picked(property_names(dataset), newest.data)
    version = full_version_json(newest, data, entity.version, actors, call.is_extended)
    return entity_json(entity, actors, call.is_extended) | {"currentVersion": version}


def _agent(call: Call) -> str:
    return call.request.headers.get("User-Agent", "")
