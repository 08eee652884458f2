"""Where bytes lie: a local folder, or a bucket of S3's kind. Both hold a key for good once `save` returns."""

import os
import secrets
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol, cast

from django.core.files.storage import FileSystemStorage, storages
from storages.backends.s3 import S3Storage

CHUNK_BYTES = 256 * 1024
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


class FileStore(Protocol):
    """What the rest of this package asks of a storage."""

    def save(self, name: str, content: IO[bytes]) -> str: ...
    def open(self, name: str) -> IO[bytes]: ...
    def delete(self, name: str) -> None: ...
    def exists(self, name: str) -> bool: ...
    def walk(self) -> Iterator[tuple[str, datetime]]: ...
    def check(self) -> None: ...


def file_store() -> FileStore:
    """The storage of the settings (`STORAGES["files"]`)."""
    return cast("FileStore", storages["files"])


class LocalFiles(FileSystemStorage):
    """A folder. A file is whole and on the disk before anybody learns its name; half a file is swept away.

    It is written under its name at once: a name given afterwards has to wait for the disk a second time.
    """

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        _make_folder(target.parent)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            content.seek(0)
            while chunk := content.read(CHUNK_BYTES):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(target.parent)
        return name

    def walk(self) -> Iterator[tuple[str, datetime]]:
        """Every file, half-written ones too, with the time of its last change."""
        root = Path(self.location)
        for path in root.rglob("*"):
            if path.is_file():
                yield path.relative_to(root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def check(self) -> None:
        """Raises OSError when nothing can be written."""
        _make_folder(Path(self.location))
        probe = Path(self.location) / f"{secrets.token_hex(8)}.probe"
        probe.touch(OWNER_ONLY)
        probe.unlink()


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents, each of them on the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class BucketFiles(S3Storage):  # type: ignore[misc]
    """A bucket. Objects are private; bytes go through us, so that each download is asked about and audited."""

    def walk(self) -> Iterator[tuple[str, datetime]]:
        """Every object with the time of its last change."""
        for found in self.bucket.objects.all():
            yield found.key, found.last_modified

    def check(self) -> None:
        """Raises botocore's ClientError when the bucket cannot be reached."""
        self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
