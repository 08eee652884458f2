"""What a device gets of a list: its rows as CSV, a tag that says whether they changed, and what is gone.

Who may see the entities of a list gets all of it. Who only fills in forms gets what the list gives to collectors.
"""

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from pamoja.apps.forms.entities.selectors import properties_of
from pamoja.apps.forms.models import Dataset, Entity, PurgedEntity
from pamoja.core.permissions import Actor, may_at_all, visible
from pamoja.formats.entities import DEVICE_HEADS
from pamoja.formats.openrosa import EntityState

ROWS_AT_ONCE = 2000
COLUMNS = ("public_id", "label", "version", "data")


def sees_all(actor: Actor, dataset: Dataset) -> bool:
    """Whether the actor may see what is in a list, and not only fill in forms that read it."""
    return may_at_all(actor, "view", "forms.entity") and visible(Dataset.objects.filter(pk=dataset.pk), actor).exists()


def given_to(actor: Actor, dataset: Dataset) -> QuerySet[Entity]:
    """The entities of a list that the actor's device gets, the newest first."""
    live: QuerySet[Entity] = Entity.objects.filter(dataset=dataset, deleted_at=None).order_by("-id")
    return live if sees_all(actor, dataset) or not dataset.is_own_only else live.filter(mine(actor))


def mine(actor: Actor) -> Q:
    """What this person or this device made."""
    if actor.user:
        return Q(created_by=actor.user)
    return Q(created_with=actor.credential_id) if actor.credential_id else Q(pk=None)


def tag_of(actor: Actor, dataset: Dataset) -> str:
    """A hash that changes when what the actor's device gets may have changed; no list is read for it."""
    if sees_all(actor, dataset) or not dataset.is_own_only:
        return _hash({"list": str(dataset.public_id), "revision": dataset.revision})
    own = Entity.objects.filter(mine(actor), dataset=dataset, deleted_at=None)
    state = own.aggregate(count=Count("pk"), made=Max("created_at"), changed=Max("updated_at"))
    names = sorted(each.name for each in properties_of(dataset))
    return _hash({"owner": actor.label, "properties": names, **{key: str(value) for key, value in state.items()}})


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


def _hash(state: dict[str, Any]) -> str:
    return hashlib.md5(json.dumps(state, sort_keys=True).encode(), usedforsecurity=False).hexdigest()


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
