"""When two texts count as the same, by the collation of an environment."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from pamoja.engines.text.cases import lower

# Persian has its own letters and digits for several Arabic ones, Pashto and Dari more; people write them mixed.
_ARABIC_VARIANTS = {
    **{chr(0x0660 + digit): chr(0x06F0 + digit) for digit in range(10)},
    "\u0622": "\u0627",  # alef with madda: alef
    **dict.fromkeys("\u0649\u064a\u06d0\u06cd\u0626", "\u06cc"),  # yehs: Farsi yeh
    **dict.fromkeys("\u0643\u06ab", "\u06a9"),  # kafs: keheh
    "\u067c": "\u062a",  # teh with ring: teh
    "\u0689": "\u062f",  # dal with ring: dal
    "\u0693": "\u0631",  # reh with ring: reh
    "\u06bc": "\u0646",  # noon with ring: noon
    "\u069a": "\u0634",  # Pashto seen: sheen
}
ARABIC_VARIANTS = str.maketrans(_ARABIC_VARIANTS)
INVISIBLE = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x2065, 0x2065),
    (0x3164, 0x3164),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0000),
    (0xE0002, 0xE001F),
    (0xE0080, 0xE00FF),
    (0xE01F0, 0xE0FFF),
)
"""Other_Default_Ignorable_Code_Point of Unicode."""


@cache
def _confusables() -> Mapping[int, str | None]:
    """Each character that looks like another, with that other; read once from the package."""
    lines = (files(__package__) / "data" / "confusables.txt").read_text(encoding="utf-8").splitlines()
    table: dict[int, str | None] = {code: None for first, last in INVISIBLE for code in range(first, last + 1)}
    for prototype, _, sources in (line.partition(" = ") for line in lines if not line.startswith("#")):
        shown = "".join(chr(int(code, 16)) for code in prototype.split())
        table.update({int(code, 16): shown for code in sources.split() if int(code, 16) not in table})
    return table


def skeleton(text: str) -> str:
    """What a text looks like: texts that can be taken for each other have the same (UTS #39)."""
    apart = unicodedata.normalize("NFD", text).translate(_confusables())
    return unicodedata.normalize("NFD", apart)


def _confusable(text: str) -> str:
    return lower(skeleton(text))


def _arabic(text: str) -> str:
    return lower(unicodedata.normalize("NFKC", text).translate(ARABIC_VARIANTS))


TRANSFORMS: dict[str, Callable[[str], str]] = {
    "default": lower,
    "confusables": _confusable,
    "arabic_variants": _arabic,
}


def collated(collation: str, text: str) -> str:
    """The form of a text by which it is compared."""
    return TRANSFORMS[collation](text)


def same(collation: str, one: str, other: str) -> bool:
    """Whether people who write by this collation take the two for the same text."""
    return collated(collation, one) == collated(collation, other)
