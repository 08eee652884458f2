"""What the versions of an entity tell: what changed, which ones clash, and where it was last well."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pamoja.engines.entities.conflicts import differing
from pamoja.engines.entities.state import Conflict


@dataclass(frozen=True)
class Recorded:
    """One version as it was written down. `was_create`: sent to make the entity, taken as a change."""

    number: int
    label: str
    data: Mapping[str, str]
    received: Mapping[str, str] = field(default_factory=dict)
    base_version: int | None = None
    branch_id: str | None = None
    trunk_version: int | None = None
    conflicting: Collection[str] | None = None
    was_create: bool = False

    @property
    def whole(self) -> dict[str, str]:
        return {**self.data, "label": self.label}


@dataclass
class Judged:
    """What is to be said of a version: its conflict, what it changed of its base and of the version before it."""

    number: int
    conflict: Conflict = Conflict.NONE
    is_resolved: bool = False
    base_diff: list[str] = field(default_factory=list)
    server_diff: list[str] = field(default_factory=list)
    is_last_good: bool = False
    is_relevant: bool = False


@dataclass(frozen=True)
class Difference:
    """One property that a version changed; `old` is None when it was not there."""

    name: str
    old: str | None
    new: str


def differences(versions: Sequence[Recorded]) -> list[list[Difference]]:
    """For each version after the first, what it changed; the label comes first."""
    found = []
    for before, after in zip(versions, versions[1:], strict=False):
        old, new = {"label": before.label, **before.data}, {"label": after.label, **after.data}
        found.append([Difference(name, old.get(name), new[name]) for name in differing(new, old)])
    return found


class _Branch:
    """How far a device's branch goes on from its trunk with nobody else's change in between."""

    def __init__(self, first: Recorded) -> None:
        """From the first change (never the creation) of the branch that was taken in."""
        if first.trunk_version is None:  # the entity was made offline: its first version is the trunk
            self.contiguous = 2 if first.number == 2 else 1
        else:
            self.contiguous = first.number if first.number == first.trunk_version + 1 else 0

    def add(self, version: Recorded) -> None:
        if version.base_version == self.contiguous and version.number == self.contiguous + 1:
            self.contiguous = version.number


def judge(versions: Sequence[Recorded], resolved_up_to: int = 0) -> list[Judged]:
    """What is to be said of each version, in order. Conflicts up to version `resolved_up_to` are resolved."""
    branches: dict[str, _Branch] = {}
    judged: list[Judged] = []
    bases: set[int] = set()
    last_good = 0
    for each in versions:
        found = Judged(each.number)
        judged.append(found)
        _follow(branches, each)
        if each.number == 1:
            continue
        _compare(found, each, versions)
        if _is_conflict(each, branches):
            found.conflict = Conflict.HARD if each.conflicting else Conflict.SOFT
            found.is_resolved = each.number <= resolved_up_to
            if not found.is_resolved and not last_good:
                last_good = each.number - 1
        if last_good:
            bases.add(each.base_version or 0)
    _mark(judged, last_good, bases)
    return judged


def _follow(branches: dict[str, _Branch], version: Recorded) -> None:
    if version.branch_id is None:
        return
    if version.branch_id in branches:
        branches[version.branch_id].add(version)
    else:
        branches[version.branch_id] = _Branch(version)


def _compare(found: Judged, version: Recorded, versions: Sequence[Recorded]) -> None:
    base = versions[(version.base_version or 1) - 1]
    found.base_diff = differing(version.received, base.whole)
    found.server_diff = differing(version.received, versions[version.number - 2].whole)


def _is_conflict(version: Recorded, branches: dict[str, _Branch]) -> bool:
    base = version.base_version or 0
    is_cut_off = version.branch_id is not None and branches[version.branch_id].contiguous < base
    return version.number != base + 1 or is_cut_off or version.was_create


def _mark(judged: list[Judged], last_good: int, bases: set[int]) -> None:
    """Mark the last version before any open conflict, and all that somebody needs to see who is to resolve it."""
    for each in judged:
        each.is_relevant = bool(last_good) and (each.number >= last_good or each.number in bases)
    judged[(last_good or len(judged)) - 1].is_last_good = True
