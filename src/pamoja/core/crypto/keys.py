"""Finding, making and destroying data keys.

Opened keys stay in memory for a minute, by their random public id, so that a list of values costs no query for
each. A key in force is remembered only once its row is committed: a rolled-back key must never seal anything.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from pamoja.core.clock import now
from pamoja.core.crypto.envelope import BadSeal, bind, new_key
from pamoja.core.crypto.keyring import MissingMasterKey, keyring
from pamoja.core.crypto.models import DataKey

REMEMBERED_SECONDS = 60.0  # how long another process may still open values of a key that was destroyed
REMEMBERED_KEYS = 20_000
BATCH = 500


class SubjectErased(Exception):
    """A value was to be sealed for a subject whose key has been destroyed."""


class UnknownKey(Exception):
    """A value names a data key that does not exist: a row was lost, or the value was forged."""


@dataclass(frozen=True)
class OpenKey:
    """A data key ready for use. `secret` is None once it has been destroyed."""

    public_id: UUID
    workspace_id: int
    is_retired: bool
    secret: bytes | None
    cipher: AESGCM | None
    expires: float


_opened: dict[UUID, OpenKey] = {}
_in_force: dict[tuple[int, str, str], tuple[UUID, float]] = {}
_lock = threading.Lock()
_wanted = threading.local()
_held = threading.local()


def place_of(key: DataKey) -> bytes:
    """What a wrapped key is bound to: a row copied to another workspace or subject does not unwrap."""
    return bind("data key", key.workspace_id, key.purpose, key.subject, key.public_id.hex)


def expect(public_id: UUID) -> None:
    """Note a key that a value just read will need: the next look-up fetches all noted ones in one query."""
    wanted: set[UUID] = _wanted.__dict__.setdefault("ids", set())
    if _remembered(public_id) is None and len(wanted) < BATCH:
        wanted.add(public_id)


def key_by_id(public_id: UUID) -> OpenKey:
    """The key of that id, destroyed ones included. Raises UnknownKey, MissingMasterKey, BadSeal."""
    if found := _remembered(public_id):
        return found
    wanted = {public_id, *_wanted.__dict__.pop("ids", ())}
    rows = {row.public_id: row for row in DataKey.objects.filter(public_id__in=wanted)}
    if public_id not in rows:
        raise UnknownKey(str(public_id))
    opened = _open(rows.pop(public_id))
    for row in rows.values():
        with suppress(MissingMasterKey, BadSeal):  # told to whoever asks for that one
            _open(row)
    return opened


def key_in_force(workspace_id: int, subject: str = "", purpose: str = DataKey.Purpose.VALUES) -> OpenKey:
    """The key that seals now; made when there is none. Raises SubjectErased."""
    name = (workspace_id, str(purpose), subject)
    public_id, expires = _in_force.get(name, (None, 0.0))
    found = _held_keys().get(name) or (_remembered(public_id) if public_id and expires > time.monotonic() else None)
    if found is None:
        found = _open(_row_in_force(*name))
        transaction.on_commit(partial(_remember, name, found))
    if found.secret is None:
        raise SubjectErased(f"the key of subject {subject} was destroyed")
    return found


def make_keys(workspace_id: int, subjects: Sequence[str]) -> list[DataKey]:
    """The keys of many subjects, made where there is none: two queries for each batch."""
    rows: list[DataKey] = []
    for start in range(0, len(subjects), BATCH):
        batch = subjects[start : start + BATCH]
        known = DataKey.objects.filter(workspace_id=workspace_id, subject__in=batch, retired_at__isnull=True)
        rows += known
        missing = set(batch) - {row.subject for row in rows}
        rows += DataKey.objects.bulk_create([_new_row(workspace_id, DataKey.Purpose.VALUES, name) for name in missing])
    return rows


@contextmanager
def held(workspace_id: int, subjects: Sequence[str] = ()) -> Iterator[None]:
    """Seal and index many values inside the block, asking for the keys of these subjects and the workspace's once.

    Keys are made where there is none. The block lies within one transaction or savepoint: should that fail, its new
    keys are forgotten with the block. Without it each value costs a query until the first commit.
    """
    rows = make_keys(workspace_id, subjects)
    kept = {(row.workspace_id, str(row.purpose), row.subject): _open(row) for row in rows}
    for purpose in DataKey.Purpose:
        kept[workspace_id, str(purpose), ""] = key_in_force(workspace_id, purpose=purpose)
    before = _held_keys()
    _held.keys = before | kept
    try:
        yield
    finally:
        _held.keys = before


def _held_keys() -> dict[tuple[int, str, str], OpenKey]:
    found: dict[tuple[int, str, str], OpenKey] = _held.__dict__.setdefault("keys", {})
    return found


def retire(workspace_id: int) -> None:
    """Seal new values of the workspace under a new key from now on; the old one still opens its own."""
    name = (workspace_id, str(DataKey.Purpose.VALUES), "")
    with transaction.atomic():
        DataKey.objects.filter(workspace_id=workspace_id, purpose=name[1], subject="", retired_at__isnull=True).update(
            retired_at=now()
        )
        _new_row(*name).save()
    forget()


def destroy_subject(workspace_id: int, subject: str) -> int:
    """Destroy every key of a subject: all that was sealed for them is unreadable. Returns how many keys.

    Other processes may still open values for `REMEMBERED_SECONDS`. A tombstone stays, also for a subject that
    had no key, so that nothing is sealed for them again.
    """
    if not subject:
        raise ValueError("a workspace's own key is never destroyed")
    _row_in_force(workspace_id, DataKey.Purpose.VALUES, subject)
    rows = DataKey.objects.filter(workspace_id=workspace_id, subject=subject, destroyed_at__isnull=True)
    count = rows.update(wrapped=b"", destroyed_at=now())
    forget()
    return count


def forget() -> None:
    """Drop every opened key from this process's memory, now and once more when the transaction commits."""
    _clear()
    transaction.on_commit(_clear)


