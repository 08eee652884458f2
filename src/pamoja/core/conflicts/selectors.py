"""Conflicts that wait for a decision."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pamoja.core.conflicts.models import Conflict
from pamoja.core.conflicts.services import from_stored, row_of
from pamoja.core.permissions import KINDS, Actor, may_at_all, visible
from pamoja.core.workspaces.models import Record


@dataclass(frozen=True)
class Open:
    """A conflict with what a person needs in order to choose."""

    conflict: Conflict
    row: Record
    label: str
    kept: object
    offered: object


def open_conflicts(actor: Actor) -> list[Open]:
    """Unsettled conflicts on rows that the actor may change, oldest first."""
    kinds = [name for name in KINDS if may_at_all(actor, "change", name)]
    waiting = Conflict.objects.filter(resolved_at__isnull=True, kind__in=kinds)
    return list(_described(actor, waiting))


def find_open(actor: Actor, public_id: str) -> Open | None:
    """One unsettled conflict, or None when there is none that the actor may settle."""
    waiting = Conflict.objects.filter(resolved_at__isnull=True, public_id=public_id)
    return next(_described(actor, waiting), None)


def _described(actor: Actor, conflicts: Iterable[Conflict]) -> Iterator[Open]:
    for conflict in conflicts:
        model = KINDS[conflict.kind].model
        if not visible(model._default_manager.filter(public_id=conflict.object_id), actor, "change").exists():
            continue
        row = row_of(conflict)
        field: Any = row._meta.get_field(conflict.field)
        yield Open(
            conflict,
            row,
            str(field.verbose_name),
            getattr(row, field.attname),
            from_stored(row, conflict.field, conflict.offered),
        )
