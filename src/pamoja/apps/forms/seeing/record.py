"""One record as its form lays it out: groups, repeats within, answers, and what was odd about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pamoja.apps.forms.models import AnswerRow, Submission
from pamoja.apps.forms.seeing.attachments import attachments_of
from pamoja.apps.forms.seeing.questions import NUMBERS, Reading, is_note
from pamoja.apps.forms.seeing.remarks import remark_words
from pamoja.apps.forms.seeing.shown import Attached, Point, hidden_word, point_of, text_of
from pamoja.apps.forms.seeing.versions import table_of
from pamoja.core.problems import Words
from pamoja.formats.xform import Field
from pamoja.formats.xform.model import ROOT_TABLE


@dataclass(frozen=True)
class Answer:
    """One question with its answer; `remarks` say in words what was odd about it.

    `path` is the question's as the form engine writes it, empty for one that nobody answers.
    """

    label: str
    name: str
    text: str = ""
    point: Point | None = None
    file: Attached | None = None
    remarks: tuple[Words, ...] = ()
    is_number: bool = False
    path: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.text and self.file is None


@dataclass(frozen=True)
class Section:
    """A group, or one instance of a repeat (`number` says which); `parts` are answers and sections."""

    label: str
    parts: tuple[Answer | Section, ...]
    number: int = 0

    @property
    def blocks(self) -> list[Section | list[Answer]]:
        """In the form's order: answered questions that follow each other together, and each section with answers."""
        answered = (each for each in self.parts if not each.is_empty)
        runs = groupby(answered, key=lambda each: isinstance(each, Answer))
        return [block for is_run, run in runs for block in ([list(run)] if is_run else run)]  # type: ignore[misc]

    @property
    def unanswered(self) -> list[Answer]:
        """The questions directly in it without an answer."""
        return [each for each in self.parts if isinstance(each, Answer) and each.is_empty]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered here or below."""
        return not self.number and all(each.is_empty for each in self.parts)


def laid_out(reading: Reading, submission: Submission) -> Section:
    """The whole record; costs two queries."""
    return _Layout(reading, submission).whole()


class _Layout:
    """All that laying out one record looks things up in."""

    def __init__(self, reading: Reading, submission: Submission) -> None:
        self.reading = reading
        self.rows = list(submission.rows.order_by("pk"))
        self.files = attachments_of(submission)
        self.remarks = _remarks(self.rows, submission.remarks)
        self.below: dict[tuple[str, str], list[AnswerRow]] = defaultdict(list)
        for row in self.rows:
            self.below[row.table, row.parent_id].append(row)

    def whole(self) -> Section:
        """The form's own row; a record without one (encrypted) is empty."""
        root = next((row for row in self.rows if row.table == ROOT_TABLE), None)
        children = [each for each in self.reading.schema.children if each.parts != ("meta",)]
        return Section("", tuple(self.parts(children, root)) + tuple(self.unknown(root)) if root else ())

    def parts(self, children: Iterable[Field], row: AnswerRow) -> Iterator[Answer | Section]:
        """What stands in a group or repeat, in the form's order."""
        for field in children:
            if field.kind == "group":
                yield Section(self.reading.label(field), tuple(self.parts(field.children, row)))
            elif field.kind == "repeat":
                yield from self.instances(field, row)
            elif not is_note(field):
                yield self.answer(field, row)

    def instances(self, repeat: Field, row: AnswerRow) -> Iterator[Section]:
        """The instances of a repeat below a row."""
        label = self.reading.label(repeat)
        for number, each in enumerate(self.below[table_of(repeat), row.row_id], start=1):
            yield Section(label, (*self.parts(repeat.children, each), *self.unknown(each)), number)

    def answer(self, field: Field, row: AnswerRow) -> Answer:
        """One question."""
        if self.reading.hidden.hides(field.path):
            return Answer(self.reading.label(field), field.name, hidden_word())
        value = row.answers.get(field.path)
        file = self.files.get(value, Attached(value)) if field.is_binary and isinstance(value, str) else None
        remarks = tuple(remark_words(code, field) for code in self.remarks.get((row.pk, field.path), ()))
        text = "" if file else text_of(self.reading, field, value)
        point = point_of(value) if field.type == "geopoint" else None
        label, path = self.reading.label(field), self.path_of(field, row)
        return Answer(label, field.name, text, point, file, remarks, field.type in NUMBERS, path)

    def path_of(self, field: Field, row: AnswerRow) -> str:
        """Where the answer stands: "/member[2]/age"."""
        if field.control == "none":
            return ""
        positions, known = iter(row.position.split(".")), self.reading.schema.by_path
        above = (known.get("/" + "/".join(field.parts[: depth + 1])) for depth in range(len(field.parts)))
        steps = zip(field.parts, above, strict=True)
        return "".join(
            f"/{name}[{int(next(positions)) + 1}]" if each and each.kind == "repeat" else f"/{name}"
            for name, each in steps
        )

    def unknown(self, row: AnswerRow) -> Iterator[Answer]:
        """Answers for which the form has no question; nothing that was sent is left out, unless it may not be read."""
        known = self.reading.schema.by_path
        for path, value in row.answers.items():
            if path not in known and not path.lower().startswith("/meta/") and not self.reading.hidden:
                codes = self.remarks.get((row.pk, path.partition("[")[0]), ()) or ("unknown_element",)
                yield Answer(path, path, str(value), remarks=tuple(remark_words(code, None) for code in codes))


def _remarks(rows: Sequence[AnswerRow], remarks: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], list[str]]:
    """The codes of remarks by row and path; `row` of a remark counts the rows as they were shredded."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for each in remarks:
        if each["row"] < len(rows):
            found[rows[each["row"]].pk, each["path"]].append(each["code"])
    return found
