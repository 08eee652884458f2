"""What a file is, by its content (WHATWG MIME Sniffing and the formats' own signatures), never by its name."""

import re
import zipfile
from collections.abc import Sequence
from typing import IO

from pamoja.formats.zips import DAMAGED

HEAD_BYTES = 1024
UNKNOWN = "application/octet-stream"
ZIP = "application/zip"
TEXT = "text/plain"

# (offset, signature, type), first match wins.
SIGNATURES: Sequence[tuple[int, bytes, str]] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBPVP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
RIFF_TYPES = frozenset({"image/webp", "audio/wav", "video/x-msvideo"})
# Brands of ISO base media files (ISO/IEC 14496-12, section 4.3), by their beginning.
BRANDS: Sequence[tuple[bytes, str]] = (
    (b"heic", "image/heic"), (b"heix", "image/heic"), (b"heim", "image/heic"), (b"hevc", "image/heic"),
    (b"mif1", "image/heic"), (b"msf1", "image/heic"), (b"avi", "image/avif"), (b"M4A", "audio/mp4"),
    (b"3g", "video/3gpp"), (b"qt", "video/quicktime"),
)  # fmt: skip
OFFICE: Sequence[tuple[str, str]] = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
DECLARED_TYPE = re.compile(rb"application/(epub\+zip|vnd\.oasis\.opendocument\.[a-z]+)")
MARKUP = re.compile(
    rb"<(!doctype html|html|head|body|script|iframe|svg|style|meta|a\s|img\s|object|embed)", re.IGNORECASE
)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def detect(stream: IO[bytes]) -> str:
    """The media type of a seekable stream, which is left at its beginning."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    found = _binary(head) or _text(head)
    if found == ZIP:
        found = _archive(stream)
    stream.seek(0)
    return found


def _binary(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return next((type_ for start, type_ in BRANDS if brand.startswith(start)), "video/mp4")
    for offset, signature, type_ in SIGNATURES:
        if head.startswith(signature, offset) and (type_ not in RIFF_TYPES or head.startswith(b"RIFF")):
            return type_
    return None


def _text(head: bytes) -> str:
    """Markup that a browser might run is named as such wherever it stands in the head, as browsers sniff it."""
    plain = head.removeprefix(BYTE_ORDER_MARKS[0])
    if not head.startswith(BYTE_ORDER_MARKS[1:]) and (CONTROL.search(head) or not _is_utf8(plain)):
        return UNKNOWN
    if markup := MARKUP.search(head.replace(b"\x00", b"")):
        return "image/svg+xml" if markup[1].lower() == b"svg" else "text/html"
    begin = plain.lstrip()
    if begin.startswith(b"<?xml"):
        return "application/xml"
    return "application/json" if begin.startswith((b"{", b"[")) else TEXT


def _is_utf8(head: bytes) -> bool:
    """Whether the head is UTF-8; it may end inside a character."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) - error.start < 4 and error.reason == "unexpected end of data"
    return True


def _archive(stream: IO[bytes]) -> str:
    """An office document or book by what its archive holds, else a zip; nothing is unpacked but a short name."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = DECLARED_TYPE.fullmatch(archive.read("mimetype").strip())
                return declared[0].decode() if declared else ZIP
    except DAMAGED:
        return UNKNOWN
    if "[Content_Types].xml" not in names:
        return ZIP
    return next((type_ for folder, type_ in OFFICE if any(name.startswith(folder) for name in names)), ZIP)
