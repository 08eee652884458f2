"""A sheet of persons: opened, its columns understood, checked as a whole, then written batch by batch.

The check writes nothing into the register and names every fault by cell. Both the check and the writing go on from
where they were when their worker is killed: each batch commits together with the place that it reached.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.apps.people.models import Import, ImportRow
from pamoja.apps.people.problems import BAD_SHEET, IMPORT_STATE
from pamoja.apps.people.services.planned import likely_of, write_plans
from pamoja.apps.people.services.refused import forget_refused, without_reasons
from pamoja.apps.people.services.rows import NAMES, Faults, Plan
from pamoja.apps.people.services.sheets import plans_of
from pamoja.core.audit.services import record
from pamoja.core.bulk import insert_rows
from pamoja.core.clock import now
from pamoja.core.crypto import keys
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require, require_at_all
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.engines.people.headers import WORDS, suggest
from pamoja.formats.neutral import restored
from pamoja.formats.sheets import BadSheet, read_sheet

MOST_BYTES = 20 * 1024 * 1024
BATCH = 200  # rows of a transaction: on SQLite nobody else writes meanwhile, about a second
MOST_COMPARED = 5000
"""Rows of a sheet whose doubles are looked for before it is written, some 10 ms each; of larger ones after it."""
KEPT_UNFINISHED = timedelta(days=7)
State, RowState = Import.State, ImportRow.State


def open_import(actor: Actor, data: bytes, file_name: str) -> Import:
    """Keep the rows of a sheet, sealed, with a suggestion for each column. Raises BAD_SHEET."""
    require_at_all(actor, "import", "people.person")
    headers, rows = _read(data)
    with transaction.atomic():
        mapping = {str(column): field for column, field in suggest(headers).items()}
        source: Import = Import.objects.create(
            created_by=actor.user, file_name=file_name[-200:], headers=headers, mapping=mapping, total=len(rows)
        )
        require(actor, "create", source)
        with keys.held(source.workspace_id):
            insert_rows([ImportRow(source=source, number=number, cells=cells) for number, cells in rows])
        record(actor, "create", source, rows=len(rows))
    return source


def map_import(actor: Actor, source: Import, mapping: Mapping[str, str]) -> Import:
    """Say what the columns mean: column number as text to a field. Raises INVALID_INPUT."""
    chosen = {column: name for column, name in mapping.items() if name}
    _require_mapping(chosen)
    with transaction.atomic():
        source = _locked(actor, source, {State.MAPPING, State.CHECKED})
        ImportRow.objects.filter(source=source).update(faults=[], likely=[], is_left_out=False)
        source.mapping, source.state, source.refused = chosen, State.MAPPING, 0
        source.save(update_fields=["mapping", "state", "refused"])
    return source


def leave_out(actor: Actor, source: Import, numbers: Collection[int]) -> Import:
    """Choose the rows, by number, that are not written since the person is registered already; all others are."""
    with transaction.atomic():
        source = _locked(actor, source, {State.CHECKED})
        rows = ImportRow.objects.filter(source=source).exclude(likely=[])
        rows.update(is_left_out=False)
        rows.filter(number__in=numbers).update(is_left_out=True)
        record(actor, "change", source, rows=len(numbers))
    return source


def begin_import(actor: Actor, source: Import) -> Import:
    """Allow the writing of a checked sheet. Raises IMPORT_STATE for one that was not checked."""
    with transaction.atomic():
        source = _locked(actor, source, {State.CHECKED})
        source.state, source.refused = State.RUNNING, 0
        source.save(update_fields=["state", "refused"])
        record(actor, "apply", source, rows=source.total)
    return source


def check_batch(actor: Actor, source: Import, after: int) -> tuple[int, int]:
    """Check the rows after a number; returns how many they were and the last one's number (0, 0 at the end)."""
    rows = _batch(source, after)
    is_looking = source.total <= MOST_COMPARED
    for row, plan in zip(rows, plans_of(source, rows), strict=True):
        row.faults = plan.faults
        row.likely = likely_of(actor, plan) if is_looking and not plan.faults else []
    ImportRow.objects.bulk_update([row for row in rows if row.faults or row.likely], ["faults", "likely"])
    if not rows:
        faulty = ImportRow.objects.filter(source=source).exclude(faults=[]).count()
        Import.objects.filter(pk=source.pk).update(state=State.CHECKED, refused=faulty)
    return _reached(rows)


