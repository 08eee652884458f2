"""A workspace made of what some flows name, for simulations: each asset exists because a flow wants it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args

from pamoja.engines.contactql.properties import ValueType
from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets, read_assets
from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.definition.reading import read_with_unknown
from pamoja.engines.flows.engine import Engine
from pamoja.engines.flows.inspection.dependencies import COLLECTIONS, dependencies
from pamoja.engines.flows.inspection.finding import findings
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.simulation.choices import looked_for
from pamoja.engines.flows.simulation.doubles import doubles
from pamoja.engines.flows.simulation.translations import NO_LANGUAGES
from pamoja.engines.flows.simulation.world import SimulatedWorld
from pamoja.engines.text.cases import lower
from pamoja.engines.urns.schemes import SCHEMES

CHANNEL = "00000000-0000-4000-9000-000000000001"
COUNTRY = "US"
LINE: Json = {
    "uuid": CHANNEL,
    "name": "Simulator",
    "address": "+12065550199",
    "schemes": sorted(SCHEMES),
    "roles": ["send", "receive", "call", "answer"],
}
PLACES: Json = {
    "name": "Country",
    "children": [{"name": "State", "children": [{"name": "District", "children": [{"name": "Ward"}]}]}],
}
KEYED = ("field", "global")


class Unreadable(NamedTuple):
    """A flow of the export that the engine refuses."""

    uuid: str
    name: str
    reason: str


class Unknown(NamedTuple):
    """A property of a definition that the engine does not use."""

    flow: str
    property: str


@dataclass(frozen=True)
class Workspace:
    """Flows with an engine and all that they need. `keywords`: flow → the words that start it."""

    engine: Engine
    world: SimulatedWorld
    env: Environment
    assets: Assets
    flows: tuple[Flow, ...]
    unreadable: tuple[Unreadable, ...]
    unknown: tuple[Unknown, ...]
    keywords: Mapping[str, tuple[str, ...]]

    def named(self, name: str) -> Flow | None:
        """The flow with this name or UUID, whatever its case."""
        wanted = lower(name)
        return next((each for each in self.flows if wanted in (lower(each.name), each.uuid)), None)


def build(
    definitions: Iterable[Json],
    world: SimulatedWorld,
    groups: Iterable[Json] = (),
    fields: Iterable[Json] = (),
    triggers: Iterable[Json] = (),
    failures: float = 0.0,
) -> Workspace:
    """Read the flows, and make the assets: as the export tells them, else as flows mention them."""
    flows, unreadable, unknown = _read(definitions, world)
    languages = {each.language for each in flows} | {code for each in flows for code in each.localization.languages}
    spoken = tuple(sorted(languages.difference(NO_LANGUAGES)))
    env = Environment(allowed_languages=spoken, country=COUNTRY, clock=world.now)
    given = {
        "groups": [_group(each) for each in groups if each.get("uuid")],
        "fields": [_field(each) for each in fields if each.get("key")],
    }
    by_uuid = {each.uuid: each for each in flows}
    assets = read_assets(_document(flows, given), lambda data: by_uuid[data["uuid"]], env)
    engine = Engine(world, doubles(world, failures, looked_for(flows), _wanted_of_models(flows)))
    return Workspace(engine, world, env, assets, tuple(flows), tuple(unreadable), tuple(unknown), _keywords(triggers))


def _read(definitions: Iterable[Json], world: SimulatedWorld) -> tuple[list[Flow], list[Unreadable], list[Unknown]]:
    flows: list[Flow] = []
    unreadable: list[Unreadable] = []
    unknown: list[Unknown] = []
    for each in definitions:
        try:
            flow, properties = read_with_unknown(each, Config(world.uuid4))
            flows.append(flow)
            unknown += (Unknown(flow.uuid, name) for name in properties)
        except FlowReadError as problem:
            metadata = each.get("metadata")
            head = metadata if isinstance(metadata, dict) and not each.get("name") else each
            unreadable.append(Unreadable(str(head.get("uuid") or ""), str(head.get("name") or ""), str(problem)))
    return flows, unreadable, unknown


def _document(flows: Sequence[Flow], given: dict[str, list[Json]]) -> Json:
    """The assets as one document: those given, then those that only flows mention."""
    document: dict[str, list[Json]] = {name: [] for name in COLLECTIONS.values()} | given
    known = {(name, _identity(each)) for name, listed in document.items() for each in listed}
    for each in dependencies((found for flow in flows for _, found in findings(flow).references), None):
        name = COLLECTIONS.get(each["type"])
        if name and (name, _identity(each)) not in known:
            document[name].append(_made_up(each))
    document["channels"].insert(0, LINE)
    heads = [{"uuid": flow.uuid, "name": flow.name} for flow in flows]
    return document | {"flows": heads, "resthooks": _resthooks(flows), "locations": [PLACES]}


def _identity(asset: Json) -> str:
    return str(asset.get("uuid") or asset.get("key"))


def _made_up(reference: Json) -> Json:
    """An asset of which only the reference is known."""
    own: Json = {name: value for name, value in reference.items() if name != "type"}
    match reference["type"]:
        case "field":
            return {"name": own["key"], **{key: value for key, value in own.items() if value}, "type": "text"}
        case "llm":
            return own | {"roles": ["engine"]}
        case "channel":
            return LINE | own
    return own


def _group(data: Json) -> Json:
    return {"uuid": data["uuid"], "name": data.get("name") or "", "query": data.get("query") or ""}


def _field(data: Json) -> Json:
    """A field of an export; old ones tell the name as label, and types by a letter."""
    kind = data.get("type") if data.get("type") in get_args(ValueType) else "text"
    return {"key": data["key"], "name": data.get("name") or data.get("label") or "", "type": kind}


def _resthooks(flows: Sequence[Flow]) -> list[Json]:
    slugs = {
        getattr(action, "resthook", "")
        for flow in flows
        for node in flow.nodes
        for action in node.actions
        if action.type == "call_resthook"
    }
    return [{"slug": slug, "subscribers": [f"https://simulated.invalid/{slug}"]} for slug in sorted(slugs)]


def _wanted_of_models(flows: Sequence[Flow]) -> list[str]:
    """What flows look for in the answers of language models."""
    routers: list[Any] = [node.router for flow in flows for node in flow.nodes if node.router]
    asked = [each for each in routers if "locals._llm" in getattr(each, "operand", "")]
    texts = {case.arguments[0] for each in asked for case in each.cases if case.arguments}
    return sorted(texts - {"<ERROR>"})


def _keywords(triggers: Iterable[Json]) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for each in triggers:
        uuid = (each.get("flow") or {}).get("uuid") or ""
        found = each.get("keywords") or [each.get("keyword")]
        words[uuid] = (*words.get(uuid, ()), *(word for word in found if word))
    return words
