"""What files are for: each use has a kind, with its limits and its rule of who may read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.core.permissions import Actor

if TYPE_CHECKING:
    from pamoja.core.files.models import StoredFile

MEGABYTE = 1024 * 1024
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
AUDIO = frozenset(
    {"audio/aac", "audio/amr", "audio/flac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav", "video/3gpp"}
)
VIDEO = frozenset({"video/3gpp", "video/mp4", "video/quicktime", "video/webm", "video/x-msvideo"})
DOCUMENTS = frozenset(
    {
        "application/pdf",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/x-ole-storage",
        "text/plain",
    }
)


@dataclass(frozen=True)
class FileKind:
    """One use of files. `types` empty: any. `may_read` is asked on every download; it must check the workspace."""

    name: str
    may_read: "Callable[[Actor, StoredFile], bool]"
    max_bytes: int = 25 * MEGABYTE
    types: frozenset[str] = frozenset()


KINDS: dict[str, FileKind] = {}


def register_file_kind(kind: FileKind) -> FileKind:
    """Add a kind. Raises ValueError when the name is taken."""
    if kind.name in KINDS:
        raise ValueError(f"file kind {kind.name!r} is registered twice")
    KINDS[kind.name] = kind
    return kind
