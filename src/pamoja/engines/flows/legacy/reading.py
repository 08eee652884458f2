"""Reading what a legacy definition holds: what is absent or null is empty, and what has another shape is an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from pamoja.engines.flows.json_types import number
from pamoja.engines.flows.reading import FlowReadError

T = TypeVar("T")
JsonObject = dict[str, Any]
Translations = dict[str, str]

BASE = "base"  # the language of texts in definitions that had none


class LegacyFlowError(FlowReadError):
    """A legacy flow definition that cannot be brought to a newer version, and why."""


@contextmanager
def place(where: str) -> Iterator[None]:
    """Name where an error was found."""
    try:
        yield
    except LegacyFlowError as error:
        raise LegacyFlowError(f"In {where}: {error}") from error


@contextmanager
def made_otherwise(what: str) -> Iterator[None]:
    """Say of what holds values of other kinds than any version had that it does; saves a check of each of them."""
    try:
        yield
    except (AttributeError, KeyError, TypeError) as error:
        raise LegacyFlowError(f"{what} is not made as those of its version are: {error!r}.") from error


def text_of(source: JsonObject, key: str) -> str:
    """A text, empty when absent."""
    return _of(source, key, str, "")


def list_of(source: JsonObject, key: str) -> list[Any]:
    """A list, empty when absent."""
    return _of(source, key, list, [])


def texts_of(source: JsonObject, key: str) -> list[str]:
    """A list of texts; null in it is an empty one."""
    found = list_of(source, key)
    if not all(isinstance(each, str | None) for each in found):
        raise LegacyFlowError(f"{key} is no list of texts.")
    return [each or "" for each in found]


def objects_of(source: JsonObject, key: str) -> list[JsonObject]:
    """A list of objects; null in it is one without properties."""
    found = list_of(source, key)
    if not all(isinstance(each, dict | None) for each in found):
        raise LegacyFlowError(f"{key} is no list of objects.")
    return [each or {} for each in found]


def object_of(source: JsonObject, key: str) -> JsonObject:
    """An object, empty when absent."""
    return _of(source, key, dict, {})


def whole_of(source: JsonObject, key: str) -> int:
    """A whole number, 0 when absent; the fraction that a position may have is cut off."""
    return int(number_of(source, key))


def number_of(source: JsonObject, key: str) -> Decimal:
    """A number, which some definitions hold as a text; 0 when absent."""
    value = source.get(key)
    try:
        return Decimal(0) if value is None else number(value, key)
    except FlowReadError:
        raise LegacyFlowError(f"{key} is no number, or too large a one.") from None


def number_text_of(source: JsonObject, key: str) -> str:
    """What a rule compares with, as text: some definitions have a number where others have a text."""
    value = source.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        raise LegacyFlowError(f"{key} is neither a text nor a number: {value!r}.")
    return "" if value is None else str(value)


def translations_of(value: Any) -> Translations:
    """The texts by language; a single text is in the language `base`."""
    if isinstance(value, str):
        return {BASE: value}
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise LegacyFlowError(f"A text in several languages is an object, not {value!r}.")
    return {language: text_of(value, language) for language in value}


def _of(source: JsonObject, key: str, kind: type[T], empty: T) -> T:
    value = source.get(key)
    if value is None:
        return empty
    if not isinstance(value, kind):
        raise LegacyFlowError(f"{key} is no {kind.__name__}: {value!r}.")
    return value
