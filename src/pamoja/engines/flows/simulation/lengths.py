"""What messages cost as SMS: as they are written, or as they were said where expressions fill them in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.simulation.records import Spoken
from pamoja.engines.flows.simulation.translations import outside_expressions
from pamoja.engines.text.gsm7 import cost, plainer

WRITING = ("send_msg", "send_broadcast")
VOICE = "voice"


class LongMessage(NamedTuple):
    """A message of more than one SMS. `plain_segments`: with plain quotes, dashes and letters in place of others."""

    flow: str
    node: str
    language: str
    encoding: str
    length: int
    segments: int
    plain_segments: int
    text: str


@dataclass(slots=True)
class Total:
    """All messages of a language in an encoding."""

    messages: int = 0
    long: int = 0
    segments: int = 0
    most: int = 0


def measured(flows: Sequence[Flow], spoken: Iterable[Spoken]) -> list[LongMessage]:
    """Every message once: those without expressions as written, of others the longest that was said at a node."""
    written = [_measure(each) for each in dict.fromkeys(each for flow in flows for each in _written(flow))]
    known = {(each.flow, each.node, each.text) for each in written}
    telephoned = {flow.uuid for flow in flows if flow.type == VOICE}
    longest: dict[tuple[str, str, str], LongMessage] = {}
    for each in spoken:
        if (each.flow, each.node, each.text) not in known and each.flow not in telephoned:
            key, found = (each.flow, each.node, each.language), _measure(each)
            longest[key] = max(longest.get(key, found), found, key=lambda one: (one.segments, one.length, one.text))
    return written + [longest[key] for key in sorted(longest)]


def totals(messages: Iterable[LongMessage]) -> Mapping[tuple[str, str], Total]:
    """Totals by language and encoding."""
    found: dict[tuple[str, str], Total] = defaultdict(Total)
    for each in messages:
        total = found[each.language, each.encoding]
        total.messages += 1
        total.long += each.segments > 1
        total.segments += each.segments
        total.most = max(total.most, each.segments)
    return dict(sorted(found.items()))


def _measure(said: Spoken) -> LongMessage:
    found = cost(said.text)
    plain = cost(plainer(said.text)).segments
    place = said.flow, said.node, said.language
    return LongMessage(*place, found.encoding, found.length, found.segments, plain, said.text)


def _written(flow: Flow) -> Iterator[Spoken]:
    """The texts of a flow, in all languages, that do not depend on anything."""
    for node in flow.nodes:
        for action in node.actions:
            own = getattr(action, "text", "") if action.type in WRITING else ""
            told = ((code, flow.localization.texts(code, action.uuid, "text")) for code in flow.localization.languages)
            for language, texts in ((flow.language, [own]), *told) if own else ():
                if texts and texts[0] and outside_expressions(texts[0]) == texts[0]:
                    yield Spoken(flow.uuid, node.uuid, language, texts[0])
