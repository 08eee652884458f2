"""JPEG (ITU-T T.81, annex B): segments up to the end of the first picture, without the talkative ones.

Dropped: every application segment but JFIF's, Adobe's colour transform and the colour profile; comments; and all
that follows the end marker, where telephones append videos and second pictures with Exif of their own.
"""

from collections.abc import Iterator

from pamoja.formats.images.exif import UPRIGHT, BadImage, only_orientation, orientation_of

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
EXIF = b"Exif\x00\x00"
KEPT_APPS = ((APP0, b"JFIF\x00"), (APP2, b"ICC_PROFILE\x00"), (APP14, b"Adobe"))
MAX_EXTENSION = 14 + 2  # a JFIF segment longer than this carries a thumbnail of its own


def strip(data: bytes) -> bytes:
    """The picture with its orientation. Raises BadImage."""
    if data[:2] != b"\xff\xd8":
        raise BadImage("no JPEG")
    kept, orientation = [b""], UPRIGHT
    for marker, segment in _segments(data):
        if marker == APP1 and segment[4:10] == EXIF:
            orientation = orientation_of(segment[10:])
        elif _is_kept(marker, segment):
            kept.append(segment)
    if orientation != UPRIGHT:
        block = EXIF + only_orientation(orientation)
        kept[0] = b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block
    return b"\xff\xd8" + b"".join(kept)


def _is_kept(marker: int, segment: bytes) -> bool:
    if not APP0 <= marker <= APP15:
        return marker != COMMENT
    if marker == APP0 and len(segment) > MAX_EXTENSION + 2:
        return False
    return any(marker == app and segment.startswith(name, 4) for app, name in KEPT_APPS)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and whole segment, scans with their entropy-coded data, up to and with the end marker."""
    at = 2
    while at + 1 < len(data):
        if data[at] != 0xFF:
            raise BadImage("no marker where one must be")
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        end = at + 2 if marker == EOI else _end(data, at, marker)
        yield marker, data[at:end]
        if marker == EOI:
            return
        at = end
    raise BadImage("cut short")


def _end(data: bytes, at: int, marker: int) -> int:
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    end = at + 2 + length
    if length < 2 or end > len(data):
        raise BadImage("a segment is cut short")
    return _end_of_scan(data, end) if marker == SOS else end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the entropy-coded data ends: at a marker that is neither stuffing nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        following = data[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0x00 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at
    raise BadImage("the picture is cut short")
