"""What is to be done about an entity that a submission speaks of.

A form that creates and updates tries to update first. A change that a device made offline names its branch and the
version of that branch that it is based on; one that comes before its predecessor waits.
"""

from dataclasses import replace

from pamoja.engines.entities.conflicts import clash
from pamoja.engines.entities.refused import EntityRefused
from pamoja.engines.entities.sent import Sent
from pamoja.engines.entities.state import (
    AUTO_LABEL,
    Absence,
    Change,
    Create,
    Decision,
    Hold,
    Known,
    Occasion,
    Update,
    Version,
)

FIRST = 1


def decide(sent: Sent, known: Known | Absence, occasion: Occasion) -> Decision | None:
    """What is to be done; None for nothing. Raises EntityRefused: the codes are in its docstring."""
    _check_permitted(sent, occasion)
    if sent.wants_update:
        return _update_or_create(sent, known, occasion)
    return _create_or_update(sent, known, occasion) if sent.wants_create else None


def _check_permitted(sent: Sent, occasion: Occasion) -> None:
    for action, is_wanted in (("create", sent.wants_create), ("update", sent.wants_update)):
        if is_wanted and action not in occasion.permitted:
            raise EntityRefused("403.2", action=action, permitted=list(occasion.permitted))


def _update_or_create(sent: Sent, known: Known | Absence, occasion: Occasion) -> Decision | None:
    try:
        return _update(sent, known, occasion)
    except EntityRefused as refused:
        is_absent = refused.code == "404.8"
        has_no_base = refused.code == "400.2" and refused.details["field"] == "baseVersion"
        if (is_absent or has_no_base) and (sent.wants_create or occasion.is_forced):
            return _create(sent, known, occasion)
        raise


def _create_or_update(sent: Sent, known: Known | Absence, occasion: Occasion) -> Decision | None:
    """An entity that was made of an update in want of anything better takes over what was to make it."""
    try:
        return _create(sent, known, occasion)
    except EntityRefused as refused:
        if refused.code == "409.3" and isinstance(known, Known) and known.is_forced:
            return _update(sent, known, occasion, was_create=True)
        raise


def _create(sent: Sent, known: Known | Absence, occasion: Occasion) -> Create | None:
    if not occasion.may_create:
        return None
    if occasion.is_forced and not sent.label.strip():
        sent = replace(sent, label=AUTO_LABEL)
    change = _read(sent, is_update=False)
    if isinstance(known, Known) or known == Absence.ELSEWHERE:
        raise EntityRefused("409.3", fields=["uuid"], values=[sent.uuid])
    if known in (Absence.DELETED, Absence.PURGED):
        raise EntityRefused("409.19", entityUuids=[sent.uuid])
    return Create(
        label=change.label or "",
        data=change.data,
        received=change.received,
        trunk_version=change.trunk_version,
        branch_id=change.branch_id,
        branch_base_version=change.base_version if occasion.is_forced else None,
    )


def _update(sent: Sent, known: Known | Absence, occasion: Occasion, was_create: bool = False) -> Decision | None:
    if not occasion.may_update:
        return None
    change = _read(sent, is_update=not was_create)
    if change.branch_id and not was_create:
        base = _base_on_branch(change, known, sent, occasion)
        if isinstance(base, Hold):
            return base
    else:
        base = _current(sent, known) if was_create else _base(sent, change, known)
    known = _here(sent, known)
    if change.trunk_version and change.trunk_version > known.current.number:
        raise _no_version(sent, f"trunkVersion={change.trunk_version}")
    return _added(known, base, change, was_create)


def _read(sent: Sent, *, is_update: bool) -> Change:
    """The texts as what they mean, complained of in this order."""
    _ = sent.uuid
    label = sent.label_for(is_needed=not is_update)
    base_version = sent.base_version(is_needed=is_update)
    return Change(label, sent.data, base_version, sent.branch_id, sent.trunk_version)


def _base(sent: Sent, change: Change, known: Known | Absence) -> Version:
    found = _here(sent, known).by_number.get(change.base_version or 0)
    if found is None:
        raise _no_version(sent, str(change.base_version))
    return found


def _base_on_branch(change: Change, known: Known | Absence, sent: Sent, occasion: Occasion) -> Version | Hold:
    """The version that the device had before it made this change; offline versions have numbers of their own."""
    found = _found_on_branch(change, known) if isinstance(known, Known) else None
    if found is not None:
        return found
    if not occasion.is_forced:
        return Hold(str(change.branch_id), change.base_version or 0)
    return _current(sent, known)


def _found_on_branch(change: Change, known: Known) -> Version | None:
    base = change.base_version or 0
    if base in (FIRST, change.trunk_version):
        return known.by_number.get(base)
    before = (change.branch_id, base - 1)
    return next((v for v in known.versions if (v.branch_id, v.branch_base_version) == before), None)


def _current(sent: Sent, known: Known | Absence) -> Version:
    return _here(sent, known).current


def _here(sent: Sent, known: Known | Absence) -> Known:
    if isinstance(known, Known):
        return known
    if known == Absence.DELETED:
        raise EntityRefused("404.11", entityUuid=sent.uuid)
    raise EntityRefused("404.8", entityUuid=sent.uuid, datasetName=sent.dataset)


def _no_version(sent: Sent, version: str) -> EntityRefused:
    return EntityRefused("404.9", baseVersion=version, entityUuid=sent.uuid, datasetName=sent.dataset)


def _added(known: Known, base: Version, change: Change, was_create: bool) -> Update:
    conflict, conflicting = clash(known, base, change, was_create=was_create)
    return Update(
        number=known.current.number + 1,
        label=change.label or known.current.label,
        data={**known.current.data, **change.data},
        received=change.received,
        base_version=base.number,
        conflict=conflict,
        conflicting=conflicting,
        trunk_version=change.trunk_version,
        branch_id=change.branch_id,
        branch_base_version=change.base_version if change.branch_id else None,
        was_create=was_create,
    )
