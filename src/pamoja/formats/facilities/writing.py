"""Facilities as a list that is read in again as it stands: CSV with the row of hashtags (HXL 1.1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pamoja.formats.boundaries.writing import csv_line
from pamoja.formats.neutral import neutralise

_BEFORE = (("code", "#loc+code"),)
_AFTER = (
    ("type", "#loc+type"),
    ("services", "#service+list"),
    ("state", "#status"),
    ("state_since", "#date+start"),
    ("pcode", "#adm+code"),
    ("lat", "#geo+lat"),
    ("lon", "#geo+lon"),
)


@dataclass(frozen=True)
class WrittenFacility:
    """One facility to write, in codes; degrees on WGS 84."""

    code: str
    names: Mapping[str, str]
    type: str
    services: Sequence[str]
    state: str
    state_since: date | None
    pcode: str
    lat: float | None
    lon: float | None


def csv_lines(facilities: Iterable[WrittenFacility], languages: Sequence[str]) -> Iterator[str]:
    """The heads, the hashtags, then a line for each facility with its names in these languages."""
    heads = [*_BEFORE, *((f"name_{code}", f"#loc+name+i_{code}") for code in languages), *_AFTER]
    yield csv_line([head for head, _tag in heads])
    yield csv_line([tag for _head, tag in heads])
    for facility in facilities:
        yield csv_line(_cells(facility, languages))


def _cells(facility: WrittenFacility, languages: Sequence[str]) -> list[object]:
    return [
        neutralise(facility.code),
        *(neutralise(facility.names.get(code, "")) for code in languages),
        facility.type,
        ";".join(facility.services),
        facility.state,
        facility.state_since or "",
        neutralise(facility.pcode),
        "" if facility.lat is None else facility.lat,
        "" if facility.lon is None else facility.lon,
    ]
