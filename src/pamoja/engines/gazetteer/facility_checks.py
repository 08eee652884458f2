"""The checks of a list of facilities, each with the findings that it adds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import cos, hypot, radians

import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from pamoja.engines.text.fold import fold

from .facilities import KnownFacility, ProposedFacility, Surroundings, Vocabulary
from .problems import Problem

LONGEST_CODE = 60
LONGEST_SHOWN = 40
# Outlines are simplified by whoever draws them: up to about a kilometre outside says nothing of the point.
BORDER_TOLERANCE = 0.01  # degrees
KM_PER_DEGREE = 111.2


def is_on_globe(row: ProposedFacility) -> bool:
    """Whether the row has a point that exists."""
    return row.lon is not None and row.lat is not None and -180 <= row.lon <= 180 and -90 <= row.lat <= 90


def code_problems(rows: Iterable[ProposedFacility], elsewhere: Collection[str]) -> list[Problem]:
    """Codes that are missing, too long, given twice or another country's."""
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        if not row.code:
            problems.append(Problem(row.row, "facility-code-missing"))
        elif len(row.code) > LONGEST_CODE:
            shown = row.code[:LONGEST_SHOWN]
            problems.append(Problem(row.row, "facility-code-long", {"code": shown, "limit": LONGEST_CODE}))
        elif row.code in first:
            problems.append(Problem(row.row, "facility-code-duplicate", {"code": row.code, "other": first[row.code]}))
        elif row.code in elsewhere:
            problems.append(Problem(row.row, "facility-code-elsewhere", {"code": row.code}))
        first.setdefault(row.code, row.row)
    return problems


def read_row(row: ProposedFacility, located: str, around: Surroundings) -> tuple[ProposedFacility, list[Problem]]:
    """The row with codes instead of words and with its place; `located` is the place around its point."""
    before = around.known.get(row.code)
    problems: list[Problem] = []
    type_ = _type(row, before, around.vocabulary, problems)
    read = replace(
        row,
        type=type_,
        services=_services(row, type_, before, around.vocabulary, problems),
        state=_state(row, around.vocabulary, problems),
        pcode=_place(row, located, before, around.places, problems),
    )
    problems += _name_problems(row, before)
    return read, problems


def _type(row: ProposedFacility, before: KnownFacility | None, words: Vocabulary, problems: list[Problem]) -> str:
    known = ", ".join(dict.fromkeys(words.types.values()))
    if not row.type:
        if before is None:
            problems.append(Problem(row.row, "facility-type-missing", {"known": known}))
        return before.type if before else ""
    found = words.types.get(fold(row.type), "")
    if not found:
        params = {"type": row.type[:LONGEST_SHOWN], "known": known}
        problems.append(Problem(row.row, "facility-type-unknown", params))
    elif before is not None and found != before.type:
        params = {"code": row.code, "known": before.type, "type": found}
        problems.append(Problem(row.row, "facility-type-changed", params))
    return found


def _services(
    row: ProposedFacility,
    type_: str,
    before: KnownFacility | None,
    words: Vocabulary,
    problems: list[Problem],
) -> tuple[str, ...]:
    """The codes of the row's services; else those of the register that fit the type."""
    offered = words.services.get(type_, {})
    if not row.services:
        return tuple(code for code in (before.services if before else ()) if code in offered.values())
    for service in row.services:
        if type_ and fold(service) not in offered:
            params = {"service": service[:LONGEST_SHOWN], "type": type_}
            problems.append(Problem(row.row, "facility-service-unknown", params))
    return tuple(dict.fromkeys(offered[fold(service)] for service in row.services if fold(service) in offered))


def _state(row: ProposedFacility, words: Vocabulary, problems: list[Problem]) -> str:
    found = words.states.get(fold(row.state), "")
    if row.state and not found:
        known = ", ".join(dict.fromkeys(words.states.values()))
        params = {"state": row.state[:LONGEST_SHOWN], "known": known}
        problems.append(Problem(row.row, "facility-state-unknown", params))
    return found


def _place(
    row: ProposedFacility,
    located: str,
    before: KnownFacility | None,
    places: Mapping[str, BaseGeometry | None],
    problems: list[Problem],
) -> str:
    """The P-code that the row names, else the place around its point, else the one that it has."""
    if row.lon is not None and not is_on_globe(row):
        params = {"lat": str(row.lat), "lon": str(row.lon)}
        problems.append(Problem(row.row, "point-out-of-range", params))
        return row.pcode
    pcode = row.pcode or _around_point(row, located, before, problems)
    if pcode and pcode not in places:
        problems.append(Problem(row.row, "facility-place-unknown", {"pcode": pcode[:LONGEST_SHOWN]}))
    elif pcode and before is not None and pcode != before.pcode:
        params = {"code": row.code, "known": before.pcode, "pcode": pcode}
        problems.append(Problem(row.row, "facility-place-changed", params))
    return pcode


def _around_point(row: ProposedFacility, located: str, before: KnownFacility | None, problems: list[Problem]) -> str:
    if row.lon is None:
        if before is None:
            problems.append(Problem(row.row, "facility-place-missing"))
        return before.pcode if before else ""
    if not located:
        params = {"lat": str(row.lat), "lon": str(row.lon)}
        problems.append(Problem(row.row, "point-nowhere", params))
    # The register may know its place more closely than the outlines do: a ward that nobody has drawn.
    is_within = before is not None and located in before.path.split("/")
    return before.pcode if before is not None and is_within else located


def _name_problems(row: ProposedFacility, before: KnownFacility | None) -> list[Problem]:
    if before is None:
        return [] if any(row.names.values()) else [Problem(row.row, "name-missing")]
    changed = [
        (before.names[language], name)
        for language, name in row.names.items()
        if name and before.names.get(language, name) != name
    ]
    return [
        Problem(row.row, "name-changed", {"code": row.code, "known": known, "name": name}) for known, name in changed
    ]


def outside_problems(rows: Sequence[ProposedFacility], places: Mapping[str, BaseGeometry | None]) -> list[Problem]:
    """Points that lie clearly outside the place that their row names."""
    problems = []
    for row in rows:
        outline = places.get(row.pcode)
        if outline is None or not is_on_globe(row):
            continue
        shapely.prepare(outline)
        point = shapely.Point(row.lon or 0.0, row.lat or 0.0)
        if not shapely.dwithin(outline, point, BORDER_TOLERANCE):
            km = round(_kilometres(outline, point)) or 1
            problems.append(Problem(row.row, "point-outside-place", {"pcode": row.pcode, "km": km}))
    return problems


def _kilometres(outline: BaseGeometry, point: shapely.Point) -> float:
    """About: on a plane whose degrees of longitude are as long as at the point."""
    near, _point = shapely.ops.nearest_points(outline, point)
    east, north, lon, lat = near.x, near.y, point.x, point.y
    return hypot((east - lon) * cos(radians(lat)), north - lat) * KM_PER_DEGREE
