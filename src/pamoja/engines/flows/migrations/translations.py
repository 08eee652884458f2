"""The translations of a definition as JSON: language → UUID of the item → property → texts."""

from typing import Any

from pamoja.engines.flows.migrations.definitions import texts
from pamoja.engines.flows.migrations.registry import Definition


class Translation:
    """The translations into one language, which it changes in place."""

    def __init__(self, items: dict[str, Any]) -> None:
        self.items = items

    def get(self, uuid: str, name: str) -> list[str] | None:
        """The texts of a property; None when there is no list of them."""
        found = self._item(uuid).get(name)
        return texts(found) if isinstance(found, list) else None

    def put(self, uuid: str, name: str, found: list[str]) -> None:
        """Set the texts of a property."""
        if not isinstance(self.items.get(uuid), dict):
            self.items[uuid] = {}
        self.items[uuid][name] = list(found)

    def drop(self, uuid: str, name: str) -> None:
        """Take a property away, and its item when nothing else is left of that."""
        item = self.items.get(uuid)
        if isinstance(item, dict):
            item.pop(name, None)
            if not item:
                del self.items[uuid]

    def _item(self, uuid: str) -> dict[str, Any]:
        item = self.items.get(uuid)
        return item if isinstance(item, dict) else {}


def translations(flow: Definition) -> list[Translation]:
    """The translations into each language."""
    found = flow.get("localization")
    languages = found.values() if isinstance(found, dict) else ()
    return [Translation(items) for items in languages if isinstance(items, dict)]
