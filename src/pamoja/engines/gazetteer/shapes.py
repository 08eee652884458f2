"""Checks of outlines: the repair of invalid ones, areas outside their parent, siblings that overlap."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from .problems import Problem
from .units import KnownUnit, ProposedUnit

# Shares of a unit's own area (in square degrees: a ratio within one unit hardly feels the projection).
OUTSIDE_TOLERANCE = 0.02  # Levels are simplified apart from each other: coast lines differ by about 1 %.
OVERLAP_TOLERANCE = 0.01
REPAIR_TOLERANCE = 0.05


def percent(share: float) -> str:
    return f"{share * 100:.1f}"


def areas_of(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, in two dimensions; a repair may leave lines and points beside them."""
    return shapely.MultiPolygon(list(_polygons(shapely.force_2d(geometry)))).normalize()


def _polygons(geometry: BaseGeometry) -> Iterator[shapely.Polygon]:
    for part in shapely.get_parts(geometry):
        if isinstance(part, shapely.Polygon):
            if not part.is_empty:
                yield part
        elif part.geom_type in {"MultiPolygon", "GeometryCollection"}:
            yield from _polygons(part)


def repaired(unit: ProposedUnit) -> tuple[ProposedUnit, list[Problem]]:
    """The unit with an outline fit for use, and what had to be said about it."""
    shape = unit.geometry
    if shape is None:
        return unit, []
    problem = _range_problem(unit, shape)
    if problem:
        return replace(unit, geometry=None), [problem]
    if shape.is_empty or areas_of(shape).is_empty:
        kind = "empty" if shape.is_empty else shape.geom_type
        return replace(unit, geometry=None), [_found(unit, "geometry-not-area", kind=kind)]
    if shape.is_valid:
        return replace(unit, geometry=areas_of(shape)), []
    return _mended(unit, shape)


def _range_problem(unit: ProposedUnit, shape: BaseGeometry) -> Problem | None:
    if shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return None
    lon, lat = (west if west < -180 else east), (south if south < -90 else north)
    return _found(unit, "geometry-out-of-range", lon=f"{lon:g}", lat=f"{lat:g}")


def _mended(unit: ProposedUnit, shape: BaseGeometry) -> tuple[ProposedUnit, list[Problem]]:
    reason = shapely.is_valid_reason(shape)
    mended = areas_of(shapely.make_valid(shape))
    change = abs(mended.area - shape.area) / max(mended.area, shape.area, 1e-12)
    if mended.is_empty or change > REPAIR_TOLERANCE:
        found = _found(unit, "geometry-unrepairable", reason=reason, share=percent(change))
        return replace(unit, geometry=None), [found]
    return replace(unit, geometry=mended), [_found(unit, "geometry-invalid", reason=reason)]


def _found(unit: ProposedUnit, code: str, /, **params: str | int) -> Problem:
    return Problem(unit.row, code, params, unit.layer)


def _valid(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.is_valid else shapely.make_valid(shape)


def outside_problems(units: Sequence[ProposedUnit], known: Mapping[str, KnownUnit]) -> Iterator[Problem]:
    """Units of which more than OUTSIDE_TOLERANCE lies outside the parent that they name."""
    shapes = {code: unit.geometry for code, unit in known.items()}
    shapes |= {unit.code: unit.geometry for unit in units if unit.geometry is not None}
    children: dict[str, list[ProposedUnit]] = defaultdict(list)
    for unit in units:
        if unit.geometry is not None:
            children[unit.parent_code].append(unit)
    for code, group in children.items():
        if code and (parent := shapes.get(code)) is not None:
            yield from _outside(group, code, _valid(parent))


def _outside(group: Sequence[ProposedUnit], code: str, parent: BaseGeometry) -> Iterator[Problem]:
    shapely.prepare(parent)
    for unit in group:
        shape = unit.geometry
        if shape is None or not shape.area or parent.contains_properly(shape):
            continue
        share = shape.difference(parent).area / shape.area
        if share > OUTSIDE_TOLERANCE:
            yield _found(unit, "geometry-outside-parent", share=percent(share), parent=code)


def overlap_problems(units: Sequence[ProposedUnit], known: Mapping[str, KnownUnit]) -> Iterator[Problem]:
    """Units of which more than OVERLAP_TOLERANCE lies also in a sibling; said once per pair."""
    rows = {unit.code: unit for unit in units if unit.geometry is not None}
    levels = {unit.level for unit in units}
    others = [
        other
        for other in known.values()
        if other.geometry is not None and other.code not in rows and other.level in levels and not other.valid_to
    ]
    members: list[ProposedUnit | KnownUnit] = [*rows.values(), *others]
    shapes = [_valid(member.geometry) for member in members if member.geometry is not None]
    if not rows:
        return
    for left, right in shapely.STRtree(shapes).query(shapes[: len(rows)]).T:
        if left < right:
            yield from _overlap(members[left], members[right], shapes[left], shapes[right])


def _overlap(
    unit: ProposedUnit | KnownUnit, other: ProposedUnit | KnownUnit, shape: BaseGeometry, across: BaseGeometry
) -> Iterator[Problem]:
    if not isinstance(unit, ProposedUnit) or (unit.level, unit.parent_code) != (
        other.level,
        other.parent_code,
    ):
        return
    smaller = min(shape.area, across.area)
    share = shape.intersection(across).area / smaller if smaller else 0.0
    if share > OVERLAP_TOLERANCE:
        yield _found(unit, "siblings-overlap", share=percent(share), other=other.code or "?")
