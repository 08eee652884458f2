"""The text of a value: canonical, for people, and as messages name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pamoja.engines.environment import layouts
from pamoja.engines.environment.numbers import format_number
from pamoja.engines.environment.zones import in_zone, iso_datetime
from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.quoting import quote
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject, kind_of, too_complex

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment


MOST_CHARACTERS = 10_000_000
"""How long the text of an array or object may be: items can be shared, so that a small value has an endless text."""


def bounded(text: str) -> str:
    """The text, unless it is longer than any text may be. Raises XError."""
    if len(text) > MOST_CHARACTERS:
        raise too_complex()
    return text


def render(value: Value) -> str:
    """The canonical text: of an error its message. Raises XError when it would be far too long."""
    return _RENDER[kind_of(value)](value)


def describe(value: Value) -> str:
    """A value as messages name it."""
    return _DESCRIBE[kind_of(value)](value)


def format_value(env: Environment, value: Value) -> str:
    """The text for people, by the formats of the environment. An error shows nothing."""
    return _FORMAT[kind_of(value)](env, value)


def write_time(value: time) -> str:
    return value.isoformat("microseconds")


def _render_array(value: list[Value]) -> str:
    return bounded(f"[{', '.join(map(render, value))}]")


def _render_object(value: XObject) -> str:
    if value.has_default:
        return render(value.default)
    return bounded("{" + ", ".join(f"{name}: {render(value.properties[name])}" for name in value.names) + "}")


def _format_array(env: Environment, value: list[Value]) -> str:
    """On one line, or as a list with dashes when an item has several lines."""
    items = [format_value(env, each) for each in value]
    if not any("\n" in each for each in items):
        return bounded(", ".join(items))
    return bounded("\n".join(f"-{_indent(each)[1:]}" for each in items))


def _format_object(env: Environment, value: XObject) -> str:
    if value.has_default:
        return format_value(env, value.default)
    lines = (f"{name}:{_below(format_value(env, value.properties[name]))}" for name in value.names)
    return bounded("\n".join(lines))


def _below(text: str) -> str:
    return f"\n{_indent(text)}" if "\n" in text else f" {text}"


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" if line else line for line in text.split("\n"))


def _format_datetime(env: Environment, value: datetime) -> str:
    layout = f"{env.date_format} {env.time_format}"
    return layouts.format_datetime(in_zone(value, env.timezone), layout, env.locale)


def _itself(value: Any) -> Any:
    return value


_Of = Mapping[type, Callable[[Any], str]]

_RENDER: _Of = {
    type(None): lambda value: "",
    str: _itself,
    Decimal: numbers.write,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    time: write_time,
    datetime: iso_datetime,
    list: _render_array,
    XObject: _render_object,
    XFunction: lambda value: value.label,
    XError: lambda value: value.message,
}
_DESCRIBE: _Of = {
    type(None): lambda value: "null",
    str: quote,
    Decimal: numbers.write,
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
    list: _format_array,
    XObject: _format_object,
    XFunction: lambda env, value: value.label,
    XError: lambda env, value: "",
}
