"""The one thing kept of Exif (CIPA DC-008): the orientation."""

import struct

ORIENTATION = 0x0112
SHORT = 3
UPRIGHT = 1


class BadImage(ValueError):
    """The bytes are not a whole image of the type they claim, or hold more than one picture."""


def orientation_of(tiff: bytes) -> int:
    """Orientation (1 to 8) in the first directory of a TIFF block; 1 when absent or unreadable."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return UPRIGHT
    try:
        return _search(tiff, order)
    except struct.error:
        return UPRIGHT


def _search(tiff: bytes, order: str) -> int:
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for entry in range(count):
        tag, kind, _n, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + entry * 12)
        if tag == ORIENTATION and kind == SHORT and 1 <= value <= 8:
            return int(value)
    return UPRIGHT


def only_orientation(value: int) -> bytes:
    """A TIFF block of 26 bytes that says the orientation and nothing else."""
    entry = struct.pack("<HHIHH", ORIENTATION, SHORT, 1, value, 0)
    return b"II*\x00" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)
