"""Earlier versions: what their flows need to go on meaning the same."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from pamoja.engines.environment import Environment
from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_datetime, to_number
from pamoja.engines.excellent.functions.datetimes import moved
from pamoja.engines.excellent.registry import ANY, function
from pamoja.engines.excellent.values import Value, XError

Converted = TypeVar("Converted")
DAYS = range(-(2**31), 2**31)


@function("legacy_add", ANY, ANY)
def legacy_add(call: Call, value1: Value, value2: Value) -> Value:
    """The sum of two numbers, or the day so many days after a date; texts that look like dates are dates.

    @(legacy_add(7, "8")) → 15
    @(legacy_add("2025-02-27", 3)) → 2025-03-02T00:00:00.000000+02:00
    @(legacy_add("2025-02-27", "2025-03-04")) → ERROR
    """
    moment1, moment2 = (_tried(to_datetime, call, each) for each in (value1, value2))
    number1, number2 = (_tried(to_number, call, each) for each in (value1, value2))
    if isinstance(moment1, datetime) and isinstance(moment2, datetime):
        raise XError("cannot operate on two dates")
    if isinstance(moment1, datetime) and isinstance(number2, Decimal):
        return _days_later(moment1, number2)
    if isinstance(moment2, datetime) and isinstance(number1, Decimal):
        return _days_later(moment2, number1)
    if isinstance(number1, XError):
        raise number1
    if isinstance(number2, XError):
        raise number2
    return numbers.add(number1, number2)


def _tried(convert: Callable[[Environment, Value], Converted], call: Call, value: Value) -> Converted | XError:
    try:
        return convert(call.env, value)
    except XError as error:
        return error


def _days_later(moment: datetime, days: Decimal) -> Value:
    whole = int(days)
    if whole not in DAYS:
        raise XError("cannot operate on integers greater than 32 bit")
    return moved(moment, days=whole)
