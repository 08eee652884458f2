"""Version 11.12: no action names a channel that cannot be one."""

from pamoja.engines.flows.checks import is_uuid
from pamoja.engines.flows.legacy.reading import JsonObject
from pamoja.engines.flows.legacy.upgrades.work import Upgrade, action_sets, rule_sets, rules


def drop_unknown_channels(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Leave out actions that set a channel without a UUID, and nodes that had no others; who led there goes on."""
    past: dict[str, str | None] = {}
    for node in list(action_sets(flow)):
        kept = [action for action in node["actions"] if not _is_unknown(action)]
        if node["actions"] and not kept:
            action_sets(flow).remove(node)
            past[node["uuid"]] = node.get("destination")
        node["actions"] = kept
    for exit_ in [*action_sets(flow), *(rule for node in rule_sets(flow) for rule in rules(node))]:
        exit_["destination"] = _beyond(exit_.get("destination"), past)
    flow["entry"] = _beyond(flow.get("entry"), past)
    return flow


def _is_unknown(action: JsonObject) -> bool:
    channel = action.get("channel")
    return action.get("type") == "channel" and (not isinstance(channel, str) or bool(is_uuid(channel)))


def _beyond(destination: str | None, past: dict[str, str | None]) -> str | None:
    """Where one comes to who leaves out nodes; nowhere, when they lead in a circle."""
    seen = set[str]()
    while destination in past and destination not in seen:
        seen.add(destination)
        destination = past[destination]
    return None if destination in past else destination
