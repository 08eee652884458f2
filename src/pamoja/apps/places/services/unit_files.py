"""What is particular to a file of administrative units: its check against what is known, and its writing."""

from collections.abc import Iterable, Sequence

from pamoja.apps.places.models import Country, Place
from pamoja.apps.places.services.outlines import draw
from pamoja.apps.places.services.units import move_below
from pamoja.core.clock import now
from pamoja.core.geo import from_geojson
from pamoja.engines.gazetteer import units as engine
from pamoja.engines.gazetteer.match import match_codes
from pamoja.engines.gazetteer.plan import Report, Step, dry_run
from pamoja.engines.gazetteer.problems import FILE_ROW
from pamoja.engines.gazetteer.problems import Problem as Finding
from pamoja.formats.boundaries import Boundaries, read_boundaries

Units = Report[engine.ProposedUnit]
UnitStep = Step[engine.ProposedUnit]


def check_units(country: Country, data: bytes, level: int | None, *, is_keeping_unmatched: bool) -> Units:
    """The dry run of a file against what is known. Raises BoundaryFileError."""
    read = _of_country(country, read_boundaries(data, level))
    levels = {unit.level for unit in read.units}
    known = known_units(country, levels | {level - 1 for level in levels})
    matched = match_codes(read.units, known, is_keeping_unmatched=is_keeping_unmatched)
    about = engine.Country(country.iso3, country.iso2)
    return dry_run(about, matched.units, known, (*read.problems, *matched.problems))


def _of_country(country: Country, read: Boundaries) -> Boundaries:
    """Only the rows of this country: the global list of P-codes holds 156."""
    own = tuple(u for u in read.units if u.country.upper() in {"", country.iso3, country.iso2})
    others = len(read.units) - len(own)
    if not others:
        return read
    finding = Finding(FILE_ROW, "country-other", {"count": others})
    return Boundaries(own, (*read.problems, finding))


def known_units(country: Country, levels_with_outlines: Iterable[int]) -> list[engine.KnownUnit]:
    """The country's places as the gazetteer wants them; outlines only of the levels that it compares."""
    rows = Place.objects.filter(country=country).select_related("parent").defer("parent__geometry", "search")
    outlines = dict(
        rows.filter(level__in=list(levels_with_outlines)).exclude(geometry="").values_list("pcode", "geometry")
    )
    return [_known(place, outlines.get(place.pcode, "")) for place in rows.defer("geometry", "parent__geometry")]


def _known(place: Place, outline: str) -> engine.KnownUnit:
    return engine.KnownUnit(
        code=place.pcode,
        level=place.level,
        parent_code=place.parent.pcode if place.parent else "",
        names=place.names,
        geometry=from_geojson(outline) if outline else None,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
    )


def write_units(country: Country, steps: Sequence[UnitStep], report: Units) -> None:
    """Add and update these units, the upper levels first."""
    provisional = {str(p.params["code"]) for p in report.problems if p.code == "code-provisional"}
    for level in sorted({step.unit.level for step in steps}):
        _write_level(country, [step for step in steps if step.unit.level == level], provisional)


def _write_level(country: Country, steps: Sequence[UnitStep], provisional: set[str]) -> None:
    codes = {step.unit.code for step in steps} | {step.unit.parent_code for step in steps}
    here = {place.pcode: place for place in Place.objects.filter(country=country, pcode__in=codes)}
    added: list[Place] = []
    moved: list[tuple[Place, str]] = []
    for step in steps:
        place = here.get(step.unit.code) or Place(country=country, pcode=step.unit.code, level=step.unit.level)
        place.is_provisional = step.unit.code in provisional
        before = place.path
        _fill(place, step.unit, here.get(step.unit.parent_code))
        if place.pk is None:
            added.append(place)
        else:
            place.version, place.updated_at = place.version + 1, now()
            place.save()
            moved.append((place, before))
    Place.objects.bulk_create(added)
    for place, before in moved:
        move_below(place, before)


def _fill(place: Place, unit: engine.ProposedUnit, parent: Place | None) -> None:
    """What the row leaves empty stays as it is."""
    place.names = {**place.names, **{language: name for language, name in unit.names.items() if name}}
    place.parent = parent if unit.level else None
    place.valid_from = unit.valid_from or place.valid_from
    place.valid_to = unit.valid_to or place.valid_to
    if unit.geometry is not None:
        draw(place, unit.geometry)
    place.fill_derived()
