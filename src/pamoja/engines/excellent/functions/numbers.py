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

    @(abs(-10)) → 10
    @(abs(10.5)) → 10.5
    @(abs("foo")) → ERROR
    """
    return numbers.absolute(number)


@function("round", NUMBER, optional(WHOLE, 0))
def round_half(call: Call, number: Decimal, places: int) -> Value:
    """The number rounded to so many decimal places, halves away from zero; to tens and hundreds where `places` < 0.

    @(round(12.141)) → 12
    @(round(12.6)) → 13
    @(round(12.146, 2)) → 12.15
    @(round(12.146, -1)) → 10
    @(round("notnum", 2)) → ERROR
    """
    return numbers.round_half(number, places)


@function("round_up", NUMBER, optional(WHOLE, 0))
def round_up(call: Call, number: Decimal, places: int) -> Value:
    """The number rounded up to so many decimal places.

    @(round_up(12)) → 12
    @(round_up(12.141)) → 13
    @(round_up(12.141, 2)) → 12.15
    @(round_up("foo")) → ERROR
    """
    return numbers.round_up(number, places)


@function("round_down", NUMBER, optional(WHOLE, 0))
def round_down(call: Call, number: Decimal, places: int) -> Value:
    """The number rounded down to so many decimal places.

    @(round_down(12)) → 12
    @(round_down(12.6)) → 12
    @(round_down(12.146, 2)) → 12.14
    @(round_down("foo")) → ERROR
    """
    return numbers.round_down(number, places)


@function("max", rest(NUMBER, 1))
def largest(call: Call, *values: Decimal) -> Value:
    """The largest of the numbers.

    @(max(1, 2)) → 2
    @(max(1, -1, 10)) → 10
    @(max(1, 10, "foo")) → ERROR
    """
    return max(values)


@function("min", rest(NUMBER, 1))
def smallest(call: Call, *values: Decimal) -> Value:
    """The smallest of the numbers.

    @(min(1, 2)) → 1
    @(min(2, 2, -10)) → -10
    @(min(1, 2, "foo")) → ERROR
    """
    return min(values)


@function("mean", rest(NUMBER, 1))
def mean(call: Call, *values: Decimal) -> Value:
    """The arithmetic mean of the numbers.

    @(mean(1, 2)) → 1.5
    @(mean(1, 2, 6)) → 3
    @(mean(1, "foo")) → ERROR
    """
    return numbers.divide(reduce(numbers.add, values), Decimal(len(values)))


@function("mod", NUMBER, NUMBER)
def modulo(call: Call, dividend: Decimal, divisor: Decimal) -> Value:
    """What is left over when `dividend` is divided by `divisor`; it has the sign of the dividend.

    @(mod(5, 2)) → 1
    @(mod(4, 2)) → 0
    @(mod(5, "foo")) → ERROR
    """
    return numbers.modulo(dividend, divisor)


@function("percent", NUMBER)
def percent(call: Call, number: Decimal) -> Value:
    """The number as whole percents.

    @(percent(0.54234)) → 54%
    @(percent(1.2)) → 120%
    @(percent("foo")) → ERROR
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
