"""Removing bytes that no row names, and finding rows whose bytes are gone."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from pamoja.core.clock import now
from pamoja.core.files.models import Blob
from pamoja.core.files.storage import file_store

# Longer than any transaction between putting bytes away and committing their row.
GRACE = timedelta(hours=24)
BATCH = 500


def sweep_files(grace: timedelta = GRACE) -> int:
    """Remove bytes older than `grace` that no row names: what crashes and rollbacks left. Returns how many."""
    store, before, removed = file_store(), now() - grace, 0
    old = (key for key, changed_at in store.walk() if changed_at < before)
    for keys in _batches(old):
        for key in keys - _known(keys):
            store.delete(key)
            removed += 1
    return removed


def missing_files() -> list[str]:
    """Public ids of files whose bytes are not in the storage: after a restore that forgot the files."""
    store, lost = file_store(), []
    for blob in Blob.everywhere.prefetch_related("files").iterator(BATCH):
        if not store.exists(blob.storage_key):
            lost += [str(stored.public_id) for stored in blob.files.all()]
    return lost


def _batches(keys: Iterator[str]) -> Iterator[set[str]]:
    while batch := set(islice(keys, BATCH)):
        yield batch


def _known(keys: set[str]) -> set[str]:
    return set(Blob.everywhere.filter(storage_key__in=keys).values_list("storage_key", flat=True))