def write_batch(actor: Actor, source: Import, after: int) -> tuple[int, int]:
    """Write the rows after a number into the register; a refused one takes no other with it."""
    rows = _batch(source, after)
    _write(actor, list(zip(rows, plans_of(source, rows), strict=True)))
    written = [row for row in rows if row.state == RowState.WRITTEN]
    # one column only: of three columns this statement was a quarter of the writing (profile of 2,000 rows)
    ImportRow.objects.bulk_update(written, ["person"])
    kept = ImportRow.objects.filter(pk__in=[row.pk for row in written])
    kept.update(state=RowState.WRITTEN, faults=[], cells=None)
    source.written += len(written)
    source.refused += len(rows) - len(written)
    source.save(update_fields=["written", "refused", *([] if rows else _end(source))])
    return _reached(rows)


def _end(source: Import) -> list[str]:
    """Set and name what changes when every row has been dealt with."""
    source.state, source.file_name, source.updated_at = State.DONE, None, now()
    if not source.refused:
        source.headers = None
    emit(source.workspace, "people.imported", source, written=source.written, refused=source.refused)
    return ["state", "file_name", "updated_at", "headers"]


def discard_stale_imports() -> int:
    """Delete imports that nobody brought to an end, and what is kept of refused rows.

    They hold persons whom no erasure would reach.
    """
    before, count = now() - KEPT_UNFINISHED, 0
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            stale = Import.objects.filter(updated_at__lt=before, state__in=[State.MAPPING, State.CHECKED])
            count += stale.count()
            stale.delete()
            forget_refused(before)
    return count


def _read(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headers, and each row with its number in the sheet, where the headers are row 1."""
    try:
        if len(data) > MOST_BYTES:
            raise BadSheet("too large")
        table = without_reasons([[restored(cell) for cell in row] for row in read_sheet(data)])
    except BadSheet:
        words = _("Send CSV, XLSX, XLS or ODS with at most 50,000 rows, 200 columns and 20 MB.")
        raise Problem(BAD_SHEET, words) from None
    if len(table) < 2:
        raise Problem(BAD_SHEET, _("The first sheet needs a row of headers and at least one row below."))
    return table[0], [(number, row) for number, row in enumerate(table[1:], start=2) if any(row)]


def _require_mapping(chosen: Mapping[str, str]) -> None:
    fields = list(chosen.values())
    faults = []
    if not set(fields) & set(NAMES):
        faults.append(_("Say which column holds the name."))
    if len(set(fields)) < len(fields):
        faults.append(_("Two columns have the same meaning."))
    if set(fields) - set(WORDS) or not all(column.isdecimal() for column in chosen):
        faults.append(_("There is no such field."))
    if faults:
        raise Problem(INVALID_INPUT, errors=[{"where": "mapping", "detail": fault} for fault in faults])


def _locked(actor: Actor, source: Import, states: set[Any]) -> Import:
    found: Import = Import.objects.select_for_update().get(pk=source.pk)
    require(actor, "change", found)
    if found.state not in states:
        raise Problem(IMPORT_STATE)
    return found


def _batch(source: Import, after: int) -> list[ImportRow]:
    waiting = ImportRow.objects.filter(source=source, number__gt=after, state=RowState.WAITING)
    return list(waiting.order_by("number")[:BATCH])


def _reached(rows: list[ImportRow]) -> tuple[int, int]:
    return (len(rows), rows[-1].number) if rows else (0, 0)


def _write(actor: Actor, planned: Sequence[tuple[ImportRow, Plan]]) -> None:
    """Refuse the faulty rows and write the sound ones."""
    for row, plan in planned:
        if plan.faults:
            _refuse(row, plan.faults)
    if sound := [(row, plan) for row, plan in planned if not plan.faults]:
        _write_sound(actor, sound)


def _write_sound(actor: Actor, planned: Sequence[tuple[ImportRow, Plan]]) -> None:
    """All at once; when one is refused, each half by itself, down to the row that it is."""
    rows = [row for row, _plan in planned]
    try:
        people = write_plans(actor, [plan for _row, plan in planned])
    except Problem as problem:
        if len(rows) == 1:
            _refuse(rows[0], problem.members.get("errors") or [_whole_row(rows[0], problem)])
            return
        middle = len(rows) // 2
        _write_sound(actor, planned[:middle])
        _write_sound(actor, planned[middle:])
        return
    for row, person in zip(rows, people, strict=True):
        row.person, row.state = person, RowState.WRITTEN


def _refuse(row: ImportRow, faults: Faults) -> None:
    row.state, row.faults = RowState.REFUSED, faults
    row.save(update_fields=["state", "faults"])


def _whole_row(row: ImportRow, problem: Problem) -> dict[str, str]:
    return {"where": str(row.number), "field": "", "detail": str(problem.detail or problem.kind.title)}
