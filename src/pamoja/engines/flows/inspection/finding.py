"""Everything in a flow that inspection looks at, found in one walk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.definition.parts import Action, ResultInfo
from pamoja.engines.flows.definition.walking import templates
from pamoja.engines.flows.inspection.mentions import mentions
from pamoja.engines.flows.references import Reference

Has = Callable[[Reference], bool]


class Place(NamedTuple):
    """Where something stands: `action` is empty for a router, `language` for the flow's own texts."""

    node: str
    action: str = ""
    language: str = ""


@dataclass(slots=True)
class Findings:
    """What was found, in the order of the flow; one that stands in several places is there for each."""

    references: list[tuple[Place, Reference]] = field(default_factory=list)
    results: list[tuple[str, ResultInfo]] = field(default_factory=list)
    locals: set[str] = field(default_factory=set)
    parent_results: set[str] = field(default_factory=set)


def findings(flow: Flow) -> Findings:
    """Walk through a flow. Variable references are left out: which assets they are of is known in a run only."""
    found = Findings()
    for node in flow.nodes:
        _find_declared(node, found)
        for place, part in _parts(node):
            for language, template in templates(part, flow.localization):
                named, parent_results = mentions(template)
                found.references += ((place._replace(language=language), each) for each in named)
                found.parent_results |= parent_results
    return found


def _find_declared(node: Node, found: Findings) -> None:
    """What actions and the router tell of themselves."""
    for place, part in _parts(node):
        declared = (each for each in part.references() if each and not each.is_variable)
        found.references += ((place, each) for each in declared)
        found.results += ((node.uuid, each) for each in part.results())
        if isinstance(part, Action):
            found.locals.update(filter(None, part.locals()))


def _parts(node: Node) -> Iterator[tuple[Place, Any]]:
    yield from ((Place(node.uuid, each.uuid), each) for each in node.actions)
    if node.router:
        yield Place(node.uuid), node.router
