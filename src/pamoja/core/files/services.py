"""Storing and deleting files.

Bytes first, row after: a crash between the two leaves bytes that no row names, which the sweeper removes; there is
never a row without its bytes. Deleting goes the other way round, after the commit.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO

from django.db import transaction
from django.db.models import ProtectedError

from pamoja.core.bulk import insert_if_new, insert_rows
from pamoja.core.files.intake import Content, taken_in
from pamoja.core.files.kinds import KINDS
from pamoja.core.files.models import Blob, StoredFile
from pamoja.core.files.storage import FileStore, file_store
from pamoja.core.workspaces.context import active_workspace

Sensitivity = StoredFile.Sensitivity
MAX_NAME = 255
MEDIA_TYPE = re.compile(r"(?=.{1,100}$)[\w.+-]+/[\w.+-]+(; ?charset=[\w-]+)?")


@dataclass(frozen=True)
class PlacedFile:
    """A file whose bytes lie in the storage and whose row is still to be written. Forgotten, it is swept away."""

    kind: str
    name: str
    content_type: str
    size: int
    sha256: bytes
    storage_key: str
    md5: str = ""
    declared_type: str = ""


def store_file(
    stream: IO[bytes],
    *,
    kind: str,
    name: str,
    sensitivity: str = Sensitivity.PERSONAL,
    subject: str = "",
    keep_original: bool = False,
) -> StoredFile:
    """Take a stream in and keep it in the active workspace. Raises Problem. Permission is the calling service's."""
    placed = place_file(stream, kind=kind, name=name, keep_original=keep_original)
    return keep_file(placed, sensitivity=sensitivity, subject=subject)


def place_file(
    stream: IO[bytes], *, kind: str, name: str, keep_original: bool = False, declared_type: str = ""
) -> PlacedFile:
    """The first half: read, clean and put the bytes away, outside any transaction (it may take seconds)."""
    declared = declared_type if MEDIA_TYPE.fullmatch(declared_type) else ""
    with taken_in(stream, KINDS[kind], keep_original) as content:
        facts = content.content_type, content.size, content.sha256, _put(content), content.md5
        return PlacedFile(kind, name, *facts, declared)


def keep_file(placed: PlacedFile, *, sensitivity: str = Sensitivity.PERSONAL, subject: str = "") -> StoredFile:
    """The second half: the row, in the caller's transaction."""
    return keep_files([placed], sensitivity=sensitivity, subject=subject)[0]


def keep_files(
    placed: Sequence[PlacedFile], *, sensitivity: str = Sensitivity.PERSONAL, subject: str = ""
) -> list[StoredFile]:
    """The rows of several files, in order, with three statements."""
    if not placed:
        return []
    with transaction.atomic(savepoint=False):
        blobs = _blobs_of(placed)
        files = [
            StoredFile(
                kind=each.kind,
                blob=blobs[each.sha256],
                content_type=each.content_type,
                declared_type=each.declared_type,
                subject=subject,
                name=each.name[-MAX_NAME:],
                sensitivity=sensitivity,
            )
            for each in placed
        ]
        insert_rows(files)
        return files


def delete_file(stored: StoredFile) -> None:
    """Forget a file, and its bytes once no other file of the workspace has the same."""
    with transaction.atomic():
        blob = Blob.objects.select_for_update().get(pk=stored.blob_id)
        stored.delete()
        if not blob.files.exists():
            blob.delete()
            transaction.on_commit(partial(file_store().delete, blob.storage_key))


def release_file(stored: StoredFile) -> bool:
    """Forget a file that its holder has let go, unless another row holds it (by a protected key)."""
    try:
        delete_file(stored)
    except ProtectedError:
        return False
    return True


def _put(content: Content) -> str:
    """Write the bytes under a new key; the first letters spread them over 256 folders.

    More folders would be new to nearly every file, and a new folder costs a wait for the disk of its own.
    """
    random = secrets.token_hex(16)
    return file_store().save(f"{active_workspace().public_id}/{random[:2]}/{random}", content.stream)


def _blobs_of(placed: Sequence[PlacedFile]) -> dict[bytes, Blob]:
    """The blob rows of placed bytes by hash, locked: an equal one that came first wins, and our bytes go."""
    new = {each.sha256: each for each in placed}.values()
    rows = [Blob(sha256=each.sha256, md5=each.md5, size=each.size, storage_key=each.storage_key) for each in new]
    if not insert_if_new(rows):
        rows = Blob.objects.select_for_update().filter(sha256__in=[row.sha256 for row in rows])
    blobs = {bytes(blob.sha256): blob for blob in rows}
    for each in placed:
        if blobs[each.sha256].storage_key != each.storage_key:
            transaction.on_commit(partial(file_store().delete, each.storage_key))
    return blobs


def read_chunks(stored: StoredFile, size: int = 256 * 1024) -> Iterator[bytes]:
    """The bytes, piece by piece, for exports and jobs. Permission is the caller's.

    The row is read here and not with the first piece: a response is streamed after its workspace has been left.
    """
    return _chunks(file_store(), stored.blob.storage_key, size)


def _chunks(store: FileStore, key: str, size: int) -> Iterator[bytes]:
    with store.open(key) as stream:
        while chunk := stream.read(size):
            yield chunk
