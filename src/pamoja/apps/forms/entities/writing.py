"""Rows of entities: what every way of making or changing one ends in. The caller holds the list's lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pamoja.apps.forms.entities.placing import places_named
from pamoja.apps.forms.entities.words import index_again, index_entities
from pamoja.apps.forms.models import Dataset, Entity, EntitySource, EntityVersion, PurgedEntity
from pamoja.apps.forms.models.entities import LABEL_START
from pamoja.core.accounts.models import Credential, User
from pamoja.core.bulk import insert_rows
from pamoja.core.clock import now
from pamoja.core.permissions import Actor
from pamoja.engines.entities import Absence, Conflict, Create, Known, Update, Version


@dataclass(frozen=True)
class Maker:
    """Who made a version, and with which program."""

    user_id: int | None = None
    credential_id: int | None = None
    user_agent: str = ""


def maker(actor: Actor, user_agent: str = "") -> Maker:
    """The actor as a maker."""
    return Maker(actor.user.pk if actor.user else None, actor.credential_id, user_agent[:255])


def maker_of_label(label: str, user_agent: str = "") -> Maker:
    """The maker behind the label that was kept with a submission; nobody for a test link or the system."""
    kind, _colon, public_id = label.partition(":")
    if kind == "user":
        return Maker(User.objects.filter(public_id=public_id).values_list("pk", flat=True).first(), None, user_agent)
    if kind in ("device", "token"):
        found = Credential.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
        return Maker(None, found, user_agent)
    return Maker(user_agent=user_agent)


def lock(dataset: Dataset) -> Dataset:
    """Hold a list until the transaction ends: changes of its entities come one after the other."""
    # nothing that may change is joined: PostgreSQL would give that of before the row was waited for
    locked: Dataset = Dataset.objects.select_for_update(of=("self",)).select_related("project").get(pk=dataset.pk)
    return locked


def known_of(dataset: Dataset, uuid: str) -> tuple[Entity | None, Known | Absence]:
    """The entity and what is known of it, or why it is not here."""
    entity: Entity | None = Entity.objects.filter(public_id=uuid).first()
    if entity is None:
        is_purged = PurgedEntity.objects.filter(entity_id=uuid).exists()
        return None, Absence.PURGED if is_purged else Absence.NEVER
    if entity.dataset_id != dataset.pk:
        return None, Absence.PURGED if entity.deleted_at else Absence.ELSEWHERE
    if entity.deleted_at:
        return None, Absence.DELETED
    entity.dataset = dataset  # the locked one, with what writing needs of it
    versions = list(entity.versions.select_related("source"))
    return entity, Known(
        tuple(map(_version, versions)), Conflict(entity.conflict), is_forced=versions[0].source.is_forced
    )


def insert_entity(dataset: Dataset, uuid: str, made: Create, by: Maker, source: EntitySource) -> EntityVersion:
    """A new entity with its first version."""
    at = now()
    entity = Entity.objects.create(
        dataset=dataset,
        public_id=uuid,
        label=made.label,
        label_start=made.label[:LABEL_START],
        data=dict(made.data),
        place_id=places_named(dataset, [made.data])[0],
        created_at=at,
        created_by_id=by.user_id,
        created_with_id=by.credential_id,
    )
    index_entities([entity])
    version: EntityVersion = EntityVersion.objects.create(
        entity=entity,
        source=source,
        number=1,
        label=made.label,
        data=dict(made.data),
        received=dict(made.received),
        trunk_version=made.trunk_version,
        branch_id=made.branch_id,
        branch_base_version=made.branch_base_version,
        created_at=at,
        created_by_id=by.user_id,
        created_with_id=by.credential_id,
        user_agent=by.user_agent,
    )
    return version


def insert_entities(
    dataset: Dataset, new: Sequence[tuple[str, Create]], by: Maker, source: EntitySource
) -> list[Entity]:
    """Many new entities in a few statements."""
    at = now()
    who = {"created_at": at, "created_by_id": by.user_id, "created_with_id": by.credential_id}
    places = places_named(dataset, [each.data for _uuid, each in new])
    made = [
        Entity(
            dataset=dataset,
            public_id=UUID(uuid),
            label=each.label,
            label_start=each.label[:LABEL_START],
            data=dict(each.data),
            place_id=place,
            **who,
        )
        for (uuid, each), place in zip(new, places, strict=True)
    ]
    insert_rows(made)
    index_entities(made)
    versions = [
        EntityVersion(
            entity=entity,
            source=source,
            number=1,
            label=each.label,
            data=dict(each.data),
            received=dict(each.received),
            user_agent=by.user_agent,
            **who,
        )
        for entity, (_uuid, each) in zip(made, new, strict=True)
    ]
    insert_rows(versions)
    return made


def add_version(entity: Entity, change: Update, by: Maker, source: EntitySource) -> EntityVersion:
    """A newer version, which the entity then shows."""
    at = now()
    version: EntityVersion = EntityVersion.objects.create(
        entity=entity,
        source=source,
        number=change.number,
        label=change.label,
        data=dict(change.data),
        received=dict(change.received),
        base_version=change.base_version,
        trunk_version=change.trunk_version,
        branch_id=change.branch_id,
        branch_base_version=change.branch_base_version,
        conflicting=None if change.conflicting is None else list(change.conflicting),
        was_create=change.was_create,
        created_at=at,
        created_by_id=by.user_id,
        created_with_id=by.credential_id,
        user_agent=by.user_agent,
    )
    entity.label, entity.label_start = change.label, change.label[:LABEL_START]
    entity.data, entity.version = dict(change.data), change.number
    entity.conflict, entity.updated_at = change.conflict, at
    entity.place_id = places_named(entity.dataset, [change.data])[0]
    entity.save(update_fields=["label", "label_start", "data", "version", "conflict", "place", "updated_at"])
    index_again(entity)
    return version


def only(names: Sequence[str], data: Mapping[str, str]) -> dict[str, str]:
    """The values of these properties, in their order."""
    return {name: data[name] for name in names if name in data}


def _version(row: EntityVersion) -> Version:
    branch = str(row.branch_id) if row.branch_id else None
    return Version(row.number, row.label, row.data, branch, row.branch_base_version)
