"""A sheet of persons: opened, its columns understood, checked as a whole, then written row by row.

The check writes nothing into the register and names every fault by cell. Both the check and the writing go on from
where they were when their worker is killed: each batch commits together with the place that it reached.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.apps.people.models import Household, Identifier, Import, ImportRow
from pamoja.apps.people.problems import BAD_SHEET, IMPORT_STATE
from pamoja.apps.people.services.details import add_contact_point, add_identifier
from pamoja.apps.people.services.households import add_member, create_household
from pamoja.apps.people.services.persons import register_person
from pamoja.apps.people.services.refused import forget_refused, without_reasons
from pamoja.apps.people.services.rows import NAMES, Plan, plan_row
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require, require_at_all
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.engines.people.headers import WORDS, suggest
from pamoja.formats.neutral import restored
from pamoja.formats.sheets import BadSheet, read_sheet

MOST_BYTES = 20 * 1024 * 1024
BATCH = 100
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
        ImportRow.objects.bulk_create(
            [ImportRow(source=source, number=number, cells=cells) for number, cells in rows], batch_size=500
        )
        record(actor, "create", source, rows=len(rows))
    return source


def map_import(actor: Actor, source: Import, mapping: Mapping[str, str]) -> Import:
    """Say what the columns mean: column number as text to a field. Raises INVALID_INPUT."""
    chosen = {column: name for column, name in mapping.items() if name}
    _require_mapping(chosen)
    with transaction.atomic():
        source = _locked(actor, source, {State.MAPPING, State.CHECKED})
        ImportRow.objects.filter(source=source).update(faults=[])
        source.mapping, source.state, source.refused = chosen, State.MAPPING, 0
        source.save(update_fields=["mapping", "state", "refused"])
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
    for row in rows:
        row.faults = plan_of(source, row).faults or _taken(source, row)
        row.save(update_fields=["faults"])
    if not rows:
        faulty = ImportRow.objects.filter(source=source).exclude(faults=[]).count()
        Import.objects.filter(pk=source.pk).update(state=State.CHECKED, refused=faulty)
    return _reached(rows)


def write_batch(actor: Actor, source: Import, after: int) -> tuple[int, int]:
    """Write the rows after a number into the register, each for itself: a refused one takes no other with it."""
    rows = _batch(source, after)
    for row in rows:
        _write_row(actor, source, row)
    states = ImportRow.objects.filter(source=source)
    counts = {
        "written": states.filter(state=RowState.WRITTEN).count(),
        "refused": states.filter(state=RowState.REFUSED).count(),
    }
    done = {} if rows else {"state": State.DONE, "file_name": None, "updated_at": now()}
    if done and not counts["refused"]:
        done["headers"] = None
    if done:
        emit(source.workspace, "people.imported", source, **counts)
    for name, value in (counts | done).items():
        setattr(source, name, value)
    source.save(update_fields=[*counts, *done])
    return _reached(rows)


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


def plan_of(source: Import, row: ImportRow) -> Plan:
    """What a row asks for, by the mapping of its sheet."""
    fields = {name: int(column) for column, name in source.mapping.items()}
    cells = {name: row.cells[column] if column < len(row.cells) else "" for name, column in fields.items()}
    where = {name: f"{letters(column)}{row.number}" for name, column in fields.items()}
    return plan_row(cells, where, source.workspace.country)


def letters(column: int) -> str:
    """The name of a column in a spreadsheet: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


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


def _taken(source: Import, row: ImportRow) -> list[dict[str, str]]:
    """Identifiers that somebody in the register has already."""
    plan, faults = plan_of(source, row), []
    for kind, value in plan.identifiers:
        known = Identifier.objects.filter(type=kind, country=source.workspace.country, value_index=value)
        if known.exists():
            column = next(int(c) for c, name in source.mapping.items() if name == kind)
            words = _("This number is registered already.")
            faults.append({"where": f"{letters(column)}{row.number}", "field": kind, "detail": words})
    return faults


def _write_row(actor: Actor, source: Import, row: ImportRow) -> None:
    plan = plan_of(source, row)
    try:
        if plan.faults:
            raise Problem(INVALID_INPUT, errors=plan.faults)
        with transaction.atomic():
            row.person = _write_person(actor, source, plan)
        row.state, row.faults, row.cells = RowState.WRITTEN, [], None
    except Problem as problem:
        row.state, row.person = RowState.REFUSED, None
        row.faults = problem.members.get("errors") or [_whole_row(row, problem)]
    row.save(update_fields=["person", "state", "faults", "cells"])


def _whole_row(row: ImportRow, problem: Problem) -> dict[str, str]:
    return {"where": str(row.number), "field": "", "detail": str(problem.detail or problem.kind.title)}


def _write_person(actor: Actor, source: Import, plan: Plan) -> Any:
    person = register_person(actor, plan.person)
    for kind, value in plan.identifiers:
        add_identifier(actor, person, kind, source.workspace.country, value)
    for kind, value in plan.contacts:
        add_contact_point(actor, person, kind, value)
    if plan.household:
        number, role = plan.household
        known = Household.objects.filter(number=number).first()
        household = known or create_household(actor, number, plan.person["place"])
        add_member(actor, household, person, role)
    return person
