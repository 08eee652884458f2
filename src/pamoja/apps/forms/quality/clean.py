"""The clean data: raw answers with the lines of the cleaning log that stand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pamoja.apps.forms.models import AnswerRow, CleaningLine, Form
from pamoja.apps.forms.quality.values import typed
from pamoja.apps.forms.seeing.questions import Question, Table
from pamoja.core.problems import Problem
from pamoja.engines.quality import as_text

Answers = Mapping[str, Any]
Change = CleaningLine.Change


class Cleaning:
    """The lines of a form that have an effect, by the row that they are about. One query."""

    def __init__(self, form: Form) -> None:
        self.removed: set[int] = set()
        self.lines: dict[tuple[int, str], list[CleaningLine]] = defaultdict(list)
        standing = CleaningLine.objects.filter(submission__form=form, withdrawn_at__isnull=True)
        for line in standing.exclude(change=Change.KEEP).order_by("pk").iterator():
            if line.change == Change.REMOVE:
                self.removed.add(line.submission_id)
            else:
                self.lines[line.submission_id, line.row].append(line)

    def keeps(self, row: AnswerRow) -> bool:
        """Whether the record stays in the data."""
        return row.submission_id not in self.removed

    def answers(self, table: Table, row: AnswerRow, raw: Answers) -> Answers:
        """The row's answers as they should be; a line decided on another answer than the raw one has no effect."""
        lines = self.lines.get((row.submission_id, row.row_id if table.parent else ""))
        return {**raw, **dict(_changes(table, lines, raw))} if lines else raw


def _changes(table: Table, lines: list[CleaningLine], raw: Answers) -> Iterator[tuple[str, Any]]:
    questions = {each.key: each for each in table.every}
    for line in lines:
        question = questions.get(line.question)
        if question and has_effect(line, raw.get(line.question)):
            yield from _change(question, line)


def _change(question: Question, line: CleaningLine) -> Iterator[tuple[str, Any]]:
    if line.change == Change.BLANK:
        yield question.key, None
        return
    try:
        yield question.key, typed(question, line.new_value)
    except Problem:  # the form has changed since: the raw answer stays
        return


def has_effect(line: CleaningLine, raw: Any) -> bool:
    """Whether the raw answer is still the one that was decided on."""
    return as_text(raw) == line.old_value
