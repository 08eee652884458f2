"""The modifier of the groups that a contact was put into by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.kinds import Group
from pamoja.engines.flows.checks import one_of
from pamoja.engines.flows.contacts.contact import BLOCKED, STOPPED
from pamoja.engines.flows.contacts.groups import references
from pamoja.engines.flows.events import contacts
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.modifiers.base import Change, Modifier, NothingToModify, modifier
from pamoja.engines.flows.references import GroupReference
from pamoja.engines.flows.schema import prop, required

ADD, REMOVE = "add", "remove"


@modifier("groups")
@dataclass(frozen=True, slots=True)
class GroupsModifier(Modifier):
    """Add the contact to groups, or remove them; groups by query cannot be changed so."""

    groups: tuple[GroupReference, ...] = prop((), required, each=(required,))
    modification: str = prop("", one_of((ADD, REMOVE)))

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
