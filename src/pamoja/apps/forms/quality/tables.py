"""Looking up a form's questions and a record's raw answers."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from pamoja.apps.forms.models import AnswerRow, Form, Submission
from pamoja.apps.forms.protecting.hiding import NOTHING, Hidden
from pamoja.apps.forms.seeing.questions import Question, Table, veiled_table
from pamoja.apps.forms.seeing.versions import read_tables
from pamoja.apps.forms.selectors import latest_version
from pamoja.engines import quality
from pamoja.formats.xform.asked import questions_of
from pamoja.formats.xform.model import ROOT_TABLE

AT_ONCE = 500


class FormTables:
    """The tables of a form as they are now, and answers by record and question, each row read once.

    What is `hidden` is a text to which nothing belongs: no choice is put there for an "other" that was written out.
    """

    def __init__(self, form: Form, hidden: Hidden = NOTHING) -> None:
        version = latest_version(form)
        merged = read_tables(form, version) if version else ()
        self.tables: tuple[Table, ...] = tuple(veiled_table(each, hidden) for each in merged)
        self._rows: dict[tuple[int, str], AnswerRow | None] = {}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its key."""
        return {each.key: each for table in self.tables for each in table.every if each.kind == "field"}

    def question(self, key: str) -> Question | None:
        """A question, if the form has it."""
        return self.questions.get(key)

    @cached_property
    def _asked(self) -> dict[str, quality.Question]:
        found = (questions_of(table.fields, lambda each: each.key) for table in self.tables)
        return {each.key: each for questions in found for each in questions}

    def asked(self, key: str) -> quality.Question | None:
        """A question as checks see it."""
        return self._asked.get(key)

    def read(self, submissions: Iterable[Submission]) -> None:
        """Read the rows of many records at once, so that `answer` asks no more."""
        keys = sorted({each.pk for each in submissions})
        for start in range(0, len(keys), AT_ONCE):
            for row in AnswerRow.objects.filter(submission__in=keys[start : start + AT_ONCE]):
                self._rows[row.submission_id, "" if row.table == ROOT_TABLE else row.row_id] = row

    def answer(self, submission: Submission, row: str, key: str) -> Any:
        """The raw answer of a record, or of one instance of a repeat in it."""
        question = self.question(key)
        place = (submission.pk, row)
        if place not in self._rows:
            rows = submission.rows.filter(row_id=row).exclude(table=ROOT_TABLE) if row else submission.rows
            self._rows[place] = rows.first() if row else rows.filter(table=ROOT_TABLE).first()
        found = self._rows[place]
        return found.answers.get(question.path) if found and question else None
