"""The kinds of issues that inspection finds:

@issue("legacy_vars")
def legacy_vars(flow: Flow, found: Findings, has: Has | None) -> Iterator[Issue]:
    ...
    yield told("legacy_vars", place, "...", vars=[...])
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.inspection.finding import Findings, Has, Place

Issue: TypeAlias = dict[str, Any]
Check: TypeAlias = Callable[[Flow, Findings, Has | None], Iterator[Issue]]
ISSUES: dict[str, Check] = {}


def issue(type_: str) -> Callable[[Check], Check]:
    """Register what finds issues of a type."""

    def register(check: Check) -> Check:
        ISSUES[type_] = check
        return check

    return register


def told(type_: str, place: Place, description: str, **more: Any) -> Issue:
    """An issue as JSON: where it is, what it is for people, and what it is for programs."""
    where = {"node_uuid": place.node, "action_uuid": place.action, "language": place.language}
    return {"type": type_, **{key: uuid for key, uuid in where.items() if uuid}, "description": description, **more}
