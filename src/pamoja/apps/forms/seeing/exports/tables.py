"""A form's tables with their rows, read in chunks."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from pamoja.apps.forms.models import AnswerRow, Submission, SubmissionVersion
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.columns import sender
from pamoja.apps.forms.seeing.exports.heads import Head, heads_of
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.questions import Table
from pamoja.apps.forms.selectors import answer_rows
from pamoja.core.permissions import visible
from pamoja.formats import tables
from pamoja.formats.tables import Column
from pamoja.formats.tables.head import Row

CHUNK = 500
Count = Callable[[int], None]
RECEIVED = Column("SubmissionDate", "moment")
ABOUT = (
    Column("KEY"),
    Column("SubmitterID"),
    Column("SubmitterName"),
    Column("AttachmentsPresent", "whole"),
    Column("AttachmentsExpected", "whole"),
    Column("Status"),
    Column("ReviewState"),
    Column("DeviceID"),
    Column("Edits", "whole"),
    Column("FormVersion"),
    Column("Place"),
)
KEYS = (Column("PARENT_KEY"), Column("KEY"))


def exported_rows(seen: Seen, table: Table) -> QuerySet[AnswerRow]:
    """The rows that the actor may take out, oldest record first."""
    allowed = visible(Submission.objects.filter(form=seen.form), seen.actor, "export")
    rows = answer_rows(seen.actor, seen.form, table.name).filter(submission__in=allowed.values("pk"))
    return rows.order_by("submission_id", "pk")


def exported_table(seen: Seen, table: Table, options: Options, count: Count) -> tables.Table:
    """A table to be written; `count` is told after each chunk how many more rows were read."""
    heads = heads_of(seen.reading, table, options)
    columns = tuple(head.column for head in heads)
    columns = (*columns, *KEYS) if table.parent else (RECEIVED, *columns, *ABOUT)
    name = seen.form.xml_form_id if not table.parent else f"{seen.form.xml_form_id}-{_repeat_name(table)}"
    return tables.Table(name, columns, (cells for cells, _row in cells_of(seen, table, heads, count)))


def cells_of(seen: Seen, table: Table, heads: list[Head], count: Count) -> Iterator[tuple[Row, AnswerRow]]:
    """The cells of each row, with the row."""
    rows = exported_rows(seen, table)
    if not table.parent:
        newest = SubmissionVersion.objects.filter(submission=OuterRef("submission")).order_by("-number")
        rows = rows.annotate(form_version=Subquery(newest.values("form_version__version")[:1]))
        rows = rows.select_related("submission__submitted_by", "submission__submitted_with", "submission__place")
    else:
        rows = rows.select_related("submission")
    around = _in_repeat if table.parent else _of_record
    number = 0
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        yield around(table, row, [head.cell(row.answers) for head in heads]), row
        if number % CHUNK == 0:
            count(CHUNK)
    count(number % CHUNK)


def _of_record(table: Table, row: Any, cells: list[Any]) -> Row:
    submission: Submission = row.submission
    about = (
        submission.instance_id,
        str(submission.submitted_by_id or submission.submitted_with_id or "") or None,
        sender(row) or None,
        submission.files_present,
        submission.files_expected,
        None,
        None,
        submission.device_id or None,
        submission.edits,
        row.form_version or None,
        submission.place.pcode if submission.place else None,
    )
    return (submission.received_at, *cells, *about)


def _in_repeat(table: Table, row: AnswerRow, cells: list[Any]) -> Row:
    keys = _keys(table, row)
    return (*cells, keys[-2], keys[-1])


def _keys(table: Table, row: AnswerRow) -> list[str]:
    """The keys of a row and all above it: "uuid:1", "uuid:1/member[2]", "uuid:1/member[2]/dose[1]"."""
    keys, above = [row.submission.instance_id], 0
    for length, ordinal in zip(table.depths, row.position.split("."), strict=True):
        assert table.repeat is not None
        keys.append("/".join((keys[-1], *table.repeat.parts[above:length])) + f"[{int(ordinal) + 1}]")
        above = length
    return keys


def _repeat_name(table: Table) -> str:
    return "-".join(table.repeat.parts) if table.repeat else ""
