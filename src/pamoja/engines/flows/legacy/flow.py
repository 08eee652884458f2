"""A whole legacy flow as a definition of version 13.0.0."""

from collections.abc import Callable, Iterable

from pamoja.engines.flows.legacy import messages as _messages  # noqa: F401 - registers its actions
from pamoja.engines.flows.legacy import waits as _waits  # noqa: F401 - registers its rulesets
from pamoja.engines.flows.legacy.actions import migrated_action
from pamoja.engines.flows.legacy.localization import Localization
from pamoja.engines.flows.legacy.reading import (
    JsonObject,
    LegacyFlowError,
    object_of,
    objects_of,
    place,
    text_of,
    whole_of,
)
from pamoja.engines.flows.legacy.rulesets import migrated_ruleset
from pamoja.engines.flows.legacy.work import Work, filled

SPEC_VERSION = "13.0.0"
TYPES = {"": "messaging", "F": "messaging", "M": "messaging", "V": "voice", "S": "messaging_offline"}


def migrated_flow(source: JsonObject, new_uuid: Callable[[], str], base_media_url: str) -> JsonObject:
    """A definition of the last legacy version (11.12) as one of version 13.0.0."""
    action_sets, rule_sets = objects_of(source, "action_sets"), objects_of(source, "rule_sets")
    work = Work(
        Localization(text_of(source, "base_language")),
        new_uuid,
        base_media_url,
        frozenset(_uuid(node) for node in [*action_sets, *rule_sets]),
    )
    drawn: JsonObject = {}
    nodes = [_action_node(one, work, drawn) for one in action_sets]
    nodes += [_rule_node(one, work, drawn) for one in rule_sets]
    metadata = object_of(source, "metadata")
    stickies = {new_uuid(): _sticky(note) for note in objects_of(metadata, "notes")}
    return {
        **_header(source, metadata, new_uuid),
        "localization": work.localization.languages,
        "nodes": _ordered(nodes, text_of(source, "entry"), drawn),
        "_ui": {"nodes": drawn, "stickies": stickies},
    }


def _header(source: JsonObject, metadata: JsonObject, new_uuid: Callable[[], str]) -> JsonObject:
    return {
        "uuid": text_of(metadata, "uuid") or text_of(source, "uuid") or new_uuid(),
        "name": text_of(metadata, "name") or text_of(source, "name"),
        "spec_version": SPEC_VERSION,
        "language": text_of(source, "base_language") or None,
        "type": TYPES.get(text_of(source, "flow_type"), ""),
        "revision": whole_of(metadata, "revision"),
        "expire_after_minutes": whole_of(metadata, "expires"),
    }


def _uuid(node: JsonObject) -> str:
    if not text_of(node, "uuid"):
        raise LegacyFlowError("A node has no UUID.")
    return text_of(node, "uuid")


def _action_node(source: JsonObject, work: Work, drawn: JsonObject) -> JsonObject:
    uuid, exit_uuid = text_of(source, "uuid"), text_of(source, "exit_uuid")
    if not exit_uuid:
        raise LegacyFlowError(f"The actions {uuid} have no UUID for their exit.")
    with place(f"actions {uuid}"):
        actions = [migrated_action(action, work) for action in objects_of(source, "actions")]
        drawn[uuid] = _drawn(source, "execute_actions", {})
        return {
            "uuid": uuid,
            "exits": [work.exit(exit_uuid, text_of(source, "destination"))],
            **filled(actions=actions),
        }


def _rule_node(source: JsonObject, work: Work, drawn: JsonObject) -> JsonObject:
    uuid = text_of(source, "uuid")
    with place(f"rules {uuid}"):
        node, split = migrated_ruleset(source, work)
        drawn[uuid] = _drawn(source, split.ui_type, split.ui_config)
        return node


def _drawn(source: JsonObject, kind: str, config: JsonObject) -> JsonObject:
    position = {"left": whole_of(source, "x"), "top": whole_of(source, "y")}
    return {"type": kind, "position": position, **filled(config=config)}


def _sticky(note: JsonObject) -> JsonObject:
    position = {"left": whole_of(note, "x"), "top": whole_of(note, "y")}
    return {"position": position, "title": text_of(note, "title"), "body": text_of(note, "body"), "color": "yellow"}


def _ordered(nodes: Iterable[JsonObject], entry: str, drawn: JsonObject) -> list[JsonObject]:
    """The node where a run enters first, then from top to bottom as drawn."""
    return sorted(nodes, key=lambda node: (node["uuid"] != entry, drawn[node["uuid"]]["position"]["top"]))
