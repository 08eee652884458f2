"""A form's tables with their rows, read in chunks."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from pamoja.apps.forms.models import AnswerRow, Submission, SubmissionVersion
from pamoja.apps.forms.quality.clean import Cleaning
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.answers import Answers, told_apart, with_version
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


def exported_tables(seen: Seen, options: Options, count: Count) -> list[tables.Table]:
    """The tables to be written; `count` is told after each chunk how many more rows were read."""
    found = list(seen.reading.tables.values())
    names = _names(seen.form.xml_form_id, found)
    return [_exported(seen, table, name, options, count) for table, name in zip(found, names, strict=True)]


def _exported(seen: Seen, table: Table, name: str, options: Options, count: Count) -> tables.Table:
    heads = heads_of(seen.reading, table, options)
    rows = (cells for cells, _answers in cells_of(seen, table, heads, count, cleaning_of(seen, options)))
    return tables.Table(name, columns_of(table, heads), rows)


def columns_of(table: Table, heads: list[Head]) -> tuple[Column, ...]:
    """The columns of the questions, and those that every record or instance of a repeat has."""
    columns = tuple(head.column for head in heads)
    return (*columns, *KEYS) if table.parent else (RECEIVED, *columns, *ABOUT)


def cleaning_of(seen: Seen, options: Options) -> Cleaning | None:
    """What the cleaning log says, for who wants clean data."""
    return Cleaning(seen.form) if options.is_clean else None


def cells_of(
    seen: Seen, table: Table, heads: list[Head], count: Count, cleaning: Cleaning | None = None
) -> Iterator[tuple[Row, Answers]]:
    """The cells of each row, with its answers by key, as they were collected or as `cleaning` has them."""
    rows: Any = exported_rows(seen, table)
    rows = with_version(rows) if table.clashing else rows
    if not table.parent:
        newest = SubmissionVersion.objects.filter(submission=OuterRef("submission")).order_by("-number")
        rows = rows.annotate(form_version=Subquery(newest.values("form_version__version")[:1]))
        rows = rows.select_related("submission__submitted_by", "submission__submitted_with", "submission__place")
    else:
        rows = rows.select_related("submission")
    around = _in_repeat if table.parent else _of_record
    number = 0
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        answers = told_apart(table.clashing, row.answers, row.version_id) if table.clashing else row.answers
        if cleaning is None or cleaning.keeps(row):
            answers = cleaning.answers(table, row, answers) if cleaning else answers
            yield around(table, row, [head.cell(answers) for head in heads]), answers
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
    ordinals = row.position.split(".")
    for length, ordinal in zip(table.depths[len(ordinals)], ordinals, strict=True):
        assert table.repeat is not None
        keys.append("/".join((keys[-1], *table.repeat.parts[above:length])) + f"[{int(ordinal) + 1}]")
        above = length
    return keys


def _names(form_id: str, found: list[Table]) -> list[str]:
    """The form's id, for a repeat with its own name; several of one name are numbered: "visit-member~2"."""
    names = [f"{form_id}-{table.repeat.name}" if table.repeat else form_id for table in found]
    totals, taken = Counter(names), Counter[str]()
    for number, name in enumerate(names):
        taken[name] += 1
        names[number] = f"{name}~{taken[name]}" if totals[name] > 1 else name
    return names
