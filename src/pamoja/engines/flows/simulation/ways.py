"""The ways of a flow as it is drawn: what they can never reach, and where they can never end."""

from collections.abc import Iterable, Iterator, Mapping

from pamoja.engines.flows.definition.flow import Exit, Flow, Node
from pamoja.engines.flows.routers.base import Category, router_of
from pamoja.engines.flows.routers.switch import Switch


def unreachable(flow: Flow) -> list[Node]:
    """The nodes to which no way leads from the first."""
    ways = {node.uuid: tuple(_next(node)) for node in flow.nodes}
    reached = _spread((node.uuid for node in flow.nodes[:1]), ways)
    return [node for node in flow.nodes if node.uuid not in reached]


def endless(flow: Flow) -> list[list[Node]]:
    """Parts of the flow out of which no way leads, each with its nodes in the order of the flow."""
    back: dict[str, list[str]] = {node.uuid: [] for node in flow.nodes}
    for node in flow.nodes:
        for uuid in _next(node):
            back[uuid].append(node.uuid)
    ending = _spread((node.uuid for node in flow.nodes if _may_end(node)), back)
    caught = {node.uuid: tuple(_next(node)) for node in flow.nodes if node.uuid not in ending}
    return [[node for node in flow.nodes if node.uuid in part] for part in _parts(caught)]


def exit_names(node: Node) -> dict[str, str]:
    """What each exit is for: the names of the categories that lead to it."""
    names: dict[str, list[str]] = {each.uuid: [] for each in node.exits}
    for category in _categories(node):
        names[category.exit_uuid].append(category.name)
    return {uuid: ", ".join(found) for uuid, found in names.items()}


def exits_taken(node: Node) -> list[Exit]:
    """The exits that can be taken: those of categories, or the first where no router chooses."""
    if node.router is None:
        return list(node.exits[:1])
    chosen = {each.exit_uuid for each in _categories(node)}
    return [each for each in node.exits if each.uuid in chosen]


def _categories(node: Node) -> Iterator[Category]:
    """The categories that can be chosen: in a switch those of a case, the default, and that for no answer."""
    router = router_of(node)
    if router is None:
        return
    chosen = {each.uuid for each in router.categories}
    if isinstance(router, Switch):
        chosen = {router.default_category_uuid, *(case.category_uuid for case in router.cases)}
        chosen |= {router.wait.timeout.category_uuid} if router.allows_timeout else set()
    yield from (each for each in router.categories if each.uuid in chosen)


def before_next_wait(flow: Flow, node: Node) -> list[Node]:
    """The nodes that can follow one that waits before another waits."""
    follows = {each.uuid: () if _waits(each) and each is not node else tuple(_next(each)) for each in flow.nodes}
    reached = _spread(_next(node), follows)
    return [each for each in flow.nodes if each.uuid in reached and not _waits(each)]


def _waits(node: Node) -> bool:
    return getattr(node.router, "wait", None) is not None


def _next(node: Node) -> Iterator[str]:
    return (each.destination_uuid for each in exits_taken(node) if each.destination_uuid)


def _may_end(node: Node) -> bool:
    """Whether the run may be over after a node: at an exit that leads nowhere, or in another flow for good."""
    is_left = any(each.type == "enter_flow" and getattr(each, "terminal", False) for each in node.actions)
    return is_left or any(not each.destination_uuid for each in exits_taken(node))


def _spread(start: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that can be reached."""
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        uuid = waiting.pop()
        if uuid not in reached:
            reached.add(uuid)
            waiting.extend(ways[uuid])
    return reached


def _parts(ways: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """The loops themselves, without what only leads to them: from each of their nodes all others can be reached."""
    spreads = {uuid: _spread([uuid], ways) for uuid in ways}
    found: list[set[str]] = []
    for reached in spreads.values():
        if reached not in found and all(spreads[uuid] == reached for uuid in reached):
            found.append(reached)
    return found