def _clear() -> None:
    with _lock:
        _opened.clear()
        _in_force.clear()


def _remembered(public_id: UUID) -> OpenKey | None:
    found = _opened.get(public_id)
    return found if found and found.expires > time.monotonic() else None


def _remember(name: tuple[int, str, str], key: OpenKey) -> None:
    with _lock:
        _in_force[name] = key.public_id, key.expires


def _row_in_force(workspace_id: int, purpose: str, subject: str) -> DataKey:
    named = {"workspace_id": workspace_id, "purpose": purpose, "subject": subject}
    row = DataKey.objects.filter(**named, retired_at__isnull=True).first()
    if row is None:
        fresh = _new_row(workspace_id, purpose, subject)
        fields = ("public_id", "master_key", "wrapped", "created_at")
        defaults = {field: getattr(fresh, field) for field in fields}
        row, _made = DataKey.objects.get_or_create(**named, retired_at=None, defaults=defaults)
    return row


def _new_row(workspace_id: int, purpose: str, subject: str) -> DataKey:
    row = DataKey(workspace_id=workspace_id, purpose=purpose, subject=subject)
    row.master_key, row.wrapped = keyring().wrap(new_key(), place_of(row))
    return row


def _open(row: DataKey) -> OpenKey:
    secret = None
    if row.destroyed_at is None:
        secret = keyring().unwrap(row.master_key, bytes(row.wrapped), place_of(row))
    opened = OpenKey(
        row.public_id,
        row.workspace_id,
        row.retired_at is not None,
        secret,
        AESGCM(secret) if secret else None,
        time.monotonic() + REMEMBERED_SECONDS,
    )
    with _lock:
        if len(_opened) >= REMEMBERED_KEYS:
            _opened.clear()
            _in_force.clear()
        _opened[row.public_id] = opened
    return opened
