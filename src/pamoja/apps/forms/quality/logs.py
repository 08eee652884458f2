"""The cleaning log as a table that other tools write and read.

Columns and decisions are those of the logs that REACH and others exchange; the names that their tools give a column
are understood as well.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pamoja.apps.forms.models import CleaningLine, Form, Submission
from pamoja.apps.forms.problems import LOG_UNREADABLE
from pamoja.apps.forms.quality.access import Checked
from pamoja.apps.forms.quality.decisions import Decision, decide
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.quality.values import typed
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import Problem, Words
from pamoja.engines.quality import as_text
from pamoja.formats.neutral import restored
from pamoja.formats.sheets import BadSheet, read_sheet
from pamoja.formats.tables import Column, Table

Change = CleaningLine.Change
MOST_LINES = 20_000
LONGEST_ISSUE = 500
COLUMNS = ("uuid", "question", "issue", "old_value", "new_value", "change_type", "comment", "who", "when", "withdrawn")
ALIASES = {
    "uuid": ("uuid", "x_uuid", "_uuid", "key", "instanceid", "id"),
    "question": ("question", "questions", "question_name", "variable"),
    "issue": ("issue", "issues", "problem"),
    "old_value": ("old_value", "old.value", "oldvalue"),
    "new_value": ("new_value", "new.value", "newvalue"),
    "change_type": ("change_type", "type", "changetype", "action"),
    "comment": ("comment", "reason", "explanation"),
}
NEEDED = ("uuid", "question", "change_type")
Numbered = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class Refused:
    """A row of the file (numbered as spreadsheets do) that was not taken, and why."""

    number: int
    why: Words


@dataclass(frozen=True)
class Report:
    """What became of a file."""

    lines: Sequence[CleaningLine]
    refused: Sequence[Refused]


def log_table(checked: Checked) -> Table:
    """The log as a table, oldest line first."""
    rows = (_row(checked, line) for line in checked.lines().order_by("pk").iterator(chunk_size=500))
    return Table(f"{checked.form.xml_form_id}-cleaning-log", tuple(Column(name) for name in COLUMNS), rows)


def _row(checked: Checked, line: CleaningLine) -> tuple[str | None, ...]:
    return (
        line.submission.instance_id,
        line.question.rpartition("/")[2],
        checked.issue(line),
        line.old_value,
        line.new_value,
        line.change,
        checked.comment(line),
        str(line.created_by or ""),
        line.created_at.isoformat(timespec="seconds"),
        line.withdrawn_at.isoformat(timespec="seconds") if line.withdrawn_at else None,
    )


def take_log(actor: Actor, form: Form, data: bytes) -> Report:
    """Write a line for every row of a table that fits; the rest is refused by row. Raises LOG_UNREADABLE."""
    tables, refused = FormTables(form), list[Refused]()
    decisions: dict[tuple[int, str, str], Decision] = {}
    rows = _rows(data)
    reader = _Reader(actor, form, tables, rows)
    for number, row in rows:
        try:
            found = reader.decision(row)
        except Problem as problem:
            refused.append(Refused(number, problem.detail or problem.kind.title))
            continue
        if found and decisions.setdefault(_place(found, number), found) is not found:
            refused.append(Refused(number, _("An earlier row decides on the same answer.")))
    lines = decide(actor, form, tables, list(decisions.values())) if decisions else []
    return Report(lines, refused)


def _place(decision: Decision, number: int) -> tuple[int, str, str]:
    """Where a decision has its effect; one without any is beside all others."""
    return decision.submission.pk, decision.question, f"keep {number}" if decision.change == Change.KEEP else ""


class _Reader:
    """Rows to decisions, with all that they are looked up in."""

    def __init__(
        self, actor: Actor, form: Form, tables: FormTables, rows: Sequence[tuple[int, Mapping[str, str]]]
    ) -> None:
        self.tables = tables
        ids = {_instance_id(row["uuid"]) for _number, row in rows}
        wanted = [*ids, *(f"uuid:{each}" for each in ids)]
        live = Submission.objects.filter(form=form, is_test=False, deleted_at__isnull=True)
        self.records: dict[str, Submission] = {}
        for start in range(0, len(wanted), 500):
            for each in visible(live.filter(instance_id__in=wanted[start : start + 500]), actor):
                self.records[_instance_id(each.instance_id)] = each
        tables.read(self.records.values())
        root = tables.tables[0].every if tables.tables else ()
        self.keys = {each.name: each.key for each in reversed(root)} | {each.key: each.key for each in root}
        taken = CleaningLine.objects.filter(submission__form=form, withdrawn_at__isnull=True).exclude(
            change=Change.KEEP
        )
        self.taken = set(taken.values_list("submission_id", "question"))

    def decision(self, row: Mapping[str, str]) -> Decision:
        """What a row says. Raises problems in words about the row."""
        submission = self.records.get(_instance_id(row["uuid"]))
        if submission is None:
            raise Problem(LOG_UNREADABLE, _("There is no record “%(id)s”.") % {"id": row["uuid"][:80]})
        change = row["change_type"].lower().replace(" ", "_")
        if change not in Change.values:
            raise Problem(LOG_UNREADABLE, _("“%(type)s” is no decision.") % {"type": row["change_type"][:80]})
        question = "" if change == Change.REMOVE else self._question(row["question"], change)
        if change != Change.KEEP and (submission.pk, question) in self.taken:
            raise Problem(LOG_UNREADABLE, _("This was decided already."))
        new_value = row["new_value"] if change == Change.CHANGE else ""
        if question:
            self._require_fitting(submission, question, row["old_value"], new_value, change)
        return Decision(submission, change, question, "", new_value, row["issue"][:LONGEST_ISSUE], row["comment"])

    def _question(self, name: str, change: str) -> str:
        key = self.keys.get(name.strip(), "")
        if not key and (name.strip() or change != Change.KEEP):
            raise Problem(LOG_UNREADABLE, _("The form asks no “%(name)s”.") % {"name": name[:80]})
        return key

    def _require_fitting(self, submission: Submission, key: str, old: str, new: str, change: str) -> None:
        question, raw = self.tables.question(key), as_text(self.tables.answer(submission, "", key))
        if change == Change.CHANGE and (question is None or typed(question, new) is None):
            raise Problem(LOG_UNREADABLE, _("A new value is missing."))
        if change != Change.KEEP and old.strip() and not _is_same(old, raw):
            raise Problem(
                LOG_UNREADABLE, _("The answer is “%(raw)s”, not “%(old)s”.") % {"raw": raw[:80], "old": old[:80]}
            )


def _is_same(old: str, raw: str) -> bool:
    """Spreadsheets write 24 as 24.0 and 1000000 as 1,000,000.00."""
    try:
        return float(old.replace(",", "")) == float(raw)
    except ValueError:
        return old.strip() == raw


def _instance_id(text: str) -> str:
    return text.strip().removeprefix("uuid:")


def _rows(data: bytes) -> list[Numbered]:
    """The filled rows with the number that a spreadsheet shows. Raises LOG_UNREADABLE."""
    try:
        head, *body = read_sheet(data) or [[]]
    except BadSheet as error:
        raise Problem(LOG_UNREADABLE) from error
    places = _places(head)
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise Problem(LOG_UNREADABLE, _("There is no column “%(name)s”.") % {"name": missing[0]})
    if len(body) > MOST_LINES:
        raise Problem(LOG_UNREADABLE, _("A log has at most %(most)s lines.") % {"most": MOST_LINES})
    return [(number, _cells(row, places)) for number, row in enumerate(body, start=2) if any(row)]


def _places(head: Sequence[str]) -> dict[str, int]:
    names = [re.sub(r"^x\.u\.feff\.", "", each.strip().lower().replace(" ", "_")) for each in head]
    found = ((name, next((names.index(a) for a in aliases if a in names), None)) for name, aliases in ALIASES.items())
    return {name: place for name, place in found if place is not None}


def _cells(row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    def cell(name: str) -> str:
        place = places.get(name)
        return restored(row[place]) if place is not None and place < len(row) else ""

    return {name: cell(name) for name in ALIASES}
