"""The shapes that an import of facilities passes around."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shapely.geometry.base import BaseGeometry

# (longitudes, latitudes) to the P-code of the smallest place around each point, empty for none.
Locate = Callable[[Sequence[float], Sequence[float]], Sequence[str]]


@dataclass(frozen=True)
class Vocabulary:
    """Folded words to codes: of types, of the services of each type, of states."""

    types: Mapping[str, str]
    services: Mapping[str, Mapping[str, str]]
    states: Mapping[str, str]


@dataclass(frozen=True)
class ProposedFacility:
    """One row of a file, in its own words; empty means "the file does not say". Degrees, WGS 84."""

    row: int
    code: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    type: str = ""
    services: tuple[str, ...] = ()
    state: str = ""
    state_since: date | None = None
    pcode: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class KnownFacility:
    """A facility that is already in the register; `path` joins the P-codes from the country down to its place."""

    code: str
    type: str
    path: str
    names: Mapping[str, str] = field(default_factory=dict)
    services: tuple[str, ...] = ()
    state: str = ""
    state_since: date | None = None
    lon: float | None = None
    lat: float | None = None

    @property
    def pcode(self) -> str:
        """The P-code of its place."""
        return self.path.strip("/").split("/")[-1]


@dataclass(frozen=True)
class Surroundings:
    """What a list is checked against: facilities and places of the country by code, and codes used elsewhere.

    A place without an outline is None.
    """

    known: Mapping[str, KnownFacility]
    places: Mapping[str, BaseGeometry | None]
    elsewhere: Collection[str]
    vocabulary: Vocabulary
    locate: Locate
