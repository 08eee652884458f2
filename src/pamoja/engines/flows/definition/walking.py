"""The texts of an action or router, and of the objects within it: templates, and what can be translated."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass, replace
from typing import Any, NamedTuple, TypeVar

from pamoja.engines.flows.definition.localization import Localization
from pamoja.engines.flows.definition.parts import Router
from pamoja.engines.flows.schema import Prop, props

T = TypeVar("T")
Change = Callable[[str, str, list[str]], list[str]]


class Localizable(NamedTuple):
    """A property that can be translated, of the item with this UUID; a single text is a list of one."""

    uuid: str
    key: str
    texts: list[str]


def templates(part: Any, localization: Localization) -> Iterator[tuple[str, str]]:
    """Every template that is not empty, with its language: none for the flow's own, then the translations of each."""
    for each in props(type(part)):
        value = getattr(part, each.name)
        if each.is_evaluated:
            yield from (("", text) for text in _texts(value) if text)
            if each.is_localized:
                yield from _translated(part.uuid, each.key, localization)
        elif not isinstance(part, Router):
            for within in _objects(value):
                yield from templates(within, localization)
    if isinstance(part, Router):
        for within in part.extra_parts():
            yield from templates(within, localization)


def localizables(part: Any) -> Iterator[Localizable]:
    """Every property that can be translated."""
    for each in props(type(part)):
        if each.is_localized:
            yield Localizable(part.uuid, each.key, _texts(getattr(part, each.name)))
    for within in _within(part):
        yield from localizables(within)


def with_texts(part: T, change: Change) -> T:
    """The same action or router with other texts: `change` tells them by UUID and key from those of now."""
    changed = {each.name: _changed(part, each, change) for each in props(type(part))}
    return replace(part, **changed)  # type: ignore[type-var]  # only dataclasses have props


def _changed(part: Any, each: Prop, change: Change) -> Any:
    value = getattr(part, each.name)
    if each.is_localized:
        texts = change(part.uuid, each.key, _texts(value))
        return texts[0] if isinstance(value, str) else tuple(texts)
    if isinstance(value, tuple):
        return tuple(with_texts(member, change) if is_dataclass(member) else member for member in value)
    return with_texts(value, change) if is_dataclass(value) else value


def _translated(uuid: str, key: str, localization: Localization) -> Iterator[tuple[str, str]]:
    for language in localization.languages:
        yield from ((language, text) for text in localization.texts(language, uuid, key) if text)


def _within(part: Any) -> Iterable[Any]:
    """The objects within: a router tells their order itself."""
    if isinstance(part, Router):
        return part.extra_parts()
    return [within for each in props(type(part)) for within in _objects(getattr(part, each.name))]


def _objects(value: Any) -> list[Any]:
    """The objects of a property: itself, or those of a list."""
    return [each for each in (value if isinstance(value, tuple) else (value,)) if is_dataclass(each)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return list(value.values()) if isinstance(value, dict) else list(value)
