"""The assets that templates mention: `@fields.age`, `@globals.org_name`; and results of the parent flow."""

from functools import lru_cache

from pamoja.engines.excellent.references import context_references
from pamoja.engines.flows.references import FieldReference, GlobalReference, Reference
from pamoja.engines.flows.top_levels import TOP_LEVELS

CACHED = 2048
FIELDS = {
    ("fields",),
    ("contact", "fields"),
    ("parent", "fields"),
    ("parent", "contact", "fields"),
    ("child", "fields"),
    ("child", "contact", "fields"),
}


@lru_cache(maxsize=CACHED)
def mentions(template: str) -> tuple[tuple[Reference, ...], frozenset[str]]:
    """The assets that a template mentions, each as often as it does, and the keys of results of the parent."""
    paths = list(context_references(template, TOP_LEVELS))
    references = tuple(each for path in paths if (each := _reference(path)))
    return references, frozenset(path[2] for path in paths if path[:2] == ("parent", "results") and len(path) > 2)


def _reference(path: tuple[str, ...]) -> Reference | None:
    if path[0] == "globals" and len(path) > 1:
        return GlobalReference(path[1])
    return FieldReference(path[-1]) if path[:-1] in FIELDS else None
