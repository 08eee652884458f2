"""Numbers: arithmetic and chance."""

from decimal import Decimal
from functools import reduce

from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import NUMBER, WHOLE, function, optional, rest
from pamoja.engines.excellent.values import Value, XError

_MOST_PERCENT = range(-(2**63), 2**63)


@function("abs", NUMBER)
def absolute(call: Call, number: Decimal) -> Value:
    """The number without its sign.

    @(abs(-3.5)) → 3.5
    @(abs(7)) → 7
    @(abs("cold")) → ERROR
    """
    return numbers.absolute(number)


@function("round", NUMBER, optional(WHOLE, 0))
def round_half(call: Call, number: Decimal, places: int) -> Value:
    """The number rounded to so many decimal places, halves away from zero; to tens and hundreds where `places` < 0.

    @(round(38.25, 1)) → 38.3
    @(round(-2.5)) → -3
    @(round(1249, -2)) → 1200
    @(round("warm")) → ERROR
    """
    return numbers.round_half(number, places)


@function("round_up", NUMBER, optional(WHOLE, 0))
def round_up(call: Call, number: Decimal, places: int) -> Value:
    """The number rounded up to so many decimal places.

    @(round_up(2.1)) → 3
    @(round_up(-2.9)) → -2
    @(round_up(0.031, 2)) → 0.04
    @(round_up("some")) → ERROR
    """
    return numbers.round_up(number, places)


@function("round_down", NUMBER, optional(WHOLE, 0))
def round_down(call: Call, number: Decimal, places: int) -> Value:
    """The number rounded down to so many decimal places.

    @(round_down(2.9)) → 2
    @(round_down(-2.1)) → -3
    @(round_down(0.039, 2)) → 0.03
    @(round_down("some")) → ERROR
    """
    return numbers.round_down(number, places)


@function("max", rest(NUMBER, 1))
def largest(call: Call, *values: Decimal) -> Value:
    """The largest of the numbers.

    @(max(36.9, 38.2, 37.5)) → 38.2
    @(max("7", 6)) → 7
    @(max(7, "seven")) → ERROR
    """
    return max(values)


@function("min", rest(NUMBER, 1))
def smallest(call: Call, *values: Decimal) -> Value:
    """The smallest of the numbers.

    @(min(36.9, 38.2)) → 36.9
    @(min(-1, "-3")) → -3
    @(min(7, "seven")) → ERROR
    """
    return min(values)


@function("mean", rest(NUMBER, 1))
def mean(call: Call, *values: Decimal) -> Value:
    """The arithmetic mean of the numbers.

    @(mean(10, 11)) → 10.5
    @(mean(36.5, 37, 38.5)) → 37.3333333333333333
    @(mean(7, "seven")) → ERROR
    """
    return numbers.divide(reduce(numbers.add, values), Decimal(len(values)))


@function("mod", NUMBER, NUMBER)
def modulo(call: Call, dividend: Decimal, divisor: Decimal) -> Value:
    """What is left over when `dividend` is divided by `divisor`; it has the sign of the dividend.

    @(mod(17, 5)) → 2
    @(mod(-17, 5)) → -2
    @(mod(7.5, 2)) → 1.5
    @(mod(17, 0)) → ERROR
    """
    return numbers.modulo(dividend, divisor)


@function("percent", NUMBER)
def percent(call: Call, number: Decimal) -> Value:
    """The number as whole percents.

    @(percent(0.875)) → 88%
    @(percent(2)) → 200%
    @(percent(1 / 3)) → 33%
    @(percent("half")) → ERROR
    """
    whole = int(numbers.round_half(numbers.multiply(number, Decimal(100)), 0))
    if whole not in _MOST_PERCENT:
        raise XError("percentage value is out of range")
    return f"{whole}%"


@function("rand")
def rand(call: Call) -> Value:
    """A random number from 0 up to but not including 1."""
    return Decimal(repr(call.random()))


@function("rand_between", NUMBER, NUMBER)
def rand_between(call: Call, min: Decimal, max: Decimal) -> Value:
    """A random whole number of those from `min` to `max`, both included."""
    span = numbers.add(numbers.subtract(max, min), Decimal(1))
    return numbers.floor(numbers.add(numbers.multiply(Decimal(repr(call.random())), span), min))
