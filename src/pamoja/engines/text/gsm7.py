"""What SMS can carry and what it costs (3GPP TS 23.038: the GSM 7 bit default alphabet and UCS-2; TS 23.040)."""

from __future__ import annotations

from dataclasses import dataclass

ESCAPE = 0x1B
_IN_ORDER = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The alphabet by code, with the escape at its place."""
BASIC = {letter: code for code, letter in enumerate(_IN_ORDER) if code != ESCAPE}
EXTENDED = dict(zip("\f^{}\\[~]|€", b"\x0a\x14\x28\x29\x2f\x3c\x3d\x3e\x40\x65", strict=True))
"""Each of these takes two places: an escape and its code."""
UNKNOWN = "?"
ALONE = {"gsm7": 160, "ucs2": 70}
JOINED = {"gsm7": 153, "ucs2": 67}
"""A segment of several loses room to the header that joins them."""
_PLAIN = str.maketrans(
    {
        **dict(zip("áâãçêëíîïóôõúû", "aaaceeiiiooouu", strict=True)),
        **dict(zip("ÀÁÂÃÇÈÊÌÍÎÒÓÔÕÙÚÛ", "AAAACEEIIIOOOOUUU", strict=True)),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("’‘", "'"),
        **dict.fromkeys("–—−·•", "-"),
        **dict.fromkeys("\u00a0\u202f\t", " "),
        "…": "...",
        "œ": "oe",
    }
)


@dataclass(frozen=True)
class Cost:
    """`encoding` is gsm7 or ucs2, `length` in its units, `segments` what is paid for."""

    encoding: str
    length: int
    segments: int


def is_gsm7(text: str) -> bool:
    return all(each in BASIC or each in EXTENDED for each in text)


def plain(text: str) -> str:
    """The text with plain letters and marks for those that word processors and some languages put in their place."""
    return text.translate(_PLAIN)


def plainer(text: str) -> str:
    """The text without the marks that keep it out of GSM-7, if that is all that does.

    One such character would make the whole text UCS-2, which costs twice the money.
    """
    if is_gsm7(text):
        return text
    made = plain(text)
    return made if is_gsm7(made) else text


def encode(text: str) -> bytes:
    """One byte for each place of seven bits; what the alphabet has not is "?"."""
    coded = bytearray()
    for letter in text:
        if letter in EXTENDED:
            coded += bytes((ESCAPE, EXTENDED[letter]))
        else:
            coded.append(BASIC.get(letter, BASIC[UNKNOWN]))
    return bytes(coded)


def decode(coded: bytes) -> str:
    """The text of such bytes; a code that means nothing is "?"."""
    made, escaped = [], False
    for code in coded:
        if code == ESCAPE and not escaped:
            escaped = True
        elif escaped and code <= max(BASIC.values()):
            made.append(_EXTENDED_BY_CODE.get(code, UNKNOWN))
            escaped = False
        else:
            made.append(_BASIC_BY_CODE.get(code, UNKNOWN))
    return "".join(made)


_BASIC_BY_CODE = {code: letter for letter, code in BASIC.items()}
_EXTENDED_BY_CODE = {code: letter for letter, code in EXTENDED.items()}


def cost(text: str) -> Cost:
    """What it costs to send a text; an empty one costs a segment too.

    A character is never torn in two: where its second half has no room, a segment ends early.
    """
    encoding = "gsm7" if is_gsm7(text) else "ucs2"
    units = [_units(each, encoding) for each in text]
    if sum(units) <= ALONE[encoding]:
        return Cost(encoding, sum(units), 1)
    segments, room = 1, JOINED[encoding]
    for size in units:
        if size > room:
            segments, room = segments + 1, JOINED[encoding]
        room -= size
    return Cost(encoding, sum(units), segments)


def _units(char: str, encoding: str) -> int:
    if encoding == "gsm7":
        return 2 if char in EXTENDED else 1
    return 2 if ord(char) > 0xFFFF else 1
