"""Taking in a file of places or facilities: a dry run that is kept, then the file in steps that can be resumed."""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db import transaction

from pamoja.apps.places import events
from pamoja.apps.places.models import Country, PlaceImport
from pamoja.apps.places.problems import FILE_REFUSED, IMPORT_APPLIED
from pamoja.apps.places.services.facility_files import check_facilities, write_facilities
from pamoja.apps.places.services.unit_files import Units, check_units, write_units
from pamoja.apps.places.words import refusal_words
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import Problem
from pamoja.engines.gazetteer.plan import Report, Step
from pamoja.formats.boundaries import BoundaryFileError

Subject = PlaceImport.Subject
U = TypeVar("U")
# Rows per transaction: what a stop in the middle may have to do again.
STEPS_AT_ONCE = 200
# The report that is kept and shown; the count is always the full one.
FINDINGS_KEPT = 2000


@dataclass(frozen=True)
class Choices:
    """What the person says about the file: the level when it does not, whether unmatched rows stay, what it holds."""

    level: int | None = None
    is_keeping_unmatched: bool = False
    subject: str = Subject.PLACES


@dataclass(frozen=True)
class Matter(Generic[U]):
    """How a file of one subject is checked, and how some of its steps are written."""

    check: Callable[[Country, bytes, Choices], Report[U]]
    write: Callable[[Country, Sequence[Step[U]], Report[U]], None]


def _check_units(country: Country, data: bytes, choices: Choices) -> Units:
    return check_units(country, data, choices.level, is_keeping_unmatched=choices.is_keeping_unmatched)


MATTERS: dict[str, Matter[Any]] = {
    Subject.PLACES: Matter(_check_units, write_units),
    Subject.FACILITIES: Matter(lambda country, data, choices: check_facilities(country, data), write_facilities),
}


def check(country: Country, data: bytes, choices: Choices) -> Report[Any]:
    """The dry run of a file against what is known. Raises FILE_REFUSED."""
    try:
        return MATTERS[choices.subject].check(country, data, choices)
    except BoundaryFileError as refusal:
        raise Problem(FILE_REFUSED, refusal_words(refusal), reason=refusal.code) from refusal


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
        subject=choices.subject,
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


def _kept(report: Report[Any]) -> dict[str, Any]:
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
    report = check(row.country, data, Choices(row.level, row.is_keeping_unmatched, row.subject))
    steps = [step for step in report.steps if step.deed in {"add", "update"}]
    row.total = row.done + len(steps)
    waiting = iter(steps)
    while group := list(islice(waiting, STEPS_AT_ONCE)):
        _write(row, group, report, on_step)
    return _finish(actor, row)


def _begin(row: PlaceImport) -> None:
    with transaction.atomic():
        row.refresh_from_db(from_queryset=PlaceImport.objects.select_for_update())
        if row.state == PlaceImport.State.DONE:
            raise Problem(IMPORT_APPLIED)
        row.state = PlaceImport.State.APPLYING
        row.save(update_fields=["state"])


def _write(row: PlaceImport, group: Sequence[Step[Any]], report: Report[Any], on_step: Callable[[int], None]) -> None:
    with transaction.atomic():
        # Two workers at one import take turns: what the first added, the second finds.
        PlaceImport.objects.select_for_update().get(pk=row.pk)
        MATTERS[row.subject].write(row.country, group, report)
        row.done += len(group)
        row.save(update_fields=["done", "total"])
        on_step(len(group))


def _finish(actor: Actor, row: PlaceImport) -> PlaceImport:
    with transaction.atomic():
        row.state, row.finished_at, row.data = PlaceImport.State.DONE, now(), None
        row.save(update_fields=["state", "finished_at", "data", "done", "total"])
        record(actor, "import", row, country=row.country.iso3, rows=row.done)
        if row.subject == Subject.FACILITIES:
            emit(None, events.FACILITIES_IMPORTED, row, country=row.country.iso3, rows=row.done)
        else:
            emit(None, events.PLACES_IMPORTED, row, country=row.country.iso3, rows=row.done)
    return row
