"""From value to value: what an expression's operators and functions do to their arguments.

`to_…` return a native value or raise XError: an error that was given is raised as it is. Everything here looks at the
exact type of a value, because a bool is an int and a datetime a date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

from pamoja.engines.environment import dates
from pamoja.engines.environment.numbers import number_text
from pamoja.engines.environment.zones import in_zone, localise
from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.call import Budget
from pamoja.engines.excellent.texts import describe, render
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject, kind_of
from pamoja.engines.text.cases import lower

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

MIDNIGHT = time()
ZERO_DATETIME = datetime(1, 1, 1, tzinfo=UTC)
"""The datetime that is not truthy; so is its date, as the zero date of goflow: Python has no earlier one."""
_WHOLE_RANGE = range(-(2**31), 2**31)
_AFTER_LAST_HOUR = 25


def to_text(value: Value, budget: Budget | None = None) -> str:
    """Raises XError for an error, and for a text that is more than the budget pays for."""
    if type(value) is str:
        return value
    if isinstance(value, XError):
        raise value
    return render(value, budget)


def to_number(env: Environment, value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and (number := numbers.parse(value)) is not None:
        return number
    return to_number(env, _default(value, "a number"))


def to_whole(env: Environment, value: Value) -> int:
    """A number without its fraction, within 32 bits."""
    number = to_number(env, value)
    whole = int(number)
    if whole not in _WHOLE_RANGE:
        raise XError(f"number value {number_text(number)} is out of range for an integer")
    return whole


def to_boolean(value: Value) -> bool:
    if isinstance(value, XError):
        raise value
    return truthy(value)


def to_date(env: Environment, value: Value) -> date:
    """The day of a datetime is that of the environment's timezone."""
    if isinstance(value, datetime):
        return in_zone(value, env.timezone).date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (found := dates.parse_date(env, value)) is not None:
        return found
    return to_date(env, _default(value, "a date"))


def to_time(env: Environment, value: Value) -> time:
    """A number is an hour; the time of a datetime is that of its own timezone."""
    if isinstance(value, time):
        return value
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, Decimal) and -1 < value < _AFTER_LAST_HOUR:
        return time(int(value) % 24)
    if isinstance(value, str) and (found := dates.parse_time(value)) is not None:
        return found
    return to_time(env, _default(value, "a time"))


def to_datetime(env: Environment, value: Value, *, fill_time: bool = False) -> datetime:
    """`fill_time`: a text without a time of day gets the present one, not midnight."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return _midnight(env, value)
    if isinstance(value, str) and (found := dates.parse_datetime(env, value, fill_time=fill_time)) is not None:
        return found
    return to_datetime(env, _default(value, "a datetime"), fill_time=fill_time)


def _midnight(env: Environment, day: date) -> datetime:
    """On the first and the last day that there is, it may lie in a year that there is not."""
    try:
        return localise(datetime.combine(day, MIDNIGHT), env.timezone)
    except OverflowError:
        raise XError("datetime value out of range") from None


def to_array(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else _refuse(value, "an array")


def to_object(value: Value) -> XObject:
    if isinstance(value, XObject):
        return value
    return XObject({}) if value is None else _refuse(value, "an object")


def to_function(value: Value) -> XFunction:
    """An error is no function either: it is described, not passed on."""
    if isinstance(value, XFunction):
        return value
    raise XError(f"{describe(value)} is not a function")


def _default(value: Value, wanted: str) -> Value:
    """What stands for an object, or a refusal."""
    if isinstance(value, XObject) and value.has_default:
        return value.default
    return _refuse(value, wanted)


def _refuse(value: Value, wanted: str) -> NoReturn:
    if isinstance(value, XError):
        raise value
    raise XError(f"unable to convert {describe(value)} to {wanted}")


def truthy(value: Value) -> bool:
    return _TRUTHY[kind_of(value)](value)


def equals(left: Value, right: Value, budget: Budget | None = None) -> bool:
    """Whether two values are of one type and equal. The operator = is another thing: it compares texts.

    Raises XError when there is more within them than the budget pays for.
    """
    kind = kind_of(left)
    return kind is kind_of(right) and _EQUAL.get(kind, _same)(left, right, budget or Budget())


def compare(left: Value, right: Value) -> int:
    """-1, 0 or 1; nil is before everything. Raises XError for two types, and for a type without an order."""
    if left is None or right is None:
        return (left is not None) - (right is not None)
    kind = kind_of(left)
    key = ORDER.get(kind)
    if key is None or kind is not kind_of(right):
        raise XError(f"unable to compare {describe(left)} to {describe(right)}")
    first, second = key(left), key(right)
    return int(first > second) - int(first < second)


def _equal_objects(left: XObject, right: XObject, budget: Budget) -> bool:
    budget.spend(1 + len(left))
    if (left.has_default or right.has_default) and not equals(left.default, right.default, budget):
        return False
    if left.names != right.names:
        return False
    return all(equals(left.properties[name], right.properties[name], budget) for name in left.names)


def _equal_arrays(left: list[Value], right: list[Value], budget: Budget) -> bool:
    budget.spend(1 + len(left))
    return len(left) == len(right) and all(equals(*pair, budget) for pair in zip(left, right, strict=True))


def _same(left: Any, right: Any, budget: Budget) -> bool:
    return bool(left == right)


def _instant(value: datetime) -> datetime:
    """In UTC: two datetimes of one timezone are compared by the wall clock, which repeats an hour in autumn."""
    return in_zone(value, UTC)


_Of = Mapping[type, Callable[[Any], Any]]

_TRUTHY: Mapping[type, Callable[[Any], bool]] = {
    type(None): bool,
    str: lambda value: value != "" and lower(value) != "false",
    Decimal: bool,
    bool: bool,
    date: lambda value: value != date.min,
    time: lambda value: value != MIDNIGHT,
    datetime: lambda value: value != ZERO_DATETIME,
    list: bool,
    XObject: lambda value: truthy(value.default) if value.has_default else bool(value.properties),
    XFunction: lambda value: True,
    XError: lambda value: False,
}
_EQUAL: Mapping[type, Callable[[Any, Any, Budget], bool]] = {
    datetime: lambda left, right, budget: _instant(left) == _instant(right),
    list: _equal_arrays,
    XObject: _equal_objects,
    XFunction: lambda left, right, budget: bool(left.name) and left.name == right.name,
}
ORDER: _Of = {
    str: str,
    Decimal: Decimal,
    bool: bool,
    date: lambda value: value,
    time: lambda value: value,
    datetime: _instant,
}
"""By type that has an order, what of a value tells its place in it, and whether another is the same."""
