"""Numbers as people write them: marks of decimals and thousands by the environment, digits of several scripts.

A number has at most 36 significant digits and lies between 1E-100 and 1E100: what a database keeps.
"""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal

from pamoja.engines.environment.environment import NumberFormat
from pamoja.engines.text.cases import trimmed

MOST_DIGITS = 36
MOST_MAGNITUDE = 100
PLAIN = re.compile(r"-?([0-9]+|[0-9]+\.[0-9]+|\.[0-9]+)")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹০১২৩৪৫৬৭৮৯", "0123456789" * 3)
"""Arabic, Persian and Urdu, and Bengali ones."""
_SHORT = Context(prec=MOST_DIGITS, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
WIDE = Context(prec=4_000, rounding=ROUND_HALF_UP, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
"""Wide enough that sums, products and whole powers are exact, and that 1,000 places can be written out."""


class NumberError(ValueError):
    """A text that is not a number, or one out of range."""


def is_in_range(number: Decimal) -> bool:
    """Whether the number has not too many digits and is not too great or small; zeros at the end do not count."""
    return not number or (abs(number.adjusted()) <= MOST_MAGNITUDE and _has_few_digits(number))


def check_range(number: Decimal) -> None:
    """NumberError says why the number is not in range."""
    if not is_in_range(number):
        is_long = not _has_few_digits(number)
        raise NumberError("number has too many digits" if is_long else "number value is out of permitted range")


def _has_few_digits(number: Decimal) -> bool:
    return _SHORT.plus(number) == number


def plain_number(text: str) -> Decimal:
    """A number in plain notation, whatever the environment: 12, -12.5, .5, but not 1e3, +1 or 1. alone."""
    text = trimmed(text)
    if not PLAIN.fullmatch(text):
        raise NumberError("not a valid number format")
    number = Decimal(text)
    check_range(number)
    return number


def parse_number(text: str, number_format: NumberFormat) -> Decimal:
    """A number as it is written where the format is used, in digits of several scripts."""
    text = trimmed(text).replace(number_format.digit_grouping_symbol, "")
    return plain_number(text.replace(number_format.decimal_symbol, ".").translate(DIGITS))


def number_text(number: Decimal) -> str:
    """Plain notation without zeros at the end: 1000, 0.5."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def format_number(number: Decimal, number_format: NumberFormat, places: int = -1, *, grouped: bool = True) -> str:
    """The number with so many decimal places, halves rounded away from zero; -1 means as many as it has."""
    text = _fixed(number, places) if places >= 0 else number_text(number)
    whole, point, fraction = text.partition(".")
    if grouped:
        whole = _grouped(whole, number_format.digit_grouping_symbol)
    return f"{whole}{number_format.decimal_symbol}{fraction}" if point else whole


def to_places(number: Decimal, places: int) -> Decimal:
    """Rounded to so many decimal places, halves away from zero; to tens and hundreds where places are negative."""
    return number.quantize(unit(places), context=WIDE)


def unit(places: int) -> Decimal:
    """A one in the last of so many decimal places."""
    return Decimal((0, (1,), -places))


def _fixed(number: Decimal, places: int) -> str:
    text = f"{to_places(number, places):f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def _grouped(whole: str, mark: str) -> str:
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    head = len(digits) % 3 or 3
    return sign + mark.join([digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))])
