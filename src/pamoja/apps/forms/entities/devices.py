"""What a device gets of a list: its rows as CSV, a tag that says whether they changed, and what is gone.

Who may see all entities of a list gets all of it. Who only fills in forms, or sees a part, gets what the list gives
to collectors: what the roles, the place and the rules of the list leave of it.
"""

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from pamoja.apps.forms.entities.selectors import properties_of
from pamoja.apps.forms.models import Collector, Dataset, Entity, PurgedEntity
from pamoja.core.permissions import KINDS, Actor, Held, may_everywhere_inside
from pamoja.formats.entities import DEVICE_HEADS
from pamoja.formats.openrosa import EntityState

ROWS_AT_ONCE = 2000
COLUMNS = ("public_id", "label", "version", "data")


def sees_all(actor: Actor, dataset: Dataset) -> bool:
    """Whether the actor may see everything in a list, and not only a part of it or forms that read it."""
    return may_everywhere_inside(actor, "view", "forms.entity", {"forms.project": dataset.project_id})


def given_to(actor: Actor, dataset: Dataset) -> QuerySet[Entity]:
    """The entities of a list that the actor's device gets, the newest first."""
    live: QuerySet[Entity] = Entity.objects.filter(dataset=dataset, deleted_at=None).order_by("-id")
    if sees_all(actor, dataset):
        return live
    if not has_wanted_role(actor, dataset):
        return live.none()
    live = live.filter(_in_reach(actor, dataset))
    if dataset.is_own_only:
        return live.filter(mine(actor))
    rules = rules_for(actor, dataset)
    return live if rules is None else _obeying(live, rules)


def has_wanted_role(actor: Actor, dataset: Dataset) -> bool:
    """Whether the list is for collectors of any role, or for one that the actor has, though not in another project."""
    here = (held for held in actor.grants if not _is_elsewhere(held, dataset))
    return not dataset.roles or any(held.role in dataset.roles for held in here)


def _is_elsewhere(held: Held, dataset: Dataset) -> bool:
    return held.within_kind == "forms.project" and held.within_id != dataset.project_id


def reach_of(actor: Actor) -> list[str] | None:
    """The paths of the places in which the actor works; None for everywhere."""
    forms = KINDS["forms.form"]
    if any(held.scope == "workspace" and held.allows(forms, "submit") for held in actor.grants):
        return None
    return sorted(held.place_path for held in actor.grants if held.scope == "place" and held.place_path)


def _in_reach(actor: Actor, dataset: Dataset) -> Q:
    """What lies where the actor works, in a list whose entities belong to places."""
    paths = reach_of(actor) if dataset.place_property_id else None
    if paths is None:
        return Q()
    within = Q(pk=None)
    for path in paths:
        within |= Q(place__path__startswith=path)
    return within


def rules_for(actor: Actor, dataset: Dataset) -> list[tuple[str, str | None]] | None:
    """What a property of an entity must be for this device to get it, one of these; None when there are no rules."""
    found = list(dataset.rules.select_related("property", "wanted"))
    collector = Collector.objects.filter(credential_id=actor.credential_id).first() if actor.credential_id else None
    known = collector.properties if collector else {}
    return [(each.property.name, known.get(each.wanted.name)) for each in found] if found else None


def mine(actor: Actor) -> Q:
    """What this person or this device made."""
    if actor.user:
        return Q(created_by=actor.user)
    return Q(created_with=actor.credential_id) if actor.credential_id else Q(pk=None)


def tag_of(actor: Actor, dataset: Dataset) -> str:
    """A hash that changes when what the actor's device gets may have changed; a list is read for own entities alone."""
    whole = {"list": str(dataset.public_id), "revision": dataset.revision}
    if sees_all(actor, dataset):
        return _hash(whole)
    slices: dict[str, Any] = {"has role": has_wanted_role(actor, dataset)} if dataset.roles else {}
    if dataset.place_property_id:
        slices["reach"] = reach_of(actor)
    if dataset.is_own_only:
        return _hash(_own_state(actor, dataset) | slices)
    if rules := rules_for(actor, dataset):
        slices["rules"] = rules
    return _hash(whole | ({"owner": actor.label, **slices} if slices else {}))


def tag_of_seen(actor: Actor, dataset: Dataset) -> str:
    """A hash that changes when what the actor sees of a list may have changed."""
    part = {} if sees_all(actor, dataset) else {"owner": actor.label}
    return _hash({"list": str(dataset.public_id), "revision": dataset.revision, **part})


def device_csv(actor: Actor, dataset: Dataset) -> Iterator[bytes]:
    """The rows as devices read them: name, label, __version, and the properties."""
    names = [each.name for each in properties_of(dataset)]
    found = given_to(actor, dataset).values_list(*COLUMNS).iterator(chunk_size=ROWS_AT_ONCE)
    rows = (
        [str(uuid), label, version, *(data.get(name, "") for name in names)] for uuid, label, version, data in found
    )
    return csv_lines([*DEVICE_HEADS, *names], rows)


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """CSV in pieces of some thousand rows, so that a list of any length fits into the memory."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(heads)
    for number, row in enumerate(rows, 1):
        writer.writerow(row)
        if number % ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def states(actor: Actor, dataset: Dataset, uuids: Collection[str] = ()) -> Iterator[EntityState]:
    """Which entities (of these, or of all) are gone for the actor's device: deleted, purged, or not given to it."""
    found = Entity.objects.filter(dataset=dataset).order_by("id")
    purged = PurgedEntity.objects.filter(dataset=dataset).order_by("id")
    if uuids:
        found, purged = found.filter(public_id__in=uuids), purged.filter(entity_id__in=uuids)
    given = given_to(actor, dataset).order_by()
    for uuid, is_given in found.annotate(is_given=Q(pk__in=given.values("pk"))).values_list("public_id", "is_given"):
        yield EntityState(str(uuid), not is_given)
    for uuid in purged.values_list("entity_id", flat=True):
        yield EntityState(str(uuid), True)


def _own_state(actor: Actor, dataset: Dataset) -> dict[str, Any]:
    own = Entity.objects.filter(mine(actor), dataset=dataset, deleted_at=None)
    state = own.aggregate(count=Count("pk"), made=Max("created_at"), changed=Max("updated_at"))
    names = sorted(each.name for each in properties_of(dataset))
    return {"owner": actor.label, "properties": names, **{key: str(value) for key, value in state.items()}}


def _obeying(found: QuerySet[Entity], rules: Sequence[tuple[str, str | None]]) -> QuerySet[Entity]:
    wanted = Q(pk=None)
    for place, (name, value) in enumerate(rules):
        if value is not None:
            text = Cast(KeyTextTransform(name, "data"), TextField())  # compared as text, not as JSON
            found = found.alias(**{f"rule{place}": text})
            wanted |= Q(**{f"rule{place}": value})
    return found.filter(wanted)


def _hash(state: dict[str, Any]) -> str:
    return hashlib.md5(json.dumps(state, sort_keys=True).encode(), usedforsecurity=False).hexdigest()


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
