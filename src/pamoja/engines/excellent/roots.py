"""Powers with a fraction in the exponent, to the digit that flows have seen.

The last digits of such a power depend on how it is worked out, so each step here is rounded where goflow rounds it
(its decimals are those of shopspring): logarithm by Halley's iteration or a series, then the Taylor series of e.
"""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, Context, Decimal
from functools import lru_cache
from itertools import count

from pamoja.engines.environment.numbers import WIDE, to_places, unit

ONE, TWO = Decimal(1), Decimal(2)
NEAR_ONE = Decimal("0.1")
"""How near to 1 a number must be for the series of the logarithm, which is slow elsewhere."""


def root(base: Decimal, exponent: Decimal, fraction: Decimal) -> Decimal:
    """The base to the power of the fraction of the exponent, which lies between -1 and 1.

    It has as many places as both operands have digits, and six.
    """
    digits, of_exponent = len(base.as_tuple().digits), len(exponent.as_tuple().digits)
    places = digits + (of_exponent if of_exponent > digits else 0) + 6 - int(base.as_tuple().exponent)
    return _exponential(WIDE.multiply(_logarithm(base, places), fraction), places)


def divided(left: Decimal, right: Decimal, places: int) -> Decimal:
    return to_places(WIDE.divide(left, right), places)


def _logarithm(number: Decimal, places: int) -> Decimal:
    """Numbers far from 1 are first brought between 0.1 and 1."""
    precision = places + 2
    adjustment = Decimal(0)
    if WIDE.subtract(number, ONE).copy_abs() > NEAR_ONE:
        shift = number.adjusted() + 1
        number = number.scaleb(-shift, WIDE)
        adjustment = WIDE.multiply(Decimal(shift), _logarithm_of_ten(precision))
    is_near = WIDE.subtract(number, ONE).copy_abs() <= NEAR_ONE
    found = _by_series(number, precision) if is_near else _by_iteration(number, precision)
    return to_places(WIDE.add(found, adjustment), places)


@lru_cache(maxsize=64)
def _logarithm_of_ten(precision: int) -> Decimal:
    """Cut off after one less than a power of two of digits, the first that is enough."""
    places = 2 ** max(precision, 0).bit_length() - 1
    return Context(prec=places + 20).ln(Decimal(10)).quantize(unit(places), ROUND_DOWN, WIDE)


def _by_series(number: Decimal, precision: int) -> Decimal:
    """ln(x) = 2 (y + y³/3 + y⁵/5 + …) where y is (x - 1) / (x + 1)."""
    ratio = divided(WIDE.subtract(number, ONE), WIDE.add(number, ONE), precision)
    result = term = WIDE.add(ratio, ratio)
    for index in count(1):
        term = WIDE.multiply(WIDE.multiply(term, ratio), ratio)
        step = divided(term, Decimal(2 * index + 1), precision)
        result = WIDE.add(result, step)
        if step.copy_abs() <= unit(precision):
            break
    return result


def _by_iteration(number: Decimal, precision: int) -> Decimal:
    """Each step takes off 2 (e^a - x) / (e^a + x), which triples the digits that are right."""
    result = Decimal(repr(math.log(float(number))))
    before = Decimal(0)
    for _ in range(precision * 2 + 10):
        raised = _exponential(result, precision)
        apart = WIDE.multiply(TWO, WIDE.subtract(raised, number))
        step = divided(apart, WIDE.add(raised, number), precision)
        result = WIDE.subtract(result, step)
        if step.copy_abs() <= unit(precision) or step == before.copy_negate():
            break
        before = step
    return result


def _exponential(value: Decimal, places: int) -> Decimal:
    """e to the power of a value, by its Taylor series until a step is too small."""
    if not value:
        return ONE
    division_places = places + 1 if places >= 0 else 8
    smallest = unit(places + 1) if places >= 0 else NEAR_ONE
    size = raised = value.copy_abs()
    factorial = result = ONE
    for index in count(2):
        step = divided(raised, factorial, division_places)
        result = WIDE.add(result, step)
        if step < smallest:
            break
        raised, factorial = WIDE.multiply(raised, size), WIDE.multiply(factorial, Decimal(index))
    return to_places(result if value > 0 else divided(ONE, result, places + 1), places)
