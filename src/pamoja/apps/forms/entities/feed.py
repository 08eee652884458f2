"""A list of entities as an OData service reads it: a page chosen by keys, then read in chunks."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from pydantic_core import to_json

from pamoja.apps.forms.entities.filtering import OF_ENTITY, matching
from pamoja.apps.forms.entities.selectors import properties_of
from pamoja.apps.forms.models import Dataset, Entity
from pamoja.apps.forms.seeing.odata.filters import order_of
from pamoja.core.accounts.services.programs import numbers_of
from pamoja.core.permissions import Actor
from pamoja.formats.central import moment
from pamoja.formats.odata import ODataRefused, Options
from pamoja.formats.odata.names import identifier

CHUNK = 500
ID, LABEL, SYSTEM = "__id", "label", "__system"
ABOUT = ("createdAt", "creatorId", "creatorName", "updates", "updatedAt", "deletedAt", "version", "conflict")
COLUMNS: dict[str, Any] = {
    "key": F("pk"),
    "id": F("public_id"),
    "label": F("label"),
    "data": F("data"),
    "created_at": F("created_at"),
    "updated_at": F("updated_at"),
    "deleted_at": F("deleted_at"),
    "version": F("version"),
    "conflict": F("conflict"),
    "user": F("created_by_id"),
    "credential": F("created_with_id"),
    "creator": Coalesce("created_by__name", "created_with__name"),
}


@dataclass(frozen=True)
class EntityFeed:
    """A page of a list, chosen and not yet read; `token` leads to the next page, `count` is None unless asked for."""

    keys: "array[int]"
    count: int | None
    token: Mapping[str, str] | None
    names: Mapping[str, str]
    about: Sequence[str]
    has_id: bool
    has_label: bool

    def rows(self) -> Iterator[bytes]:
        """The entities as JSON, in pieces, the commas between them included."""
        before = b""
        for start in range(0, len(self.keys), CHUNK):
            yield before + to_json(list(self._chunk(self.keys[start : start + CHUNK])))[1:-1]
            before = b","

    def _chunk(self, keys: "array[int]") -> Iterator[dict[str, Any]]:
        rows = Entity.objects.filter(pk__in=list(keys)).order_by().values_list(*COLUMNS.values())
        found = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
        numbers = numbers_of(_known(found, "user"), _known(found, "credential"))
        return (self._entity(found[key], numbers) for key in keys if key in found)

    def _entity(self, row: Mapping[str, Any], numbers: tuple[dict[int, int], dict[int, int]]) -> dict[str, Any]:
        entity: dict[str, Any] = {ID: row["id"]} if self.has_id else {}
        if self.about:
            creator = numbers[0].get(row["user"]) or numbers[1].get(row["credential"])
            about = _about(row, creator)
            entity[SYSTEM] = {name: about[name] for name in self.about}
        if self.has_label:
            entity[LABEL] = row["label"]
        data = row["data"]
        return entity | {name: data.get(source, "") for name, source in self.names.items()}


def read_entity_feed(actor: Actor, dataset: Dataset, condition: str, options: Options) -> EntityFeed:
    """A page of the list; `condition` is the filter as it was sent. Raises ODataRefused."""
    names = {identifier(each.name): each.name for each in properties_of(dataset)}
    chosen = _selected(names, options.select)
    about = ABOUT if SYSTEM in chosen else tuple(each for each in ABOUT if f"{SYSTEM}/{each}" in chosen)
    kept = {name: source for name, source in names.items() if name in chosen or source in chosen}
    rows = matching(actor, dataset, condition, options.search)
    count = rows.order_by().count() if options.has_count else None
    if options.order:
        rows = rows.order_by(*order_of(options.order, OF_ENTITY, "pk"))
    keys = array("q", _page(rows, dataset, options).values_list("pk", flat=True).iterator())
    has_more = options.top is not None and len(keys) > options.top
    keys = keys[: options.top] if has_more else keys
    token = {"uuid": str(Entity.objects.only("public_id").get(pk=keys[-1]).public_id)} if has_more and keys else None
    return EntityFeed(keys, count, token, kept, about, ID in chosen, LABEL in chosen)


def _page(rows: "QuerySet[Entity]", dataset: Dataset, options: Options) -> "QuerySet[Entity]":
    """One more than the page holds, from the entity on that the token names, put away or not."""
    if options.token is not None:
        named = Entity.objects.filter(dataset=dataset, public_id__in=_uuids(options.token.get("uuid")))
        last = named.values_list("pk", flat=True).first()
        rows = rows.none() if last is None else rows.filter(pk__lt=last)
    return rows[options.skip :] if options.top is None else rows[options.skip : options.skip + options.top + 1]


def _uuids(text: object) -> list[str]:
    try:
        return [str(UUID(str(text)))]
    except ValueError:
        return []


def _selected(names: Mapping[str, str], select: Sequence[str] | None) -> set[str]:
    """What is to be told. Raises ODataRefused 400.23 for a property that the list does not have."""
    if select is None:
        return {ID, LABEL, SYSTEM, *names}
    known = {ID, LABEL, SYSTEM, *(f"{SYSTEM}/{each}" for each in ABOUT), *names, *names.values()}
    for each in select:
        if each not in known:
            raise ODataRefused("400.23", property=each)
    return set(select)


def _known(rows: Mapping[int, Mapping[str, Any]], name: str) -> set[int]:
    return {row[name] for row in rows.values()} - {None}


def _about(row: Mapping[str, Any], creator: int | None) -> dict[str, Any]:
    return {
        "createdAt": moment(row["created_at"]),
        "creatorId": str(creator) if creator else None,
        "creatorName": row["creator"],
        "updates": row["version"] - 1,
        "updatedAt": moment(row["updated_at"]),
        "deletedAt": moment(row["deleted_at"]),
        "version": row["version"],
        "conflict": row["conflict"] or None,
    }
