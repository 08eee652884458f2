"""Walks at random through all flows of a workspace. What was tried least at a node is done first."""

from collections import Counter
from collections.abc import Callable

from pamoja.engines.flows.contacts import Contact
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.engine import SessionError
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.routers.base import router_of
from pamoja.engines.flows.routers.routing import RoutingError
from pamoja.engines.flows.run import LostError, Run
from pamoja.engines.flows.simulation.choices import (
    ANSWER,
    DIAL,
    EXPIRE,
    OTHER,
    SEND,
    TIME_OUT,
    Choice,
    Choices,
    text_of,
    value_for,
)
from pamoja.engines.flows.simulation.records import DeadEnd, Problem, Record, is_silent
from pamoja.engines.flows.simulation.talk import Talk, make_contact
from pamoja.engines.flows.simulation.workspace import Workspace
from pamoja.engines.flows.sprint import Sprint
from pamoja.engines.flows.walk import FlowBrokenError
from pamoja.engines.text.snake import snakify

BROKEN = (FlowBrokenError, FlowReadError, LostError, RoutingError, SessionError)
BREAKS = "broken"
MOST_ANSWERS = 100
"""A conversation may be longer; a contact of a simulation goes away then."""
FAILURES = 0.25
"""How often services fail, so that what flows do then is seen too."""
HAS_VALUE, IS_MEMBER, WRITES_FIRST, AT_RANDOM = 0.7, 0.3, 0.3, 0.2


class Walker:
    """Sends contacts through flows."""

    def __init__(self, workspace: Workspace) -> None:
        self.record = Record()
        self._workspace = workspace
        self._world = workspace.world
        self._choices = Choices(workspace.flows)
        self._tried: Counter[tuple[str, str]] = Counter()

    def walk(self, flow: Flow) -> None:
        """One contact, from the start of a flow until all is over or too much was said."""
        self.record.walks += 1
        contact = self._contact(flow)
        try:
            talk = Talk(self._workspace, flow, contact, self._first_words(flow, contact))
        except BROKEN as problem:
            self.record.broken[Problem(flow.uuid, "", BREAKS, str(problem))] += 1
            return
        self.record.add(talk.sprint)
        try:
            self._talk(talk)
        except BROKEN as problem:
            self.record.broken[Problem(flow.uuid, "", BREAKS, str(problem))] += 1
        self.record.visit(step.node_uuid for run in talk.session.runs for step in run.path)

    def _talk(self, talk: Talk) -> None:
        for _ in range(MOST_ANSWERS):
            if not talk.is_waiting:
                return
            self._go_on(talk)
        self.record.unfinished += talk.is_waiting

    def _contact(self, flow: Flow) -> Contact:
        """Somebody with a language, groups and values of fields that the flows look for."""
        world, workspace = self._world, self._workspace
        language = world.one_of(("", flow.language, *flow.localization.languages))
        cases = self._choices.of_fields
        fields = {key: value_for(world, cases[key]) for key in cases if world.happens(HAS_VALUE)}
        by_hand = (each for each in workspace.assets.groups if not each.uses_query)
        groups = [each.reference for each in by_hand if world.happens(IS_MEMBER)]
        return make_contact(workspace, language if language in workspace.env.allowed_languages else "", fields, groups)

    def _first_words(self, flow: Flow, contact: Contact) -> str | None:
        """The message that starts the session: a keyword of the flow, or an answer where its first node asks."""
        keywords = self._workspace.keywords.get(flow.uuid)
        if not flow.nodes or not self._world.happens(WRITES_FIRST):
            return None
        if keywords:
            return self._world.one_of(keywords)
        choice = self._choose(flow.nodes[0], has_parent=False)
        return text_of(self._world, choice, flow, contact.language) if choice and choice.kind == ANSWER else None

    def _go_on(self, talk: Talk) -> None:
        """Do something at the place where a session waits."""
        place = talk.place
        if place is None:
            raise LostError("the session waits nowhere")
        run, node = place
        choice = self._choose(node, run.parent is not None)
        if choice is None:
            raise LostError(f"nothing can be answered at node {node.uuid}")
        self._tried[node.uuid, choice.key] += 1
        sprint = self._do(talk, run, choice)
        self.record.add(sprint)
        if choice.kind in (ANSWER, OTHER, SEND) and talk.session.status == "completed" and is_silent(sprint):
            self.record.dead_ends[DeadEnd(run.flow_reference["uuid"], node.uuid, _category(run, node))] += 1

    def _do(self, talk: Talk, run: Run, choice: Choice) -> Sprint:
        acts: dict[str, Callable[[], Sprint]] = {
            TIME_OUT: talk.time_out,
            EXPIRE: talk.expire,
            DIAL: lambda: talk.end_dial(choice.detail),
            SEND: lambda: talk.say("", (choice.detail,)),
        }
        assert run.flow is not None
        language = talk.session.contact.language
        return (
            acts[choice.kind]() if choice.kind in acts else talk.say(text_of(self._world, choice, run.flow, language))
        )

    def _choose(self, node: Node, has_parent: bool) -> Choice | None:
        """Mostly what was done least at this node before, now and then anything."""
        choices = self._choices.at(node, has_parent)
        if not choices or self._world.happens(AT_RANDOM):
            return self._world.one_of(choices) if choices else None
        counts = [self._tried[node.uuid, each.key] for each in choices]
        least = min(counts)
        return self._world.one_of([each for each, count in zip(choices, counts, strict=True) if count == least])


def _category(run: Run, node: Node) -> str:
    """How the answer was sorted."""
    router = router_of(node)
    found = run.results.get(snakify(router.result_name)) if router and router.result_name else None
    return found.category if found else ""
