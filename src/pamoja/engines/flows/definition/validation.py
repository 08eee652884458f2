"""What makes a definition valid beyond each of its properties: limits, unique UUIDs, destinations that exist."""

from pamoja.engines.flows.definition import limits
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.definition.localization import check_localization, size_of
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.schema import telling


def check_flow(flow: Flow) -> None:
    """Raise FlowReadError with the first thing that is wrong, as goflow tells it."""
    _check_size(len(flow.nodes), size_of(flow.ui) if flow.ui is not None else 0)
    seen: set[str] = set()
    for node in flow.nodes:
        _take_uuid(seen, "node", node.uuid)
        with telling(f"invalid node[uuid={node.uuid}]"):
            _check_node(flow, node, seen)
    with telling("invalid localization"):
        check_localization(flow.localization)


def check_raw_size(data: Json) -> None:
    """Raise FlowReadError for a definition of any version that is too large, before any work is spent on it.

    Older ones have nodes of two kinds.
    """
    lists = (data.get(key) for key in ("nodes", "action_sets", "rule_sets"))
    ui = data.get("_ui")
    _check_size(sum(len(each) for each in lists if isinstance(each, list)), 0 if ui is None else size_of(ui))


def _check_size(nodes: int, ui_bytes: int) -> None:
    if nodes > limits.NODES_PER_FLOW:
        raise FlowReadError(f"flow can't have more than {limits.NODES_PER_FLOW} nodes (has {nodes})")
    if ui_bytes > limits.UI_BYTES:
        raise FlowReadError(f"flow UI can't be larger than {limits.UI_BYTES} bytes (is {ui_bytes})")


def _check_node(flow: Flow, node: Node, seen: set[str]) -> None:
    _check_count("actions", len(node.actions), limits.ACTIONS_PER_NODE)
    _check_count("exits", len(node.exits), limits.EXITS_PER_NODE)
    for action in node.actions:
        _check_action(flow, action, seen)
    if node.router:
        with telling("invalid router"):
            node.router.check(flow, node.exits)
    _check_exits(flow, node, seen)


def _check_count(kind: str, count: int, most: int) -> None:
    if count > most:
        raise FlowReadError(f"node can't have more than {most} {kind} (has {count})")


def _check_action(flow: Flow, action: Action, seen: set[str]) -> None:
    if flow.type not in action.FLOW_TYPES:
        raise FlowReadError(f"action type '{action.type}' is not allowed in a flow of type '{flow.type}'")
    _take_uuid(seen, "action", action.uuid)
    with telling(f"invalid action[uuid={action.uuid}, type={action.type}]"):
        action.check()


def _check_exits(flow: Flow, node: Node, seen: set[str]) -> None:
    for each in node.exits:
        _take_uuid(seen, "exit", each.uuid)
        goal = each.destination_uuid
        if goal and goal not in flow.nodes_by_uuid:
            raise FlowReadError(f"destination {goal} of exit[uuid={each.uuid}] isn't a known node")


def _take_uuid(seen: set[str], kind: str, uuid: str) -> None:
    if uuid in seen:
        raise FlowReadError(f"{kind} UUID {uuid} isn't unique")
    seen.add(uuid)
