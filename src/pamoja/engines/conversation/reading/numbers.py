"""Numbers as people write them: digits of any script, decimal commas, thousands in groups."""

from __future__ import annotations

import re
import unicodedata

from pamoja.engines.text.digits import ascii_digits

SIGNS = str.maketrans({"−": "-", "–": "-", "٫": ".", "٬": "'", "،": ",", "’": "'", "\u00a0": " ", "\u202f": " "})
WHOLE = re.compile(r"[+-]?\d{1,18}")
NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,15})?|\.\d{1,15})")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?P<mark>[,.' ])\d{3}(?:(?P=mark)\d{3})*")


def plain_digits(text: str) -> str:
    """With ASCII digits and signs, in whatever script they were written; direction marks go."""
    kept = (each for each in text.translate(SIGNS) if unicodedata.category(each) != "Cf")
    return ascii_digits("".join(kept)).strip()


def whole(text: str) -> str | None:
    """A whole number: 1 200, 1,200 and 1.200 are all the same."""
    written = plain_digits(text)
    if found := GROUPED.fullmatch(written):
        written = written.replace(found["mark"], "")
    return str(int(written)) if WHOLE.fullmatch(written) else None


def number(text: str, thousands: str, is_spoken: bool = False) -> str | None:
    """A number. Of comma and point the last is the decimal mark; one alone before three digits is what the language
    says (`thousands`): 1,200 is 1200 in English and 1.2 in French, which parts thousands by
    a space. On a telephone the star is the point.
    """
    written = plain_digits(text)
    if is_spoken:
        written = written.replace("*", ".")
    found = GROUPED.fullmatch(written)
    if found and (found["mark"] in (thousands, "'", " ") or written.count(found["mark"]) > 1):
        written = written.replace(found["mark"], "")
    written = _with_point(written)
    return _tidy(written) if NUMBER.fullmatch(written) else None


def _with_point(written: str) -> str:
    last = max(written.rfind(","), written.rfind("."))
    if last < 0:
        return written
    before = written[:last]
    if found := GROUPED.fullmatch(before):
        before = before.replace(found["mark"], "")
    return f"{before}.{written[last + 1 :]}"


def _tidy(written: str) -> str:
    """Without what changes nothing: 012 is 12, .5 is 0.5, 3. is 3."""
    sign = "-" if written.startswith("-") else ""
    whole_part, _, rest = written.lstrip("+-").partition(".")
    return f"{sign}{int(whole_part or '0')}" + (f".{rest}" if rest else "")
