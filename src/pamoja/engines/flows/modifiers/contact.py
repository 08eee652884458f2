"""Modifiers of what is known about a contact: name, language, status, timezone, fields, groups, when last seen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.kinds import Group
from pamoja.engines.flows.checks import is_time, one_of
from pamoja.engines.flows.contacts.contact import BLOCKED, STATUSES, STOPPED
from pamoja.engines.flows.contacts.groups import references
from pamoja.engines.flows.contacts.parsing import parse_value
from pamoja.engines.flows.events import contacts
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.modifiers.base import Change, Modifier, NothingToModify, modifier
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.references import FieldReference, GroupReference
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.times import read_time, timezone_named

ADD, REMOVE = "add", "remove"


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
        contact = change.contact
        if contact.language == self.language:
            return False
        contact.language = self.language
        change.emit(contacts.contact_language_changed, self.language)
        return True


@modifier("status")
@dataclass(frozen=True, slots=True)
class StatusModifier(Modifier):
    """Set the status; who is not active leaves all groups."""

    status: str = prop("", one_of(STATUSES, "is not a valid contact status"))

    def apply(self, change: Change) -> bool:
        contact = change.contact
        if contact.status == self.status:
            return False
        contact.status = self.status
        change.emit(contacts.contact_status_changed, self.status)
        return True


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
        contact.last_seen_on = seen
        change.emit(contacts.contact_last_seen_changed, seen)
        return True


@modifier("field")
@dataclass(frozen=True, slots=True)
class FieldModifier(Modifier):
    """Set a field from a text, read in every way that it can be; an empty text clears it."""

    field: FieldReference | None = prop(None, required)
    value: Any = prop("", is_always_written=True)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        assert self.field is not None
        if missing.found(assets.fields, "field", self.field.to_json(), "key") is None:
            raise NothingToModify
        return self if isinstance(self.value, str) else replace(self, value="")

    def apply(self, change: Change) -> bool:
        assert self.field is not None
        contact, field = change.contact, change.assets.fields.get(self.field.key)
        assert field is not None
        value = parse_value(change.env, contact, field, self.value)
        value = value.cut(change.engine.limits.field_chars) if value else None
        if value == contact.value_of(field):
            return False
        contact.set_value(field, value)
        change.emit(contacts.contact_field_changed, field.reference, value.to_json() if value else None)
        return True


@modifier("groups")
@dataclass(frozen=True, slots=True)
class GroupsModifier(Modifier):
    """Add the contact to groups, or remove them; groups by query cannot be changed so."""

    groups: tuple[GroupReference, ...] = prop((), required, each=(required,))
    modification: str = prop("", one_of((ADD, REMOVE), "must be add or remove"))

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        found = tuple(each for each in self.groups if missing.found(assets.groups, "group", each.to_json()))
        if not found:
            raise NothingToModify
        return replace(self, groups=found)

    def apply(self, change: Change) -> bool:
        found = (change.assets.groups.get(each.uuid) for each in self.groups)
        return change_groups(change, [group for group in found if group], self.modification)


def change_groups(change: Change, groups: Iterable[Group], modification: str) -> bool:
    """Add the contact to groups or remove it, and tell of it."""
    if change.contact.status in (BLOCKED, STOPPED):
        change.error("Can't add blocked or stopped contacts to groups")
        return False
    changed = [group for group in groups if _move(change, group, modification)]
    if changed:
        added, removed = (changed, []) if modification == ADD else ([], changed)
        change.emit(contacts.contact_groups_changed, references(added), references(removed))
    return bool(changed)


def _move(change: Change, group: Group, modification: str) -> bool:
    """Put the contact into a group or take it out; whether that made a difference."""
    mine, is_added = change.contact.groups, modification == ADD
    if group.uses_query:
        what = "add contacts to" if is_added else "remove contacts from"
        change.error(f"Can't {what} the query based group '{group.name}'")
        return False
    if (group in mine) is is_added:
        return False
    if is_added:
        mine.append(group)
    else:
        mine.remove(group)
    return True
