"""The assets that a flow depends on, and whether they are there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pamoja.engines.flows.inspection.finding import Has
from pamoja.engines.flows.references import Reference

if TYPE_CHECKING:
    from pamoja.engines.flows.assets import Assets

# contacts are taken to exist
COLLECTIONS = {
    "channel": "channels",
    "field": "fields",
    "global": "globals",
    "group": "groups",
    "label": "labels",
    "llm": "llms",
    "template": "templates",
    "topic": "topics",
    "user": "users",
}


def in_assets(assets: "Assets") -> Has:
    """Tells whether what is referred to is among the assets of a workspace; flows must be such as can be read."""

    def has(reference: Reference) -> bool:
        if reference.TYPE == "flow":
            return assets.flows.find(reference.identity) is not None
        name = COLLECTIONS.get(reference.TYPE)
        return name is None or getattr(assets, name).get(reference.identity) is not None

    return has


def dependencies(references: Iterable[Reference], has: Has | None) -> list[dict[str, Any]]:
    """Each asset once, in the order in which they are first mentioned; `missing` only if it is and that is known."""
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for each in references:
        key = each.TYPE, each.identity
        if key not in told:
            is_missing = has is not None and not has(each)
            told[key] = each.to_json() | {"type": each.TYPE} | ({"missing": True} if is_missing else {})
    return list(told.values())
