"""Modifiers of what a contact is: name, language, status, timezone, when last seen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.checks import is_time, one_of
from pamoja.engines.flows.contacts.contact import STATUSES
from pamoja.engines.flows.events import Event, contacts
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.modifiers.base import Change, Modifier, modifier
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.times import read_time, timezone_named


def _set(change: Change, name: str, value: Any, maker: Callable[..., Event]) -> bool:
    """Set an attribute of the contact and tell of it, unless it has this value."""
    if getattr(change.contact, name) == value:
        return False
    setattr(change.contact, name, value)
    change.emit(maker, value)
    return True


@modifier("name")
@dataclass(frozen=True, slots=True)
class NameModifier(Modifier):
    """Set the name, cut where it is too long; an empty one clears it."""

    name: str = prop("", is_always_written=True)

    def apply(self, change: Change) -> bool:
        contact = change.contact
        if contact.name == self.name:
            return False
        contact.name = self.name[: change.engine.limits.name_chars]
        change.emit(contacts.contact_name_changed, contact.name)
        return True


@modifier("language")
@dataclass(frozen=True, slots=True)
class LanguageModifier(Modifier):
    """Set the language (ISO 639-3); an empty one clears it."""

    language: str = prop("", is_always_written=True)

    def to_json(self) -> Json:
        return {**Modifier.to_json(self), "language": self.language or None}

    def apply(self, change: Change) -> bool:
        return _set(change, "language", self.language, contacts.contact_language_changed)


@modifier("status")
@dataclass(frozen=True, slots=True)
class StatusModifier(Modifier):
    """Set the status; who is not active leaves all groups."""

    status: str = prop("", one_of(STATUSES, "is not a valid contact status"))

    def apply(self, change: Change) -> bool:
        return _set(change, "status", self.status, contacts.contact_status_changed)


@modifier("timezone")
@dataclass(frozen=True, slots=True)
class TimezoneModifier(Modifier):
    """Set the timezone (IANA name); an empty one clears it."""

    timezone: str = prop("", is_always_written=True)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        if self.timezone and timezone_named(self.timezone) is None:
            raise FlowReadError(f"unknown time zone {self.timezone}")
        return self

    def apply(self, change: Change) -> bool:
        contact = change.contact
        if (contact.timezone.key if contact.timezone else "") == self.timezone:
            return False
        contact.timezone = timezone_named(self.timezone)
        change.emit(contacts.contact_timezone_changed, self.timezone)
        return True


@modifier("seen")
@dataclass(frozen=True, slots=True)
class SeenModifier(Modifier):
    """Note when the contact was last heard of, if that is later than known."""

    seen_on: str = prop("", required, is_time)

    def apply(self, change: Change) -> bool:
        contact, seen = change.contact, read_time(self.seen_on)
        if contact.last_seen_on and seen <= contact.last_seen_on:
            return False
        return _set(change, "last_seen_on", seen, contacts.contact_last_seen_changed)
