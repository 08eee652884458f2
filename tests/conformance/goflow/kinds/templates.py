"""Where templates stand: the lists by version (`specdata/templates.json`), and flows with all of theirs in capitals.

A version of the lists is one case if we hold it: those that migrations need, and the newest, which our classes tell.
"""

from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from pamoja.engines.flows.definition import reading
from pamoja.engines.flows.migrations.catalogs import CATALOGS, Catalog
from pamoja.engines.flows.migrations.rewriting import rewrite_templates
from pamoja.engines.flows.migrations.versions import CURRENT
from pamoja.engines.flows.registry import ACTIONS
from pamoja.engines.flows.schema import props

from ..difference import difference
from ..finding import documents, read
from ..result import Outcome, Skipped, judged

LISTS, REWRITING = "template lists", "template rewriting"


def results(folder: Path) -> Iterator[Outcome]:
    """The lists, then the rewritten flows."""
    catalogs = CATALOGS | {str(CURRENT): _current()}
    for _, lists in documents(folder, "specdata/templates.json"):
        for version, expected in lists.items():
            if version in catalogs:
                yield judged(LISTS, version, _listed_otherwise, catalogs[version], expected)
            else:
                yield Skipped(LISTS, version, "no migration rewrites templates of this version")
    for path, expected in documents(folder, "*.upper.json"):
        yield judged(REWRITING, path.name, _rewritten_otherwise, path, expected, catalogs[str(CURRENT)])


def _listed_otherwise(catalog: Catalog, expected: dict[str, Any]) -> str:
    return difference(_written(catalog), _sorted(expected))


def _rewritten_otherwise(path: Path, expected: Any, catalog: Catalog) -> str:
    flow = read(path.with_name(path.name.replace(".upper", "")))
    rewrite_templates(flow, catalog, str.upper)
    return difference(flow, expected)


def _current() -> Catalog:
    """The list of the newest version, from what the classes of actions say of their properties."""
    assert reading.PACKAGES
    return Catalog({type_: tuple(_paths(cls)) for type_, cls in ACTIONS.items()})


def _paths(cls: type) -> Iterator[str]:
    hints = get_type_hints(cls)
    for each in props(cls):
        kinds = _kinds(hints[each.name])
        if each.is_evaluated:
            yield f"{each.key}.*" if isinstance(each.empty, dict) else each.key
        for kind in kinds:
            within = f"{each.key}.*." if isinstance(each.empty, tuple) else f"{each.key}."
            yield from (within + path for path in _paths(kind))


def _kinds(hint: Any) -> list[type]:
    """The classes of the specification in an annotation."""
    if isinstance(hint, type) and is_dataclass(hint):
        return [hint]
    return [kind for each in get_args(hint) if each not in (..., NoneType) for kind in _kinds(each)]


def _written(catalog: Catalog) -> dict[str, Any]:
    """The list as the file writes it, but for lists of texts, which it marks as such."""
    routers = {type_: sorted(catalog.routers) for type_ in ("random", "switch")}
    return {"actions": {type_: sorted(paths) for type_, paths in catalog.actions.items() if paths}, "routers": routers}


def _sorted(expected: dict[str, Any]) -> dict[str, Any]:
    return {
        part: {type_: sorted(_ours(each) for each in paths) for type_, paths in of.items() if paths}
        for part, of in expected.items()
    }


def _ours(path: str) -> str:
    return path.removesuffix("[*]").replace("[*]", ".*").removeprefix(".")
