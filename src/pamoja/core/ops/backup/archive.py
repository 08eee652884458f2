"""The archive: a tar (plain, .gz or .zst) of parts, closed by a manifest that names and hashes them.

The manifest comes last because the parts are hashed while they stream by; a file that was cut short has none.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

FORMAT = "pamoja-backup/1"
MANIFEST = "manifest.json"
OWNER_ONLY = 0o600
CODECS = {".tar": None, ".gz": "gzip", ".tgz": "gzip", ".zst": "zstd"}


class DamagedArchive(ValueError):
    """The archive is not whole, or not ours: the message says what is wrong with it."""


@dataclass(frozen=True)
class Part:
    """Size in bytes and SHA-256 (hex) of one part."""

    size: int
    sha256: str


@dataclass
class Manifest:
    """What the archive holds and of what it was made. `key_checks`: by key id, what tells another key of that id."""

    version: str
    made_at: str
    vendor: str
    migrations: list[str]
    key_ids: list[str]
    secret_check: str
    files_included: bool
    format: str = FORMAT
    parts: dict[str, Part] = field(default_factory=dict)
    key_checks: dict[str, str] = field(default_factory=dict)


class _Hashing:
    """A readable that hashes what passes through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.hash.update(chunk)
        return chunk


def codec_of(path: Path) -> str | None:
    """The compression that a file name asks for. Raises ValueError for a name that is no archive's."""
    if path.suffix not in CODECS:
        raise ValueError(f"{path.name}: name the file .tar, .tar.gz or .tar.zst")
    return CODECS[path.suffix]


@contextmanager
def _opened(path: Path, name: Path, writing: bool) -> Iterator[tarfile.TarFile]:
    open_stream: Any = pa.output_stream if writing else pa.input_stream
    with (
        open_stream(str(path), compression=codec_of(name)) as stream,
        tarfile.open(fileobj=stream, mode="w|" if writing else "r|") as tar,
    ):
        yield tar


class Writer:
    """Adds parts to an open archive and keeps the manifest."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.tar = tar
        self.manifest = manifest

    def add(self, name: str, path: Path) -> None:
        """Add a file as a part. Raises OSError when it becomes shorter meanwhile."""
        with path.open("rb") as source:
            entry = self.tar.gettarinfo(arcname=name, fileobj=source)
            entry.mode = OWNER_ONLY
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            hashing = _Hashing(source)
            self.tar.addfile(entry, hashing)
        self.manifest.parts[name] = Part(entry.size, hashing.hash.hexdigest())

    def close(self) -> None:
        """Add the manifest."""
        text = json.dumps(asdict(self.manifest), indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), OWNER_ONLY
        self.tar.addfile(entry, io.BytesIO(text))


@contextmanager
def writing(path: Path, final: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write an archive to `path`, compressed as the name `final` asks."""
    path.touch(OWNER_ONLY)
    with _opened(path, final, writing=True) as tar:
        writer = Writer(tar, manifest)
        yield writer
        writer.close()


def parts_of(path: Path, name: Path | None = None) -> Iterator[tuple[str, IO[bytes]]]:
    """All members in order, each to be read before the next. Raises DamagedArchive."""
    with _opened(path, name or path, writing=False) as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if content is None:
                raise DamagedArchive(f"{entry.name} is not a plain file")
            yield entry.name, content


def verify(path: Path, name: Path | None = None) -> Manifest:
    """Read a whole archive and compare every part with the manifest. Raises DamagedArchive."""
    try:
        manifest, found = _read_through(path, name)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise DamagedArchive(f"{path.name} cannot be read to its end: {error}") from error
    _compare(manifest, found)
    return manifest


def _read_through(path: Path, name: Path | None) -> tuple[Manifest, dict[str, Part]]:
    found: dict[str, Part] = {}
    manifest: Manifest | None = None
    for part, content in parts_of(path, name):
        if part == MANIFEST:
            manifest = _read_manifest(content.read())
        else:
            found[part] = _measure(content)
    if manifest is None:
        raise DamagedArchive("there is no manifest: the archive was cut short, or is not a backup of Pamoja")
    return manifest, found


def _compare(manifest: Manifest, found: dict[str, Part]) -> None:
    for part in sorted(manifest.parts.keys() ^ found.keys()):
        raise DamagedArchive(f"{part} is {'missing' if part in manifest.parts else 'not in the manifest'}")
    for part, measured in found.items():
        if manifest.parts[part] != measured:
            raise DamagedArchive(f"{part} is not what was written: its SHA-256 or size differs")


def _read_manifest(text: bytes) -> Manifest:
    try:
        fields = json.loads(text)
        parts = {name: Part(**part) for name, part in fields.pop("parts").items()}
        manifest = Manifest(**fields, parts=parts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedArchive("the manifest cannot be read") from error
    if manifest.format != FORMAT:
        raise DamagedArchive(f"this is {manifest.format}, not {FORMAT}")
    return manifest


def _measure(content: IO[bytes]) -> Part:
    size, total = 0, hashlib.sha256()
    while chunk := content.read(1 << 20):
        size += len(chunk)
        total.update(chunk)
    return Part(size, total.hexdigest())
