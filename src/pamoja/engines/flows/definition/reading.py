"""Definitions read from JSON, of whatever version."""

from dataclasses import dataclass
from typing import Any

from pamoja.engines.flows import actions, routers, schema, waits
from pamoja.engines.flows.checks import at_least, is_uuid, one_of
from pamoja.engines.flows.definition.flow import Exit, Flow, Node
from pamoja.engines.flows.definition.localization import read_localization
from pamoja.engines.flows.definition.parts import Action, read_part
from pamoja.engines.flows.definition.validation import check_flow, check_raw_size
from pamoja.engines.flows.inspection.unknown import unknown_properties
from pamoja.engines.flows.json_types import expect
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.migrations.running import Header, migrate
from pamoja.engines.flows.migrations.versions import CURRENT, is_supported, read_version
from pamoja.engines.flows.reading import FlowReadError, Json, readable
from pamoja.engines.flows.registry import ACTIONS, ANY, ROUTERS
from pamoja.engines.flows.schema import prop, required, telling
from pamoja.engines.text.languages import is_language

# importing them fills the registry
PACKAGES = (actions, routers, waits)


def _language(value: str) -> str:
    return "" if is_language(value) else "is not a valid language code"


@dataclass(frozen=True, slots=True)
class _Outside(Header):
    language: str = prop("", required, _language)
    type: str = prop("", required, one_of(ANY, "is not a valid flow type"))
    revision: int = prop(0)
    expire_after_minutes: int = prop(0)
    nodes: tuple[Any, ...] = prop((), each=(required,))
    ui: Any = prop(None, key="_ui")


@dataclass(frozen=True, slots=True)
class _OutsideOfNode:
    uuid: str = prop("", required, is_uuid)
    actions: tuple[Any, ...] = prop(())
    router: Any = prop(None)
    exits: tuple[Any, ...] = prop((), required, at_least(1), each=(required,))


def read_flow(data: Any, config: Config) -> Flow:
    """A flow of a definition of any version that is not newer than ours. Raises FlowReadError."""
    return _migrated_and_read(data, config)[1]


def read_with_unknown(data: Any, config: Config) -> tuple[Flow, tuple[str, ...]]:
    """The same, and where properties stand that it does not use because no version that can be read has them."""
    definition, flow = _migrated_and_read(data, config)
    return flow, tuple(unknown_properties(definition, flow))


def _migrated_and_read(data: Any, config: Config) -> tuple[Json, Flow]:
    with readable():
        if isinstance(data, dict):
            check_raw_size(data)
        data = migrate(data, config)
        version = read_version(data["spec_version"])
        if not is_supported(version):
            raise FlowReadError(f"spec version {version} is newer than this library ({CURRENT})")
        return data, build_flow(data)


def build_flow(data: dict[str, Any]) -> Flow:
    """A flow of a definition in the newest specification. Raises FlowReadError.

    What is wrong is told of nodes first, then of the flow's own properties, then of how they fit together.
    """
    nodes = tuple(_read_node(each) for each in _listed(data, "nodes") if each is not None)
    localization = read_localization(data.get("localization"))
    outside = schema.read(_Outside, data)
    flow = Flow(
        uuid=outside.uuid,
        name=outside.name,
        spec_version=outside.spec_version,
        language=outside.language,
        type=outside.type,  # type: ignore[arg-type]  # the check has let only these pass
        revision=outside.revision,
        expire_after_minutes=outside.expire_after_minutes,
        localization=localization,
        nodes=nodes,
        ui=outside.ui,
    )
    check_flow(flow)
    return flow


def _read_node(data: Any) -> Node:
    with telling("unable to read node"):
        exits = _read_exits(data)
        outside = schema.read(_OutsideOfNode, data)
    router = None
    if "router" in data:
        with telling("unable to read router"):
            router = read_part(ROUTERS, data["router"])
    return Node(outside.uuid, exits, _read_actions(outside.actions), router)


def _read_exits(data: Any) -> tuple[Exit, ...]:
    given = _listed(data, "exits") if isinstance(data, dict) else ()
    with telling("unable to read exit"):
        return tuple(schema.read(Exit, each) for each in given if each is not None)


def _listed(data: dict[str, Any], key: str) -> list[Any]:
    listed: list[Any] = expect(data.get(key) or [], list, key)
    return listed


def _read_actions(given: tuple[Any, ...]) -> tuple[Action, ...]:
    found = []
    for at, each in enumerate(given):
        with telling(f"unable to read action[{at}]"):
            found.append(read_part(ACTIONS, each))
    return tuple(found)
