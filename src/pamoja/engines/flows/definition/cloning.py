"""Copies of definitions under new UUIDs, as an import makes them."""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from pamoja.engines.flows.checks import is_versioned_uuid
from pamoja.engines.flows.reading import Json


def clone(definition: Json, known: Mapping[str, str], new_uuid: Callable[[], str]) -> Json:
    """A copy of a definition of any version, in which every UUID is replaced: those `known`, the others by new ones."""
    [cloned] = clone_all([definition], known, new_uuid)
    return cloned


def clone_all(parts: Iterable[Json], known: Mapping[str, str], new_uuid: Callable[[], str]) -> list[Json]:
    """Copies of the parts of an export (flows, campaigns, groups...), which go on referring to each other.

    UUIDs are the values of `uuid` and of what ends in `_uuid`, and those members of lists and keys of objects that are
    one with a version. So that a generator with a seed gives the same copy, they are replaced by object, in the order
    of its keys from A to Z.
    """
    mapping = dict(known)

    def swap(uuid: str) -> str:
        if uuid and uuid not in mapping:
            mapping[uuid] = new_uuid()
        return mapping[uuid] if uuid else uuid

    return [_cloned(each, swap) for each in parts]


def _cloned(value: Any, swap: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        swapped = {key: _swapped(key, value[key], swap) for key in sorted(value)}
        cloned = {key: _cloned(each, swap) for key, each in sorted(swapped.values(), key=itemgetter(0))}
        return {new: cloned[new] for new, _ in (swapped[key] for key in value)}
    if isinstance(value, list):
        members = [swap(each) if isinstance(each, str) and is_versioned_uuid(each) else each for each in value]
        return [_cloned(each, swap) for each in members]
    return value


def _swapped(key: str, value: Any, swap: Callable[[str], str]) -> tuple[str, Any]:
    if key == "uuid" or key.endswith("_uuid"):
        return key, swap(value) if isinstance(value, str) else value
    return (swap(key) if is_versioned_uuid(key) else key), value
