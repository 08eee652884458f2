"""What a linkage model is made of: fields, their levels of agreement, and the chance of each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

MISSING: Final = -1
"""The level of a field that one of the two records does not tell: it speaks neither for nor against."""
Compare = Callable[[str, str], int]


@dataclass(frozen=True)
class Level:
    """One degree of agreement: `m` is its chance among pairs of one person, `u` among pairs of two persons."""

    name: str
    m: float
    u: float


@dataclass(frozen=True)
class Field:
    """One thing to compare. `compare` takes two texts that are not empty and returns the place of a level.

    At a level named in `by_rarity` the value's own frequency stands in for `u`: to share a rare name says more than to
    share a common one.
    """

    name: str
    compare: Compare
    levels: tuple[Level, ...]
    by_rarity: frozenset[str] = frozenset()

    def place_of(self, level: str) -> int:
        """The place of a level by its name. Raises ValueError."""
        return [each.name for each in self.levels].index(level)

    def with_chances(self, m: "tuple[float, ...]", u: "tuple[float, ...]") -> "Field":
        """The same field with other chances, in the order of its levels."""
        chances = zip(self.levels, m, u, strict=True)
        return replace(self, levels=tuple(replace(level, m=m_, u=u_) for level, m_, u_ in chances))


@dataclass(frozen=True)
class Swap:
    """Two fields that registrars exchange (given and family name). Where both differ straight but agree crosswise,
    both stand at the level `swapped`; `agrees` is the last place of `compare` that still counts as agreement. They
    stand there too when both together agree at `whole` or better, in another order of their words (-1: not looked at).
    """

    first: str
    second: str
    agrees: int
    level: str = "swapped"
    whole: int = -1


@dataclass(frozen=True)
class Kinship:
    """Relatives share `fields` (family name, place, phone; twins the birth date) and differ in `own` (the given name).

    Where `own` stands at `level`, agreement in the shared fields says nothing for one person, or every pair of twins
    would be taken for it.
    """

    own: str
    level: str
    fields: frozenset[str]


@dataclass(frozen=True)
class Model:
    """Fields and the prior: the chance that two records drawn at random tell of one person."""

    fields: tuple[Field, ...]
    prior: float
    swaps: tuple[Swap, ...] = ()
    kinship: Kinship | None = None

    def field(self, name: str) -> Field:
        """A field by its name. Raises KeyError."""
        return {each.name: each for each in self.fields}[name]
