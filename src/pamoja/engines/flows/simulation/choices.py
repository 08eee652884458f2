"""What a contact may do at each wait of some flows, so that all their ways may be gone."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.routers.base import BaseRouter, router_of
from pamoja.engines.flows.routers.switch import Case, Switch
from pamoja.engines.flows.simulation.answers import answer
from pamoja.engines.flows.simulation.ways import before_next_wait
from pamoja.engines.flows.simulation.world import SimulatedWorld
from pamoja.engines.text.snake import snakify

ANSWER, OTHER, SEND, TIME_OUT, EXPIRE, DIAL = "answer", "other", "send", "time_out", "expire", "dial"
NONSENSE = ("zxq", "?", "-987654321")
MEDIA = {
    "audio": "audio/mp3:https://simulated.invalid/sound.mp3",
    "image": "image/jpeg:https://simulated.invalid/picture.jpg",
    "location": "geo:-1.28,36.82",
    "video": "video/mp4:https://simulated.invalid/film.mp4",
}
DIALS = ("answered", "no_answer", "busy", "failed")
_RESULT = re.compile(r"\bresults\.(\w+)")
_INPUT = re.compile(r"\binput\b")
_WEBHOOK = re.compile(r"\b(?:webhook(?:\.json)?|legacy_extra)\.(\w+)")
_FIELD = re.compile(r"\bfields\.(\w+)")


class Choice(NamedTuple):
    """Something to do. `key` tells it from the others of its node; `detail` is a case, a text, an attachment..."""

    key: str
    kind: str
    detail: Any = None


class Choices:
    """The choices of all waits. Cases of later routers that look at the same answer are choices there too."""

    def __init__(self, flows: Sequence[Flow]) -> None:
        self.of_results: dict[str, list[Case]] = defaultdict(list)
        self.of_fields: dict[str, list[Case]] = defaultdict(list)
        self._made: dict[str, tuple[Choice, ...]] = {}
        self._flows = {node.uuid: flow for flow in flows for node in flow.nodes}
        for flow in flows:
            for router in _switches(flow.nodes):
                _sort(router, _RESULT, self.of_results)
                _sort(router, _FIELD, self.of_fields)

    def at(self, node: Node, has_parent: bool) -> tuple[Choice, ...]:
        """What can be done at a wait; giving up only where another run goes on after it."""
        made = self._made.get(node.uuid)
        if made is None:
            made = self._made[node.uuid] = tuple(self._choices(node))
        return made if has_parent else tuple(each for each in made if each.kind != EXPIRE)

    def _choices(self, node: Node) -> Iterator[Choice]:
        router = router_of(node)
        if router is None or router.wait is None:
            return
        if router.wait.type == "dial":
            yield from (Choice(status, DIAL, status) for status in DIALS)
            return
        cases = {case.uuid: case for case in self._cases(node, router)}
        yield from (Choice(uuid, ANSWER, case) for uuid, case in cases.items())
        yield Choice(OTHER, OTHER)
        if router.wait.hint and router.wait.hint.type in MEDIA:
            yield Choice(SEND, SEND, MEDIA[router.wait.hint.type])
        if router.allows_timeout:
            yield Choice(TIME_OUT, TIME_OUT)
        yield Choice(EXPIRE, EXPIRE)

    def _cases(self, node: Node, router: BaseRouter) -> Iterator[Case]:
        """The cases that an answer may meet: of the router, and of later ones by its result or by the answer itself."""
        if isinstance(router, Switch):
            yield from router.cases
        if router.result_name:
            yield from self.of_results.get(snakify(router.result_name), ())
        for later in _switches(before_next_wait(self._flows[node.uuid], node)):
            if _INPUT.search(later.operand):
                yield from later.cases


def text_of(world: SimulatedWorld, choice: Choice, flow: Flow, language: str) -> str:
    """What to say for a choice, in the words of a language if the flow has them."""
    case = choice.detail
    if choice.kind == ANSWER:
        arguments = flow.localization.texts(language, case.uuid, "arguments") or case.arguments
        said = answer(world, case, arguments)
        if said is not None:
            return said
    return world.one_of(NONSENSE)


def value_for(world: SimulatedWorld, cases: Sequence[Case]) -> str:
    """A text that passes one of some cases; empty if none can be told."""
    case = world.one_of(cases)
    return answer(world, case, case.arguments) or ""


def looked_for(flows: Sequence[Flow]) -> dict[str, list[Case]]:
    """What flows look for in the answers of web services: property → cases."""
    found: dict[str, list[Case]] = defaultdict(list)
    for flow in flows:
        for router in _switches(flow.nodes):
            _sort(router, _WEBHOOK, found)
    found.pop("status", None)
    return found


def _sort(router: Switch, names: re.Pattern[str], into: dict[str, list[Case]]) -> None:
    """Put the cases of a router under what its operand names."""
    for name in names.findall(router.operand) if router.cases else ():
        into[name].extend(router.cases)


def _switches(nodes: Iterable[Node]) -> Iterator[Switch]:
    return (node.router for node in nodes if isinstance(node.router, Switch))
