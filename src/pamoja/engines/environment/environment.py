"""The environment of a session, as immutable values, and its JSON form (that of goflow)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any, Self
from zoneinfo import ZoneInfo

from pamoja.engines.environment.layouts import Kind, is_layout
from pamoja.engines.environment.locations import LocationTree
from pamoja.engines.text.languages import is_language

COLLATIONS = ("default", "confusables", "arabic_variants")
REDACTION_POLICIES = ("", "none", "urns")
OBFUSCATION_KEY = (0xA3B1C, 0xD2E3F, 0x1A2B3, 0xC0FFEE)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The marks of written numbers: 1,234.56."""

    decimal_symbol: str = "."
    digit_grouping_symbol: str = ","


def _no_clock() -> datetime:
    raise LookupError("This environment was made without a clock.")


@dataclass(frozen=True, slots=True)
class Environment:
    """Formats are layouts (`YYYY-MM-DD`, `tt:mm`), languages ISO 639-3, the country ISO 3166-1 alpha-2 or "".

    `clock` is the only source of the present; two-digit years and times that are left out are read against it.
    `prompts` are templates for language models by name. `locations` is None where places cannot be looked up.
    `workspace_timezone` is set where `timezone` is that of a contact.
    """

    date_format: str = "YYYY-MM-DD"
    time_format: str = "tt:mm"
    timezone: tzinfo = field(default_factory=lambda: ZoneInfo("UTC"))
    allowed_languages: tuple[str, ...] = ()
    number_format: NumberFormat = NumberFormat()
    country: str = ""
    input_collation: str = "default"
    redaction_policy: str = "none"
    obfuscation_key: tuple[int, ...] = OBFUSCATION_KEY
    contact_language: str = ""
    workspace_timezone: tzinfo | None = None
    locations: LocationTree | None = field(default=None, compare=False, repr=False)
    prompts: Mapping[str, str] = field(default_factory=dict, compare=False)
    clock: Callable[[], datetime] = field(default=_no_clock, compare=False, repr=False)

    @property
    def language(self) -> str:
        """The contact's language if it is one of those allowed, else the first of them, or ""."""
        if self.contact_language in self.allowed_languages:
            return self.contact_language
        return self.allowed_languages[0] if self.allowed_languages else ""

    @property
    def locale(self) -> str:
        """Language and country, as in "eng-RW"."""
        return f"{self.language}-{self.country}" if self.language and self.country else self.language

    @property
    def redacts_urns(self) -> bool:
        return self.redaction_policy == "urns"

    def now(self) -> datetime:
        """The present; each call asks the clock once.

        It is told in the timezone of the workspace even to a contact who lives by another: so goflow has it, and flows
        have shown `@(today())` and times left out in that way for years.
        """
        return self.clock().astimezone(self.workspace_timezone or self.timezone)

    def for_contact(self, *, language: str = "", country: str = "", timezone: tzinfo | None = None) -> Self:
        """The same environment for one contact, whose own settings go before those of the workspace."""
        return replace(
            self,
            contact_language=language,
            country=country or self.country,
            timezone=timezone or self.timezone,
            workspace_timezone=self.workspace_timezone or self.timezone,
        )

    @classmethod
    def from_json(cls, data: Mapping[str, Any], **given: Any) -> Self:
        """Read an environment; `given` are fields that JSON does not have. ValueError says each field that is wrong."""
        said = {key: value for key, value in data.items() if key in _KEYS and value is not None}
        wrong = [f"field '{key}' {_KEYS[key].says}" for key in said if not _KEYS[key].takes(said[key])]
        if wrong:
            raise ValueError(", ".join(wrong))
        return cls(**{_KEYS[key].field: _KEYS[key].read(value) for key, value in said.items()}, **given)

    def to_json(self) -> dict[str, Any]:
        """The JSON form, without what belongs to a contact; empty languages and country are left out."""
        written = {key: each.write(getattr(self, each.field)) for key, each in _KEYS.items()}
        return {key: value for key, value in written.items() if value or not _KEYS[key].is_optional}


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the JSON form: its field, which values it takes, what is said of others, how it is read and written."""

    field: str
    takes: Callable[[Any], bool]
    says: str
    read: Callable[[Any], Any] = str
    write: Callable[[Any], Any] = str
    is_optional: bool = False


def _is_layout(value: Any, kind: Kind) -> bool:
    return isinstance(value, str) and is_layout(value, kind, to_read=True)


def _timezone(name: str) -> tzinfo:
    return ZoneInfo(name or "UTC")


def _is_timezone(name: Any) -> bool:
    try:
        return isinstance(name, str) and _timezone(name) is not None
    except (KeyError, ValueError, OSError):
        return False


def _are_languages(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and is_language(each) for each in value)


def _is_number_format(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(value.get(key, ""), str | None) for key in _MARKS)


def _number_format(data: Mapping[str, Any]) -> NumberFormat:
    return NumberFormat(**{key: data[key] for key in _MARKS if data.get(key) is not None})


def _is_key(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 4 and all(type(each) is int and each in _KEY for each in value)


_KEY = range(2**32)
_MARKS = ("decimal_symbol", "digit_grouping_symbol")
_KEYS = {
    "date_format": _Key("date_format", lambda value: _is_layout(value, "date"), "is not a valid date format"),
    "time_format": _Key("time_format", lambda value: _is_layout(value, "time"), "is not a valid time format"),
    "timezone": _Key("timezone", _is_timezone, "is not a known timezone", _timezone),
    "allowed_languages": _Key(
        "allowed_languages", _are_languages, "is not a valid language code", tuple, list, is_optional=True
    ),
    "number_format": _Key("number_format", _is_number_format, "is not a number format", _number_format, asdict),
    "default_country": _Key(
        "country",
        lambda value: isinstance(value, str) and len(value) in (0, 2),
        "is not a valid country code",
        is_optional=True,
    ),
    "input_collation": _Key("input_collation", lambda value: value in COLLATIONS, "is not a known collation"),
    "redaction_policy": _Key(
        "redaction_policy", lambda value: value in REDACTION_POLICIES, "is not a known redaction policy"
    ),
    "obfuscation_key": _Key("obfuscation_key", _is_key, "is not four numbers", tuple, list),
}
"""In the order in which they are written."""
