"""What a dataset is made of: the questions of a form, what becomes of each, and the rows with their answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pamoja.apps.forms.models import RedactedDataset
from pamoja.apps.forms.protecting.classes import QUASI
from pamoja.apps.forms.protecting.classifying import classed_questions
from pamoja.apps.forms.protecting.hiding import require_nothing_hidden
from pamoja.apps.forms.quality.clean import Cleaning
from pamoja.apps.forms.redacting.treatments import DROP, is_key, offered, proposed
from pamoja.apps.forms.seeing.access import KIND, Seen, seen_by
from pamoja.apps.forms.seeing.answers import told_apart, with_version
from pamoja.apps.forms.seeing.exports.tables import exported_rows
from pamoja.apps.forms.seeing.questions import Question, Table, is_note
from pamoja.core.permissions import Actor, require_at_all

CHUNK = 500
At = tuple[int, str]
"""Where a row stands: the key of its record, and its own id there."""


@dataclass(frozen=True)
class Column:
    """A question of the dataset: its table and class, and what becomes of its answers."""

    table: Table
    question: Question
    label: str
    kind: str
    how: str

    @property
    def key(self) -> str:
        """By which its answers are found."""
        return self.question.key

    @property
    def name(self) -> str:
        """As the head of a column."""
        return "-".join(self.question.parts) + self.question.key.removeprefix(self.question.path)

    @property
    def is_key(self) -> bool:
        """Whether it helps to find somebody."""
        return is_key(self.how, self.kind)


@dataclass(frozen=True)
class Row:
    """One row: where it stands, below what, its answers by the keys of questions, and the P-code of its place."""

    at: At
    below: At
    answers: Mapping[str, Any]
    place: str | None


def seen_for(actor: Actor, form_id: int, language: str = "") -> Seen:
    """The form for who may make datasets of it: they take records out, and see every answer.

    Raises NOT_FOUND, NOT_ALLOWED, ANSWERS_HIDDEN.
    """
    seen = seen_by(actor, form_id, "", language)
    require_at_all(actor, "export", KIND)
    require_nothing_hidden(actor, seen.form)
    return seen


def columns_of(seen: Seen, chosen: Mapping[str, str]) -> list[Column]:
    """Every question, those of the record itself first, with what was chosen for it.

    Where nothing is chosen yet, what is proposed; else a question on which nobody has decided is left out.
    """
    kinds = {each.field.path: each.class_now for each in classed_questions(seen.form)}
    return [
        _column(seen, table, each, kinds.get(each.path, QUASI), chosen)
        for table in seen.reading.tables.values()
        for each in table.fields
        if each.kind == "field" and not is_note(each)
    ]


def _column(seen: Seen, table: Table, question: Question, kind: str, chosen: Mapping[str, str]) -> Column:
    how = chosen.get(question.key, DROP) if chosen else proposed(question, kind)
    how = how if how in offered(question) else DROP
    label = seen.reading.title(question)
    return Column(table, question, f"{table.label}: {label}" if table.parent else label, kind, how)


def rows_of(seen: Seen, dataset: RedactedDataset, table: Table) -> Iterator[Row]:
    """The rows of a table with their answers as collected, or clean."""
    rows: Any = exported_rows(seen, table).select_related("submission__place")
    rows = rows.filter(submission__place__path__startswith=dataset.below) if dataset.below else rows
    rows = with_version(rows) if table.clashing else rows
    cleaning = Cleaning(seen.form) if dataset.is_clean else None
    for row in rows.iterator(chunk_size=CHUNK):
        answers = told_apart(table.clashing, row.answers, row.version_id) if table.clashing else row.answers
        if cleaning is None or cleaning.keeps(row):
            answers = cleaning.answers(table, row, answers) if cleaning else answers
            place, record = row.submission.place, row.submission_id
            yield Row((record, row.row_id), (record, row.parent_id), answers, place.pcode if place else None)
