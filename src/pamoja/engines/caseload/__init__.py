"""Which cases live on a device: a worker's own open ones, and all that they cannot be understood without.

Cases point at others with indices: `child` (this case is a child of that one) and `extension` (this case says more
about that one, and ends with it). Source: CommCare case transactions 2.0 and its rules of case sync:

- an open case is *available* unless it is an extension; an open extension is available when a host of it is;
- a case is *live* when it is owned and available, when it has a live child or a live extension, or when it is
  open and an extension of a live case.

A case that points at another both ways is its child.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Relationship = Literal["child", "extension"]


@dataclass(frozen=True)
class Index:
    """A pointer from a case to the case `target`."""

    target: str
    relationship: Relationship = "child"


@dataclass(frozen=True)
class Case:
    """A case as far as its life depends on others; `is_owned` by the worker or by a group of theirs."""

    case_id: str
    is_owned: bool = False
    is_closed: bool = False
    indices: tuple[Index, ...] = field(default=())


def live_cases(cases: Iterable[Case]) -> frozenset[str]:
    """The ids of the cases that live on the device; an index to a case that is not there counts for nothing."""
    known = {case.case_id: case for case in cases}
    extensions = _extensions(known)
    available = _available(known, extensions)
    live = {case.case_id for case in known.values() if case.is_owned and case.case_id in available}
    waiting = deque(live)
    while waiting:
        case_id = waiting.popleft()
        hosts = (index.target for index in known[case_id].indices if index.target in known)
        open_ones = (each for each in extensions.get(case_id, ()) if not known[each].is_closed)
        for each in (*hosts, *open_ones):
            if each not in live:
                live.add(each)
                waiting.append(each)
    return frozenset(live)


def _extensions(known: Mapping[str, Case]) -> dict[str, list[str]]:
    """The extensions of each case."""
    found: dict[str, list[str]] = {}
    for case in known.values():
        parents = {index.target for index in case.indices if index.relationship == "child"}
        for target in {index.target for index in case.indices} - parents:
            if target in known:
                found.setdefault(target, []).append(case.case_id)
    return found


def _available(known: Mapping[str, Case], extensions: Mapping[str, list[str]]) -> set[str]:
    inside = {case_id for row in extensions.values() for case_id in row}
    available = {case.case_id for case in known.values() if not case.is_closed and case.case_id not in inside}
    waiting = deque(available)
    while waiting:
        for each in extensions.get(waiting.popleft(), ()):
            if each not in available and not known[each].is_closed:
                available.add(each)
                waiting.append(each)
    return available
