"""Making, changing, putting away and bringing back entities by people and programs."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from pamoja.apps.forms.entities.lists import touch
from pamoja.apps.forms.entities.refusing import refusals_told, refuse
from pamoja.apps.forms.entities.selectors import property_names
from pamoja.apps.forms.entities.words import forget_words, index_entities
from pamoja.apps.forms.entities.writing import add_version, insert_entities, insert_entity, lock, maker
from pamoja.apps.forms.models import Dataset, Entity, EntitySource, PurgedEntity
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require, require_all, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.engines.entities import Conflict, Create, Update
from pamoja.formats.entities import Body, read_body, read_source

MOST_IN_A_LOOK_UP = 500


def create_entity(actor: Actor, dataset: Dataset, body: Mapping[str, Any], user_agent: str = "") -> Entity:
    """One new entity. Refused: 400.*, 409.3, 409.19."""
    with transaction.atomic():
        dataset = lock(dataset)
        with refusals_told():
            read = read_body(body, property_names(dataset), is_new=True)
        uuid, made = _new(read)
        _check_free([uuid])
        source = EntitySource.objects.create()
        version = insert_entity(dataset, uuid, made, maker(actor, user_agent), source)
        require(actor, "create", version.entity)
        touch(dataset)
        record(actor, "create", version.entity, dataset=dataset.name, entity_version=version.pk)
        told = {"dataset": str(dataset.public_id), "number": 1}
        emit(actor.workspace, "entity.created", version.entity, **told)
    return version.entity


def create_entities(
    actor: Actor, dataset: Dataset, bodies: Sequence[Mapping[str, Any]], source: Any, user_agent: str = ""
) -> list[Entity]:
    """All of these, or none. `source` says where they come from. Refused: 400.*, 409.3, 409.19."""
    with transaction.atomic():
        dataset = lock(dataset)
        with refusals_told():
            names = set(property_names(dataset))
            new = [_new(read_body(each, names, is_new=True)) for each in bodies]
            details = {**read_source(source), "count": len(new), "userAgent": user_agent or None}
        _check_free([uuid for uuid, _made in new])
        origin: EntitySource = EntitySource.objects.create(details=details)
        entities = insert_entities(dataset, new, maker(actor, user_agent), origin)
        require_all(actor, "create", entities[:1])  # rows of one list, one maker: what holds for one holds for all
        touch(dataset)
        record(actor, "create-entities", dataset, source=origin.pk, count=len(new))
        emit(actor.workspace, "entities.created", dataset, source=origin.pk, count=len(new))
    return entities


def change_entity(
    actor: Actor,
    entity: Entity,
    body: Mapping[str, Any],
    based_on: str | None,
    *,
    is_forced: bool = False,
    resolves: bool = False,
    user_agent: str = "",
) -> Entity:
    """A newer version, made looking at version `based_on`; `resolves` says that it settles the conflict.

    A body without anything may settle a conflict too. Refused: 400.*, 400.32, 409.15. Raises NOT_FOUND for one that
    was put away.
    """
    with transaction.atomic():
        dataset = lock(entity.dataset)
        entity = _current(dataset, entity)
        require(actor, "change", entity)
        if resolves and not entity.conflict:
            raise refuse("400.32")
        if based_on != str(entity.version) and not is_forced:
            raise refuse("409.15", current=str(entity.version), provided=based_on)
        if body or not resolves:
            _add(actor, dataset, entity, body, user_agent)
        if resolves:
            _resolve(actor, dataset, entity)
        touch(dataset)
    return entity


def delete_entities(actor: Actor, dataset: Dataset, uuids: Collection[str]) -> list[str]:
    """Put entities away; those that are not here are passed over. Returns the ids of those that were."""
    with transaction.atomic():
        found = list(_named(actor, dataset, uuids, "delete").filter(deleted_at=None))
        Entity.objects.filter(pk__in=[each.pk for each in found]).update(deleted_at=now())
        forget_words(found)
        _tell_many(actor, dataset, found, "delete", "entity.deleted")
    return [str(each.public_id) for each in found]


def restore_entities(actor: Actor, dataset: Dataset, uuids: Collection[str]) -> list[str]:
    """Bring entities back, as `delete_entities`."""
    with transaction.atomic():
        found = list(_named(actor, dataset, uuids, "restore").filter(deleted_at__isnull=False))
        Entity.objects.filter(pk__in=[each.pk for each in found]).update(deleted_at=None, updated_at=now())
        index_entities(found)
        _tell_many(actor, dataset, found, "restore", "entity.restored")
    return [str(each.public_id) for each in found]


def _current(dataset: Dataset, entity: Entity) -> Entity:
    """The entity as it is since its list is locked."""
    found: Entity | None = Entity.objects.select_for_update().filter(pk=entity.pk, deleted_at=None).first()
    if found is None:
        raise Problem(NOT_FOUND)
    found.dataset = dataset
    return found


def _new(read: Body) -> tuple[str, Create]:
    return read.uuid or str(uuid4()), Create(read.label or "", read.data, read.received)


def _check_free(uuids: Sequence[str]) -> None:
    """Refuse ids that are in use (409.3) or were used by what is gone (409.19)."""
    gone: list[str] = []
    taken: list[str] = []
    for start in range(0, len(uuids), MOST_IN_A_LOOK_UP):
        some = uuids[start : start + MOST_IN_A_LOOK_UP]
        known = Entity.objects.filter(public_id__in=some).values_list("public_id", "deleted_at")
        for uuid, deleted_at in known:
            (gone if deleted_at else taken).append(str(uuid))
        gone += map(str, PurgedEntity.objects.filter(entity_id__in=some).values_list("entity_id", flat=True))
    if gone:
        raise refuse("409.19", entityUuids=gone)
    twice = [uuid for uuid, count in Counter(uuids).items() if count > 1]
    if taken or twice:
        raise refuse("409.3", fields=["uuid"], values=[*taken, *twice][:1])


def _add(actor: Actor, dataset: Dataset, entity: Entity, body: Mapping[str, Any], user_agent: str) -> None:
    with refusals_told():
        read = read_body(body, property_names(dataset), is_new=False)
    change = Update(
        number=entity.version + 1,
        label=entity.label if read.label is None else read.label,
        data={**entity.data, **read.data},
        received=read.received,
        base_version=entity.version,
        conflict=Conflict(entity.conflict),
    )
    version = add_version(entity, change, maker(actor, user_agent), EntitySource.objects.create())
    record(actor, "change", entity, dataset=dataset.name, entity_version=version.pk)
    told = {"dataset": str(dataset.public_id), "number": version.number}
    emit(actor.workspace, "entity.changed", entity, **told)


def _resolve(actor: Actor, dataset: Dataset, entity: Entity) -> None:
    entity.conflict, entity.resolved_version, entity.updated_at = "", entity.version, now()
    entity.save(update_fields=["conflict", "resolved_version", "updated_at"])
    newest = entity.versions.get(number=entity.version)
    record(actor, "resolve", entity, dataset=dataset.name, entity_version=newest.pk)
    emit(actor.workspace, "entity.resolved", entity, dataset=str(dataset.public_id), number=entity.version)


def _named(actor: Actor, dataset: Dataset, uuids: Collection[str], verb: str) -> QuerySet[Entity]:
    lock(dataset)
    ids = [UUID(each) for each in uuids]
    return visible(Entity.objects.filter(dataset=dataset, public_id__in=ids), actor, verb)


def _tell_many(actor: Actor, dataset: Dataset, entities: Sequence[Entity], verb: str, event: str) -> None:
    if not entities:
        return
    touch(dataset)
    if len(entities) == 1:
        record(actor, verb, entities[0], dataset=dataset.name)
    else:
        ids = [str(each.public_id) for each in entities]
        record(actor, f"{verb}-entities", dataset, entities=ids)
    for each in entities:
        emit(actor.workspace, event, each, dataset=str(dataset.public_id))
