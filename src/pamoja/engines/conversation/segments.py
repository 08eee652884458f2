"""What a text costs as SMS (3GPP TS 23.038: the GSM 7 bit default alphabet and UCS-2; TS 23.040: concatenation)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Each of these takes two places."""
ALONE = {"gsm7": 160, "ucs2": 70}
JOINED = {"gsm7": 153, "ucs2": 67}
"""A segment of several loses room to the header that joins them."""
PLAINER = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "·": "-", "\u00a0": " "}
    | {"\u202f": " ", "«": '"', "»": '"', "ç": "c", "ê": "e", "ô": "o", "î": "i", "û": "u", "â": "a", "ë": "e"}
    | {"ï": "i", "À": "A", "È": "E", "Ê": "E", "œ": "oe", "•": "-", "−": "-", "\t": " "}
)
"""One such character would make the whole text UCS-2, which costs twice the money."""


@dataclass(frozen=True)
class Cost:
    """`encoding` is gsm7 or ucs2, `length` in its units, `segments` what is paid for."""

    encoding: str
    length: int
    segments: int


def plainer(text: str) -> str:
    """The text without the marks that keep it out of GSM-7, if that is all that does."""
    made = text.translate(PLAINER)
    return made if is_gsm7(made) else text


def is_gsm7(text: str) -> bool:
    return all(each in BASIC or each in EXTENDED for each in text)


def cost(text: str) -> Cost:
    """A character is never torn in two: where its second half has no room, a segment ends early."""
    encoding = "gsm7" if is_gsm7(text) else "ucs2"
    units = [_units(each, encoding) for each in text]
    if sum(units) <= ALONE[encoding]:
        return Cost(encoding, sum(units), 1 if units else 0)
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


def split(text: str, most_segments: int) -> tuple[str, ...]:
    """Cut into texts of so many segments, between lines: a choice is a line, and stays whole unless it alone is longer.

    0 segments means that length costs nothing: the text stays whole.
    """
    if most_segments <= 0 or cost(text).segments <= most_segments:
        return (text,)
    parts: list[str] = []
    for line in _lines(text, most_segments):
        joined = f"{parts[-1]}\n{line}" if parts else line
        if parts and cost(joined).segments <= most_segments:
            parts[-1] = joined
        else:
            parts.append(line)
    return tuple(parts)


def _lines(text: str, most_segments: int) -> Iterable[str]:
    for line in text.split("\n"):
        yield from _pieces(line, most_segments)


def _pieces(line: str, most_segments: int) -> Iterable[str]:
    """A line that fits, or a longer one cut between words, and in a word only where that is longer than a message."""
    while cost(line).segments > most_segments:
        end = _longest(line, most_segments)
        space = line.rfind(" ", 1, end + 1)
        cut = space if space > 0 else end
        yield line[:cut].rstrip()
        line = line[cut:].lstrip()
    yield line


def _longest(line: str, most_segments: int) -> int:
    """How many characters fit; found by halving, since a longer text never costs less."""
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cost(line[:middle]).segments <= most_segments else (low, middle - 1)
    return low
