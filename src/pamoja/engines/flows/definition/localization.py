"""The translations of a flow: language → UUID of the item → property → texts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pamoja.engines.flows.checks import is_versioned_uuid
from pamoja.engines.flows.definition import limits
from pamoja.engines.flows.json_types import whole
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.schema import telling
from pamoja.engines.text.languages import is_language

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Localization:
    """What is said in other languages than the flow's own.

    Editors may keep properties of their own beside texts (`_ui`): they are limited in size but never read.
    """

    translations: Mapping[str, Mapping[str, Item]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages into which something is translated."""
        return tuple(self.translations)

    def texts(self, language: str, uuid: str, name: str) -> list[str]:
        """The translation of a property of an item; empty when there is none, or only an empty text."""
        item = self.translations.get(language, {}).get(uuid)
        texts = item.get(name) if item else None
        if not isinstance(texts, list) or texts == [""] or not all(isinstance(each, str) for each in texts):
            return []
        return texts


def read_localization(data: Any) -> Localization:
    """The translations of a definition; null languages and items are empty. Raises FlowReadError for other JSON."""
    languages = _objects({} if data is None else data, "localization")
    return Localization({code: _objects(items, f"localization.{code}") for code, items in languages.items()})


def _objects(data: Any, path: str) -> dict[str, dict[str, Any]]:
    """An object of objects."""
    if isinstance(data, dict) and all(isinstance(each, dict | None) for each in data.values()):
        return {key: each or {} for key, each in data.items()}
    raise FlowReadError(f"field '{path}' must be an object of objects")


def check_localization(localization: Localization) -> None:
    """Raise FlowReadError when a language or UUID is none, or when there is too much of something."""
    for language, items in localization.translations.items():
        if not is_language(language):
            raise FlowReadError(f"invalid language code '{language}'")
        with telling(f"invalid translation for '{language}'"):
            _check_language(items)


def _check_language(items: Mapping[str, Item]) -> None:
    most = limits.ITEMS_PER_LANGUAGE
    if len(items) > most:
        raise FlowReadError(f"can't have more than {most} item translations (has {len(items)})")
    for uuid, item in items.items():
        if not is_versioned_uuid(uuid):
            raise FlowReadError(f"invalid item uuid '{uuid}'")
        with telling(f"invalid item translation for '{uuid}'"):
            _check_item(item)


def _check_item(item: Item) -> None:
    most = limits.PROPERTIES_PER_ITEM
    if len(item) > most:
        raise FlowReadError(f"can't have more than {most} properties (has {len(item)})")
    for name, value in item.items():
        if not 0 < len(name.encode()) <= limits.PROPERTY_NAME_CHARACTERS:
            raise FlowReadError(f"invalid property name '{name if len(name) <= 32 else name[:29] + '...'}'")
        _check_property(name, value)


def _check_property(name: str, value: Any) -> None:
    most = limits.VALUES_PER_PROPERTY
    if isinstance(value, list) and len(value) > most:
        raise FlowReadError(f"translation for '{name}' can't have more than {most} values (has {len(value)})")
    for each in value if isinstance(value, list) else [value]:
        _check_value(name, each)


def _check_value(name: str, value: Any) -> None:
    most = limits.TRANSLATION_CHARACTERS
    if isinstance(value, str):
        whole(value, name)
        if len(value) > most:
            raise FlowReadError(f"translation value for '{name}' can't be longer than {most} chars (is {len(value)})")
    elif (size := size_of(value)) > most:
        raise FlowReadError(f"translation value for '{name}' can't be larger than {most} bytes (is {size})")


def size_of(value: Any) -> int:
    """How many bytes some JSON takes when nothing is put between its parts."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode())
