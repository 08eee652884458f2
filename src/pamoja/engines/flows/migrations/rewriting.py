"""Templates of a definition rewritten wherever they stand, their translations too."""

from collections.abc import Callable, Iterator
from typing import Any

from pamoja.engines.flows.migrations.catalogs import Catalog, Paths
from pamoja.engines.flows.migrations.definitions import nodes, objects, text
from pamoja.engines.flows.migrations.registry import Definition
from pamoja.engines.flows.migrations.translations import Translation, translations

Rewrite = Callable[[str], str]
Place = tuple[Any, Any]  # a dict or list, and a key in it


def rewrite_templates(flow: Definition, catalog: Catalog, rewrite: Rewrite) -> None:
    """Rewrite every template that the catalog knows of."""
    languages = translations(flow)
    for part, paths in _parts(flow, catalog):
        for path in paths:
            for holder, key in _places(part, path.split(".")):
                _rewrite_at(holder, key, languages, rewrite)


def _parts(flow: Definition, catalog: Catalog) -> Iterator[tuple[dict[str, Any], Paths]]:
    for node in nodes(flow):
        for action in objects(node.get("actions")):
            yield action, catalog.actions.get(text(action.get("type")), ())
        router = node.get("router")
        if isinstance(router, dict) and router.get("type") in ("switch", "random"):
            yield router, catalog.routers


def _places(value: Any, path: list[str]) -> Iterator[Place]:
    """The places to which a path leads."""
    step, rest = path[0], path[1:]
    for key in _keys(value, step):
        if rest:
            yield from _places(value[key], rest)
        else:
            yield value, key


def _keys(value: Any, step: str) -> list[Any]:
    if isinstance(value, dict):
        return list(value) if step == "*" else [step] if step in value else []
    return list(range(len(value))) if isinstance(value, list) and step == "*" else []


def _rewrite_at(holder: Any, key: Any, languages: list[Translation], rewrite: Rewrite) -> None:
    uuid = text(holder.get("uuid")) if isinstance(holder, dict) else ""
    for language in languages if uuid else ():
        found = language.get(uuid, key)
        if found is not None:
            language.put(uuid, key, [rewrite(each) for each in found])
    value = holder[key]
    if isinstance(value, str):
        holder[key] = rewrite(value)
    elif isinstance(value, list):
        holder[key] = [rewrite(each) if isinstance(each, str) else each for each in value]
