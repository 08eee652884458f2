"""The shapes that a gazetteer import passes around."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Country:
    """The country of a file by its ISO 3166 codes; the alpha-3 one stands for level 0."""

    iso3: str
    iso2: str = ""

    def is_root(self, code: str) -> bool:
        """Sources write the parent of level 1 as "MW" or "MWI", or leave it out."""
        return code.upper() in {"", self.iso3, self.iso2}


@dataclass(frozen=True)
class ProposedUnit:
    """One row of a file: `row` counts from 1; degrees, WGS 84; empty means "the file does not say"."""

    row: int
    level: int
    code: str = ""
    parent_code: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    geometry: BaseGeometry | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    country: str = ""
    source_id: str = ""
    layer: str = ""

    @property
    def label(self) -> str:
        """The words by which a person finds the row again."""
        return self.code or next(iter(self.names.values()), "?")


@dataclass(frozen=True)
class KnownUnit:
    """A unit that is already in the register."""

    code: str
    level: int
    parent_code: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    geometry: BaseGeometry | None = None
    valid_from: date | None = None
    valid_to: date | None = None


Unit = ProposedUnit | KnownUnit
