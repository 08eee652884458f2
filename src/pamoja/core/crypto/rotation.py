"""Changing keys while the product runs. Every step can be stopped and started again."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from pamoja.core.crypto import keys
from pamoja.core.crypto.fields import EncryptedField
from pamoja.core.crypto.keyring import keyring
from pamoja.core.crypto.models import DataKey
from pamoja.core.crypto.sealed import Sealed
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

BATCH = 200


def rewrap_data_keys() -> int:
    """Wrap every data key under the primary master key; returns how many were not.

    The old master key must stay in `PAMOJA_KEYS` until this has returned 0.
    """
    ring, count = keyring(), 0
    stale = DataKey.objects.filter(destroyed_at__isnull=True).exclude(master_key=ring.primary)
    while batch := list(stale.order_by("pk")[:BATCH]):
        with transaction.atomic():
            count += sum(_rewrap(row.pk) for row in batch)
    return count


def _rewrap(pk: int) -> int:
    ring = keyring()
    row = DataKey.objects.select_for_update().get(pk=pk)
    if row.destroyed_at or row.master_key == ring.primary:
        return 0
    place = keys.place_of(row)
    secret = ring.unwrap(row.master_key, bytes(row.wrapped), place)
    row.master_key, row.wrapped = ring.wrap(secret, place)
    row.save(update_fields=["master_key", "wrapped"])
    return 1


def reseal_values(workspace: Workspace) -> int:
    """Seal every value of the workspace's retired keys under the key in force; returns how many.

    A value that somebody writes meanwhile is left to them: the update names the bytes it is based on.
    """
    with workspace_active(workspace):
        return sum(_reseal_model(workspace, model) for model in encrypted_models())


def encrypted_models() -> Iterator[type[models.Model]]:
    """Every model with an encrypted field."""
    return (model for model in apps.get_models() if _fields(model))


def _fields(model: type[models.Model]) -> list[EncryptedField]:
    return [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedField)]


def _reseal_model(workspace: Workspace, model: type[models.Model]) -> int:
    fields, after, count = _fields(model), 0, 0
    rows = model._default_manager.filter(workspace=workspace).order_by("pk")
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        with transaction.atomic():
            count += sum(_reseal(row, field) for row in batch for field in fields)
        after = batch[-1].pk
    return count


def _reseal(row: models.Model, field: EncryptedField) -> int:
    old = row.__dict__[field.attname]
    if not isinstance(old, Sealed) or not keys.key_by_id(old.key_id).is_retired:
        return 0
    value = getattr(row, field.attname)
    if value is None:
        return 0
    unchanged = type(row)._default_manager.filter(**{"pk": row.pk, field.attname: old})
    return unchanged.update(**{field.attname: field.seal_for(row, value)})
