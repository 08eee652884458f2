"""The rows of a sheet of persons read by its mapping, and their cells named as in a spreadsheet."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from pamoja.apps.people.models import Import, ImportRow
from pamoja.apps.people.services.cleaning import known_places
from pamoja.apps.people.services.planned import taken_numbers
from pamoja.apps.people.services.rows import Faults, Plan, plan_row


def plans_of(source: Import, rows: Sequence[ImportRow]) -> list[Plan]:
    """What rows ask for, by the mapping of their sheet, with every fault that can be told before writing."""
    fields = {name: int(column) for column, name in source.mapping.items()}
    cells = [{name: _cell(row, column) for name, column in fields.items()} for row in rows]
    wheres = [{name: f"{xl_col_to_name(column)}{row.number}" for name, column in fields.items()} for row in rows]
    places = known_places(each.get("place", "") for each in cells)
    country = source.workspace.country
    plans = [plan_row(each, where, country, places) for each, where in zip(cells, wheres, strict=True)]
    for row, plan in zip(rows, plans, strict=True):
        if row.is_left_out:
            plan.faults.append({"where": str(row.number), "field": "", "detail": _("Left out: registered already.")})
    taken = taken_numbers(plans)
    for plan, where in zip(plans, wheres, strict=True):
        if not plan.faults:
            plan.faults = _faults_of_taken(plan, where, taken)
    return plans


def _cell(row: ImportRow, column: int) -> str:
    return str(row.cells[column]) if column < len(row.cells) else ""


def _faults_of_taken(plan: Plan, where: Mapping[str, str], taken: set[tuple[str, str]]) -> Faults:
    words = _("This number is registered already.")
    return [
        {"where": where[kind], "field": kind, "detail": words}
        for kind, value in plan.identifiers
        if (kind, value) in taken
    ]
