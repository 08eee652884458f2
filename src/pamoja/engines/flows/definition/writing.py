"""Definitions written to JSON, and put into another language."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pamoja.engines.flows import schema
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.definition.localization import Localization
from pamoja.engines.flows.definition.walking import Change, with_texts


def write_flow(flow: Flow) -> dict[str, Any]:
    """The JSON of a flow; properties that our classes do not know are not in it."""
    told = {
        "uuid": flow.uuid,
        "name": flow.name,
        "spec_version": flow.spec_version,
        "language": flow.language,
        "type": flow.type,
        "revision": flow.revision,
        "expire_after_minutes": flow.expire_after_minutes,
        "localization": flow.localization.translations,
        "nodes": [_write_node(each) for each in flow.nodes],
    }
    return told | ({"_ui": flow.ui} if flow.ui is not None else {})


def _write_node(node: Node) -> dict[str, Any]:
    told: dict[str, Any] = {"uuid": node.uuid}
    if node.actions:
        told["actions"] = [each.to_json() for each in node.actions]
    if node.router:
        told["router"] = node.router.to_json()
    return told | {"exits": [schema.write(each) for each in node.exits]}


def in_language(flow: Flow, language: str) -> Flow:
    """The flow with a translation as its own texts, and these as a translation; what is not translated stays."""
    before: dict[str, dict[str, list[str]]] = {}

    def change(uuid: str, key: str, texts: list[str]) -> list[str]:
        if texts:
            before.setdefault(uuid, {})[key] = texts
        return flow.localization.texts(language, uuid, key) or texts

    nodes = tuple(_with_texts(each, change) for each in flow.nodes)
    all_: Mapping[str, Any] = {**flow.localization.translations, flow.language: before}
    translations = {code: items for code, items in all_.items() if code != language}
    return replace(flow, language=language, nodes=nodes, localization=Localization(translations))


def _with_texts(node: Node, change: Change) -> Node:
    router = with_texts(node.router, change) if node.router else None
    return replace(node, actions=tuple(with_texts(each, change) for each in node.actions), router=router)
