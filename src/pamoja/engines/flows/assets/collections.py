"""Assets of one kind, found by UUID, key or name."""

from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from pamoja.engines.text.cases import lower


class HasName(Protocol):
    @property
    def name(self) -> str: ...


A = TypeVar("A", bound=HasName)


class Collection(Generic[A]):
    """The assets of one kind in their order; `identity` is the name of the attribute that identifies one."""

    __slots__ = ("_by_identity", "_by_name", "all")

    def __init__(self, assets: Iterable[A], identity: str = "uuid") -> None:
        self.all = tuple(assets)
        self._by_identity: dict[str, A] = {getattr(each, identity): each for each in self.all}
        self._by_name: dict[str, A] = {lower(each.name): each for each in reversed(self.all)}

    def __iter__(self) -> Iterator[A]:
        return iter(self.all)

    def get(self, identity: str) -> A | None:
        """The asset with this UUID or key."""
        return self._by_identity.get(identity)

    def named(self, name: str) -> A | None:
        """The first asset with this name, whatever its case."""
        return self._by_name.get(lower(name))
