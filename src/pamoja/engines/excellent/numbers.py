"""Numbers: exact decimals of at most 36 significant digits and a magnitude within 10 to the power of ±100.

Division gives 16 decimal places. Halves are rounded away from zero. What leaves the range is an XError. The `decimal`
context of the thread is never used: it would round at 28 digits.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal, DecimalException

from pamoja.engines.environment.numbers import MOST_MAGNITUDE, WIDE, NumberError, is_in_range, plain_number, to_places
from pamoja.engines.excellent.roots import ONE, divided, root
from pamoja.engines.excellent.values import XError

DIVISION_PLACES = 16
MOST_PLACES = 1_000
"""Rounding to more places changes no number that there can be."""
ZERO = Decimal(0)


def parse(text: str) -> Decimal | None:
    """Read 123, 123.456 or .456, with a minus or without; None for any other text and for what is out of range."""
    try:
        return plain_number(text)
    except NumberError:
        return None


def parse_json(text: str) -> Decimal:
    """Read a number of JSON, which may have an exponent. Raises XError."""
    try:
        number = Decimal(text)
    except DecimalException:
        raise XError("unknown JSON parsing error") from None
    return checked(number)


def checked(number: Decimal) -> Decimal:
    """The number if it is in range. Raises XError."""
    if not is_in_range(number):
        raise XError("number value out of range")
    return number


def add(left: Decimal, right: Decimal) -> Decimal:
    return checked(WIDE.add(left, right))


def subtract(left: Decimal, right: Decimal) -> Decimal:
    return checked(WIDE.subtract(left, right))


def multiply(left: Decimal, right: Decimal) -> Decimal:
    return checked(WIDE.multiply(left, right))


def divide(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise XError("division by zero")
    return checked(divided(left, right, DIVISION_PLACES))


def modulo(left: Decimal, right: Decimal) -> Decimal:
    """The rest of the division, with the sign of the left side."""
    if not right:
        raise XError("division by zero")
    return checked(WIDE.remainder(left, right))


def negate(number: Decimal) -> Decimal:
    return number.copy_negate() if number else number


def absolute(number: Decimal) -> Decimal:
    return number.copy_abs()


def floor(number: Decimal) -> Decimal:
    return number.to_integral_value("ROUND_FLOOR")


def round_half(number: Decimal, places: int) -> Decimal:
    """To so many decimal places, or to a power of ten where places are negative."""
    return checked(to_places(number, _clamp(places)))


def round_up(number: Decimal, places: int) -> Decimal:
    """Towards positive infinity."""
    return _round_towards(number, _clamp(places), WIDE.add)


def round_down(number: Decimal, places: int) -> Decimal:
    """Towards negative infinity."""
    return _round_towards(number, _clamp(places), WIDE.subtract)


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """An exponent beyond ±100 is out of range whatever the base: it would cost far too much to find out.

    A fraction in the exponent is worked out to as many places as both operands have digits, and six.
    """
    if exponent.copy_abs() > MOST_MAGNITUDE:
        raise XError("number value out of range")
    if not base:
        return ZERO
    whole = exponent.to_integral_value(ROUND_DOWN)
    fraction = WIDE.subtract(exponent, whole)
    if fraction and base < 0:
        return ZERO
    result = _whole_power(base, int(whole))
    return checked(WIDE.multiply(result, root(base, exponent, fraction)) if fraction else result)


def _clamp(places: int) -> int:
    return min(max(places, -MOST_PLACES), MOST_PLACES)


def _round_towards(number: Decimal, places: int, move: Callable[[Decimal, Decimal], Decimal]) -> Decimal:
    if to_places(number, places) == number:
        return number
    return checked(to_places(move(number, Decimal((0, (5,), -places - 1))), places))


def _whole_power(base: Decimal, exponent: int) -> Decimal:
    result = WIDE.power(base, abs(exponent))
    return result if exponent >= 0 else divided(ONE, result, DIVISION_PLACES)
