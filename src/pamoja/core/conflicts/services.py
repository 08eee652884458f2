"""Updating a row that may have changed since the caller read it, and settling what could not be merged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.conflicts.models import Change, Conflict
from pamoja.core.conflicts.problems import SETTLED
from pamoja.core.crypto.fields import EncryptedField
from pamoja.core.permissions import KINDS, Actor, kind_of, require
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.core.workspaces.models import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Updated(Generic[R]):
    """The row as it stands now, the fields that were applied, and the conflicts that were kept."""

    row: R
    applied: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def update(actor: Actor, row: R, changes: Mapping[str, Any], based_on: int) -> Updated[R]:
    """Apply `changes` (field name to new value) that were made looking at version `based_on` of `row`.

    Fields that others changed since are not overwritten: each becomes a `Conflict`. Saves, audits the names of the
    applied fields, and raises NOT_FOUND or NOT_ALLOWED for who may not, INVALID_INPUT for a version that never was.
    """
    with transaction.atomic():
        current = type(row).objects.select_for_update().get(pk=row.pk)
        require(actor, "change", current)
        if not 1 <= based_on <= current.version:
            raise Problem(INVALID_INPUT, _("There is no version %(version)s of this record.") % {"version": based_on})
        wanted = {name: value for name, value in changes.items() if _differs(current, name, value)}
        taken = _changed_since(current, based_on)
        conflicts = tuple(
            _keep(actor, current, name, value, based_on) for name, value in wanted.items() if name in taken
        )
        applied = {name: value for name, value in wanted.items() if name not in taken}
        _apply(actor, current, applied)
    return Updated(current, tuple(sorted(applied)), conflicts)


def settle(actor: Actor, conflict: Conflict, choice: str) -> None:
    """End a conflict by a person's choice: keep the value in the row, or take the one that was offered."""
    with transaction.atomic():
        conflict = Conflict.objects.select_for_update().get(pk=conflict.pk)
        row = row_of(conflict)
        require(actor, "change", row)
        if conflict.resolved_at:
            raise Problem(SETTLED)
        if choice == Conflict.Choice.OFFERED:
            update(actor, row, {conflict.field: from_stored(row, conflict.field, conflict.offered)}, row.version)
        conflict.choice, conflict.resolved_by, conflict.resolved_at = choice, actor.user, now()
        conflict.save()
        record(actor, "settle", row, field=conflict.field, choice=choice)


def row_of(conflict: Conflict) -> Record:
    """The row that a conflict is about. Raises its model's DoesNotExist when it is gone."""
    model: Any = KINDS[conflict.kind].model
    row: Record = model.objects.get(public_id=conflict.object_id)
    return row


def to_stored(row: models.Model, name: str, value: Any) -> Any:
    """A value as its field serialises itself (foreign keys: the key); what is sealed in the row stays sealed."""
    field: Any = row._meta.get_field(name)
    if value is None:
        return None
    if isinstance(field, EncryptedField):
        return field.dump(row, value)
    probe = type(row)()
    setattr(probe, field.attname, value.pk if isinstance(value, models.Model) else value)
    return field.value_to_string(probe)


def from_stored(row: models.Model, name: str, stored: Any) -> Any:
    """The value that `to_stored` kept."""
    field: Any = row._meta.get_field(name)
    if stored is None:
        return None
    return field.open_for(row, stored) if isinstance(field, EncryptedField) else field.to_python(stored)


def _differs(row: models.Model, name: str, value: Any) -> bool:
    field: Any = row._meta.get_field(name)
    if isinstance(field, EncryptedField):
        return bool(getattr(row, field.attname) != value)
    return bool(to_stored(row, name, getattr(row, field.attname)) != to_stored(row, name, value))


def _changed_since(row: Record, version: int) -> set[str]:
    if version == row.version:
        return set()
    changed: Iterable[list[str]] = Change.objects.filter(
        kind=kind_of(type(row)).name, object_id=row.public_id, version__gt=version
    ).values_list("fields", flat=True)
    return {name for names in changed for name in names}


def _keep(actor: Actor, row: Record, name: str, value: Any, based_on: int) -> Conflict:
    conflict: Conflict = Conflict.objects.create(
        kind=kind_of(type(row)).name,
        object_id=row.public_id,
        field=name,
        based_on=based_on,
        offered=to_stored(row, name, value),
        offered_by=actor.label,
    )
    record(actor, "conflict", row, field=name, based_on=based_on)
    return conflict


def _apply(actor: Actor, row: Record, applied: Mapping[str, Any]) -> None:
    if not applied:
        return
    for name, value in applied.items():
        field: Any = row._meta.get_field(name)
        setattr(row, field.attname, value.pk if isinstance(value, models.Model) else value)
    row.version += 1
    row.updated_at = now()
    row.save(update_fields=[*applied, "version", "updated_at"])
    require(actor, "change", row)
    fields = sorted(applied)
    Change.objects.create(kind=kind_of(type(row)).name, object_id=row.public_id, version=row.version, fields=fields)
    record(actor, "change", row, fields=fields, version=row.version)
