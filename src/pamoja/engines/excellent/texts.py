"""The text of a value: canonical, for people, and as messages name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pamoja.engines.environment import layouts
from pamoja.engines.environment.numbers import format_number, number_text
from pamoja.engines.environment.zones import in_zone, iso_datetime
from pamoja.engines.excellent.call import Budget
from pamoja.engines.excellent.quoting import quote
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject, kind_of

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment


def render(value: Value, budget: Budget | None = None) -> str:
    """The canonical text: of an error its message. Raises XError when it is more than the budget pays for."""
    if isinstance(value, list):
        return _render_array(value, budget or Budget())
    if isinstance(value, XObject):
        return _render_object(value, budget or Budget())
    return _RENDER[kind_of(value)](value)


def describe(value: Value) -> str:
    """A value as messages name it."""
    return _DESCRIBE[kind_of(value)](value)


def format_value(env: Environment, value: Value, budget: Budget | None = None) -> str:
    """The text for people, by the formats of the environment. An error shows nothing. Raises XError like `render`."""
    if isinstance(value, list):
        return _format_array(env, value, budget or Budget())
    if isinstance(value, XObject):
        return _format_object(env, value, budget or Budget())
    return _FORMAT[kind_of(value)](env, value)


def write_time(value: time) -> str:
    return value.isoformat("microseconds")


def _render_array(value: list[Value], budget: Budget) -> str:
    return f"[{', '.join(budget.paid(render(each, budget) for each in value))}]"


def _render_object(value: XObject, budget: Budget) -> str:
    if value.has_default:
        return render(value.default, budget)
    pairs = (f"{name}: {render(value.properties[name], budget)}" for name in value.names)
    return "{" + ", ".join(budget.paid(pairs)) + "}"


def _format_array(env: Environment, value: list[Value], budget: Budget) -> str:
    """On one line, or as a list with dashes when an item has several lines."""
    items = list(budget.paid(format_value(env, each, budget) for each in value))
    if not any("\n" in each for each in items):
        return ", ".join(items)
    return "\n".join(f"-{_indent(each)[1:]}" for each in items)


def _format_object(env: Environment, value: XObject, budget: Budget) -> str:
    if value.has_default:
        return format_value(env, value.default, budget)
    lines = (f"{name}:{_below(format_value(env, value.properties[name], budget))}" for name in value.names)
    return "\n".join(budget.paid(lines))


def _below(text: str) -> str:
    return f"\n{_indent(text)}" if "\n" in text else f" {text}"


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" if line else line for line in text.split("\n"))


def _format_datetime(env: Environment, value: datetime) -> str:
    layout = f"{env.date_format} {env.time_format}"
    return layouts.format_datetime(in_zone(value, env.timezone), layout, env.locale)


_Of = Mapping[type, Callable[[Any], str]]

_RENDER: _Of = {
    type(None): lambda value: "",
    str: str,
    Decimal: number_text,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    time: write_time,
    datetime: iso_datetime,
    XFunction: lambda value: value.label,
    XError: lambda value: value.message,
}
_DESCRIBE: _Of = {
    type(None): lambda value: "null",
    str: quote,
    Decimal: number_text,
    bool: _RENDER[bool],
    date: lambda value: "date",
    time: lambda value: "time",
    datetime: lambda value: "datetime",
    list: lambda value: "array",
    XObject: lambda value: "object",
    XFunction: lambda value: f"{value.label}(...)",
    XError: lambda value: "error",
}
_FORMAT: Mapping[type, Callable[[Environment, Any], str]] = {
    type(None): lambda env, value: "",
    str: lambda env, value: value,
    Decimal: lambda env, value: format_number(value, env.number_format),
    bool: lambda env, value: render(value),
    date: lambda env, value: layouts.format_date(value, env.date_format, env.locale),
    time: lambda env, value: layouts.format_time(value, env.time_format, env.locale),
    datetime: _format_datetime,
    XFunction: lambda env, value: value.label,
    XError: lambda env, value: "",
}
