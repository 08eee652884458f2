"""Taking in a file of places: first a dry run that is kept, then the same file in steps that can be resumed."""

import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction

from pamoja.apps.places import events
from pamoja.apps.places.models import Country, Place, PlaceImport
from pamoja.apps.places.problems import FILE_REFUSED, IMPORT_APPLIED
from pamoja.apps.places.services.outlines import draw
from pamoja.apps.places.services.units import move_below
from pamoja.apps.places.words import refusal_words
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.geo import from_geojson
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import Problem
from pamoja.engines.gazetteer import units as engine
from pamoja.engines.gazetteer.match import match_codes
from pamoja.engines.gazetteer.plan import Report, Step, dry_run
from pamoja.engines.gazetteer.problems import FILE_ROW
from pamoja.engines.gazetteer.problems import Problem as Finding
from pamoja.formats.boundaries import Boundaries, BoundaryFileError, read_boundaries

# Rows per transaction: what a stop in the middle may have to do again.
STEPS_AT_ONCE = 200
# The report that is kept and shown; the count is always the full one.
FINDINGS_KEPT = 2000


@dataclass(frozen=True)
class Choices:
    """What the person says about the file: the level when the file does not, and whether unmatched rows stay."""

    level: int | None = None
    is_keeping_unmatched: bool = False


def propose_import(
    actor: Actor,
    country: Country,
    filename: str,
    data: bytes,
    choices: Choices = Choices(),
) -> PlaceImport:
    """Dry run: keep the file and its report, write nothing else. Raises FILE_REFUSED."""
    require_at_all(actor, "import", "places.place")
    report = check(country, data, choices)
    row = PlaceImport(
        country=country,
        filename=filename[:200],
        level=choices.level,
        is_keeping_unmatched=choices.is_keeping_unmatched,
        created_by=actor.user,
        data=gzip.compress(data),
        **_kept(report),
    )
    with transaction.atomic():
        row.save()
        record(actor, "check", row, country=country.iso3, **row.counts)
    return row


def check(country: Country, data: bytes, choices: Choices) -> Report:
    """The dry run of a file against what is known. Raises FILE_REFUSED."""
    try:
        read = read_boundaries(data, choices.level)
    except BoundaryFileError as refusal:
        raise Problem(FILE_REFUSED, refusal_words(refusal), reason=refusal.code) from refusal
    read = _of_country(country, read)
    levels = {unit.level for unit in read.units}
    known = known_units(country, levels | {level - 1 for level in levels})
    matched = match_codes(read.units, known, is_keeping_unmatched=choices.is_keeping_unmatched)
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


def _kept(report: Report) -> dict[str, Any]:
    counts = {deed: report.count(deed) for deed in ("add", "update", "unchanged", "refuse")}
    findings = [
        {"row": p.row, "layer": p.layer, "code": p.code, "params": dict(p.params), "is_error": p.is_error}
        for p in report.problems[:FINDINGS_KEPT]
    ]
    return {
        "counts": counts,
        "problems": findings,
        "problem_count": len(report.problems),
        "absent": list(report.absent),
        "total": counts["add"] + counts["update"],
    }


def apply_import(actor: Actor, row: PlaceImport, on_step: Callable[[int], None] = lambda rows: None) -> PlaceImport:
    """Add and update what the file says, in steps; after a stop, calling it again does what is left.

    The file is checked anew, so what changed since the dry run is seen. `on_step` gets the number of rows of a step,
    inside its transaction. Raises IMPORT_APPLIED.
    """
    require_at_all(actor, "import", "places.place")
    _begin(row)
    data = gzip.decompress(bytes(row.data or b""))
    report = check(row.country, data, Choices(row.level, row.is_keeping_unmatched))
    steps = [step for step in report.steps if step.deed in {"add", "update"}]
    row.total = row.done + len(steps)
    waiting = iter(steps)
    while group := list(islice(waiting, STEPS_AT_ONCE)):
        _write(row, group, _provisional_codes(report), on_step)
    return _finish(actor, row)


def _begin(row: PlaceImport) -> None:
    with transaction.atomic():
        row.refresh_from_db(from_queryset=PlaceImport.objects.select_for_update())
        if row.state == PlaceImport.State.DONE:
            raise Problem(IMPORT_APPLIED)
        row.state = PlaceImport.State.APPLYING
        row.save(update_fields=["state"])


def _provisional_codes(report: Report) -> set[str]:
    return {str(p.params["code"]) for p in report.problems if p.code == "code-provisional"}


def _write(row: PlaceImport, group: Sequence[Step], provisional: set[str], on_step: Callable[[int], None]) -> None:
    with transaction.atomic():
        # Two workers at one import take turns: what the first added, the second finds.
        PlaceImport.objects.select_for_update().get(pk=row.pk)
        for level in sorted({step.unit.level for step in group}):
            _write_level(row.country, [step for step in group if step.unit.level == level], provisional)
        row.done += len(group)
        row.save(update_fields=["done", "total"])
        on_step(len(group))


def _write_level(country: Country, steps: Sequence[Step], provisional: set[str]) -> None:
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


def _finish(actor: Actor, row: PlaceImport) -> PlaceImport:
    with transaction.atomic():
        row.state, row.finished_at, row.data = PlaceImport.State.DONE, now(), None
        row.save(update_fields=["state", "finished_at", "data", "done", "total"])
        record(actor, "import", row, country=row.country.iso3, rows=row.done)
        emit(None, events.PLACES_IMPORTED, row, country=row.country.iso3, rows=row.done)
    return row
