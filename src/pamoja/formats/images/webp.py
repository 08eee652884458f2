"""WebP (RFC 9649): the RIFF chunks that make the picture, without Exif and XMP. Animations are refused."""

import struct
from collections.abc import Iterator

from pamoja.formats.images.exif import UPRIGHT, BadImage, only_orientation, orientation_of

KEPT = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
HAS_EXIF, HAS_XMP, HAS_ANIMATION = 0x08, 0x04, 0x02  # flags of VP8X, RFC 9649 section 2.7


def strip(data: bytes) -> bytes:
    """The picture with its orientation. Raises BadImage."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise BadImage("no WebP")
    extended, kept, orientation = b"", [], UPRIGHT
    for kind, body in _chunks(data):
        if kind == b"VP8X":
            extended = body
        elif kind == b"EXIF":
            orientation = orientation_of(body.removeprefix(b"Exif\x00\x00"))
        elif kind in (b"ANIM", b"ANMF"):
            raise BadImage("an animation")
        elif kind in KEPT:
            kept.append(_chunk(kind, body))
    return _file(_header(extended, orientation), kept, orientation)


def _header(extended: bytes, orientation: int) -> bytes:
    if not extended:
        return b""
    if len(extended) != 10 or extended[0] & HAS_ANIMATION:
        raise BadImage("an animation, or a damaged header")
    flags = extended[0] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if orientation != UPRIGHT else 0)
    return _chunk(b"VP8X", bytes([flags]) + extended[1:])


def _file(header: bytes, kept: list[bytes], orientation: int) -> bytes:
    if not kept:
        raise BadImage("no picture")
    tail = [_chunk(b"EXIF", only_orientation(orientation))] if header and orientation != UPRIGHT else []
    body = b"WEBP" + b"".join([header, *kept, *tail])
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and body of each chunk within the length that the file declares."""
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise BadImage("cut short")
    at = 12
    while at + 8 <= end:
        kind, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if at + 8 + length > end:
            raise BadImage("a chunk is cut short")
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)
