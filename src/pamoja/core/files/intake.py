"""Reading a file in: count it, look at it, clean it. No database here."""

import hashlib
import io
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from pamoja.core.files.kinds import FileKind
from pamoja.core.files.problems import FILE_DAMAGED, FILE_TOO_LARGE, FILE_TYPE_REFUSED
from pamoja.core.problems import Problem
from pamoja.formats.filetypes import detect
from pamoja.formats.images import STRIPPERS, BadImage

CHUNK_BYTES = 64 * 1024
IN_MEMORY_BYTES = 1024 * 1024
MAX_PIXELS = 64_000_000  # decoded: 190 MB; the largest telephones make 50 million
UNCLEANABLE = frozenset({"image/heic", "image/avif", "image/tiff"})

# Whoever opens a picture in this process gets an error, never a warning nobody reads.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Content:
    """A file that may be kept: its bytes, type, length, SHA-256, and the MD5 by which programs know it again."""

    stream: IO[bytes]
    content_type: str
    size: int
    sha256: bytes
    md5: str


@contextmanager
def taken_in(stream: IO[bytes], kind: FileKind, keep_original: bool = False) -> Iterator[Content]:
    """Read a stream to its end within the kind's limits; its content lasts as long as the block. Raises Problem.

    `keep_original` leaves a photograph's metadata: for evidence whose place and time are the point.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
        _copy(stream, spool, kind.max_bytes)
        yield _examined(spool, kind, keep_original)


def _examined(spool: IO[bytes], kind: FileKind, keep_original: bool) -> Content:
    content_type = detect(spool)
    if kind.types and content_type not in kind.types:
        raise Problem(FILE_TYPE_REFUSED, _("This is %(type)s.") % {"type": content_type})
    if content_type.startswith("image/") and content_type != "image/svg+xml" and not keep_original:
        spool = _cleaned(spool, content_type)
    return _measured(spool, content_type)


def _copy(stream: IO[bytes], spool: IO[bytes], limit: int) -> None:
    size = 0
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        if size > limit:
            raise Problem(FILE_TOO_LARGE, _("At most %(count)d MB.") % {"count": limit // 1024 // 1024})
        spool.write(chunk)


def _cleaned(spool: IO[bytes], content_type: str) -> IO[bytes]:
    if content_type in UNCLEANABLE:
        raise Problem(FILE_TYPE_REFUSED, _("Send the photo as JPEG: its place cannot be taken out of this format."))
    try:
        _look(spool)
        data = spool.read()
        return io.BytesIO(STRIPPERS[content_type](data) if content_type in STRIPPERS else _redrawn(data))
    except (BadImage, UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Problem(FILE_DAMAGED, _("The picture cannot be read, or it moves.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Problem(FILE_TOO_LARGE, _("The picture has too many pixels.")) from error


def _look(spool: IO[bytes]) -> None:
    """Reads the header only. Raises for what is no picture, has too many pixels, or more than one frame."""
    with Image.open(spool, formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
        if getattr(image, "n_frames", 1) > 1:
            raise BadImage("an animation")
    spool.seek(0)


def _redrawn(data: bytes) -> bytes:
    """A GIF drawn again: its pixels and palette without comments."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=("GIF",)) as image:
        image.load()
        image.info = {key: value for key, value in image.info.items() if key == "transparency"}
        image.save(out, "GIF")
    return out.getvalue()


def _measured(spool: IO[bytes], content_type: str) -> Content:
    spool.seek(0)
    digest, mark, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    while chunk := spool.read(CHUNK_BYTES):
        digest.update(chunk)
        mark.update(chunk)
        size += len(chunk)
    spool.seek(0)
    return Content(spool, content_type, size, digest.digest(), mark.hexdigest())
