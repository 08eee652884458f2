"""PNG (W3C, third edition): chunks that make the picture, without texts, times and Exif. Animations are refused."""

import struct
import zlib
from collections.abc import Iterator

from pamoja.formats.images.exif import UPRIGHT, BadImage, only_orientation, orientation_of

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
     b"bKGD", b"pHYs")
)  # fmt: skip
MOVING = frozenset((b"acTL", b"fcTL", b"fdAT"))


def strip(data: bytes) -> bytes:
    """The picture with its orientation. Raises BadImage."""
    if not data.startswith(SIGNATURE):
        raise BadImage("no PNG")
    kept, orientation = [SIGNATURE], UPRIGHT
    for kind, chunk in _chunks(data):
        if kind in MOVING:
            raise BadImage("an animation")
        if kind == b"eXIf":
            orientation = orientation_of(chunk[8:-4])
        elif kind in KEPT:
            kept.append(chunk)
    if orientation != UPRIGHT:
        kept.insert(2, _chunk(b"eXIf", only_orientation(orientation)))
    return b"".join(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and whole chunk, up to and with IEND."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        kind = data[at + 4 : at + 8]
        if (kind == b"IHDR") != (at == len(SIGNATURE)):
            raise BadImage("the header is not at the beginning")
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end
    raise BadImage("cut short")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
