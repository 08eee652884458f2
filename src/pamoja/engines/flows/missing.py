"""What to do when something names an asset that is not there."""

from typing import TypeVar

from pamoja.engines.flows.assets.collections import Collection, HasName
from pamoja.engines.flows.reading import Json

A = TypeVar("A", bound=HasName)


class Missing:
    """Collects references to assets that are not there: (kind, reference)."""

    def __init__(self) -> None:
        self.references: list[tuple[str, Json]] = []

    def found(self, assets: Collection[A], kind: str, reference: Json | None, key: str = "uuid") -> A | None:
        """The asset of a reference; None without one, and None and a note when the asset is not there."""
        if not reference:
            return None
        asset = assets.get(reference.get(key) or "")
        if asset is None:
            self.references.append((kind, reference))
        return asset
