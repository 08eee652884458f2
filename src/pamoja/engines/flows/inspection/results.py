"""The results that a flow may save."""

from collections.abc import Iterable
from typing import Any

from pamoja.engines.flows.definition.parts import ResultInfo
from pamoja.engines.text.snake import snakify


def result_specs(results: Iterable[tuple[str, ResultInfo]]) -> list[dict[str, Any]]:
    """Each result once by its key, with all categories and all nodes (UUIDs) that save it."""
    specs: dict[str, dict[str, Any]] = {}
    for node, info in results:
        key = snakify(info.name)
        if key not in specs:
            specs[key] = {"key": key, "name": info.name, "categories": list(info.categories), "node_uuids": [node]}
        else:
            _merge(specs[key], node, info.categories)
    return list(specs.values())


def _merge(spec: dict[str, Any], node: str, categories: Iterable[str]) -> None:
    """Add what is new; categories are the same in whatever case."""
    for category in categories:
        if category.lower() not in [each.lower() for each in spec["categories"]]:
            spec["categories"].append(category)
    if node not in spec["node_uuids"]:
        spec["node_uuids"].append(node)
