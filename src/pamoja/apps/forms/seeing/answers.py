"""Looking into the JSON of answers, alike on SQLite and PostgreSQL."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Case, Count, F, FloatField, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, StrIndex

from pamoja.apps.forms.models import AnswerRow, SubmissionVersion
from pamoja.apps.forms.seeing.questions import Question, is_number
from pamoja.apps.forms.seeing.shown import hidden_word

Rows = QuerySet[AnswerRow]
Answers = Mapping[str, Any]
FEW = 4
CHUNK = 500
NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"


class AllTexts(Func):
    """All answers of a row as one text to search in; their paths stay out of it. `paths` narrow it to some answers."""

    output_field = TextField()

    def __init__(self, *expressions: Any, paths: Sequence[str] | None = None, **extra: Any) -> None:
        named = () if paths is None else tuple(Value(each) for each in paths or [""])
        super().__init__(*expressions, *named, **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Values of the object, one a line."""
        return self._among(compiler, "SELECT group_concat(value, char(10)) FROM json_each({})", "key")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Values of the object, one a line."""
        return self._among(compiler, "SELECT string_agg(value, chr(10)) FROM jsonb_each_text({})", "key")

    def _among(self, compiler: Any, select: str, key: str) -> Any:
        (answers, params), *named = (compiler.compile(each) for each in self.get_source_expressions())
        among = f" WHERE {key} IN ({', '.join(sql for sql, _params in named)})" if named else ""
        return f"({select.format(answers)}{among})", (*params, *(each for _sql, found in named for each in found))


def text_at(path: str) -> Cast:
    """The answer at a path as text, which look-ups compare as text and not as JSON."""
    return Cast(KeyTextTransform(path, "answers"), TextField())


class JsonAt(KeyTransform):
    """The answer at a path as JSON; Django's own gives SQLite's bare text, in which "01" and 1 look alike."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """With the operator that keeps the quotes."""
        lhs, params, keys = self.preprocess_lhs(compiler, connection)
        return f"({lhs} -> %s)", (*params, f"$.{json.dumps(keys[0])}")


def answers_at(rows: Rows, questions: Sequence[Question]) -> Iterator[Answers]:
    """The answers of every row by the questions' keys, in bounded memory; of a few questions only those are read."""
    clashing = [each for each in questions if each.asked_in]
    rows = with_version(rows.order_by()) if clashing else rows.order_by().annotate(version_id=Value(0))
    if len(questions) > FEW:
        for answers, version in rows.values_list("answers", "version_id").iterator(chunk_size=CHUNK):
            yield told_apart(clashing, answers, version)
        return
    paths = list(dict.fromkeys(each.path for each in questions))
    columns = [JsonAt(path, "answers") for path in paths]
    for *values, version in rows.values_list(*columns, "version_id").iterator(chunk_size=CHUNK):
        yield told_apart(clashing, dict(zip(paths, values, strict=True)), version)


def with_version(rows: Rows) -> Any:
    """The rows with the key of the form's version that was filled in, as `version_id`."""
    newest = SubmissionVersion.objects.filter(submission=OuterRef("submission")).order_by("-number")
    return rows.annotate(version_id=Subquery(newest.values("form_version_id")[:1]))


def told_apart(clashing: Sequence[Question], answers: Answers, version: int) -> Answers:
    """Answers by key: one whose path several questions share goes to the one that this version asks."""
    if not clashing:
        return answers
    mine = {each.key: answers.get(each.path) if version in each.asked_in else None for each in clashing}
    return {**answers, **mine}


def answer_to(question: Question, row: AnswerRow) -> Any:
    """A row's answer; where questions have to be told apart, of rows `with_version`."""
    if question.is_hidden:
        return hidden_word()
    if question.asked_in and row.version_id not in question.asked_in:  # type: ignore[attr-defined]
        return None
    return row.answers.get(question.path)


def of_versions(rows: Rows, question: Question) -> Rows:
    """The rows in which a question may have an answer."""
    return with_version(rows).filter(version_id__in=question.asked_in) if question.asked_in else rows


def sorted_by(rows: Rows, name: str, field: Question) -> Rows:
    """The rows with what to order a question's answers by, as `name`.

    A number that was kept as text for its faults counts as missing: PostgreSQL refuses to cast it. Where questions
    have to be told apart, the rows are `with_version`.
    """
    text = text_at(field.path)
    rows = rows.alias(_text=Case(When(version_id__in=field.asked_in, then=text)) if field.asked_in else text)
    if not is_number(field):
        return rows.alias(**{name: F("_text")})
    number = Case(When(_text__regex=NUMBER, then=Cast("_text", FloatField())), default=None)
    return rows.alias(**{name: number})


def with_value(rows: Rows, field: Question, value: str) -> Rows:
    """The rows in which this choice was taken, alone or among others."""
    rows = of_versions(rows, field)
    if not field.is_multiple:
        return rows.alias(_answer=text_at(field.path)).filter(_answer=value)
    text = text_at(field.path)
    # the array's text: SQLite keeps non-ASCII letters escaped as they were written, PostgreSQL does not
    spellings = {json.dumps(value), json.dumps(value, ensure_ascii=False)}
    places = {f"_place{n}": StrIndex(text, Value(each)) for n, each in enumerate(sorted(spellings))}
    return rows.alias(**places).filter(Q(*[(f"{name}__gt", 0) for name in places], _connector=Q.OR))


def search(rows: Rows, text: str) -> Rows:
    """The rows in which every word stands in some answer or in the record's own name."""
    rows = rows.alias(_all=AllTexts("answers"))
    for word in text.split():
        rows = rows.filter(Q(_all__icontains=word) | Q(submission__instance_name__icontains=word))
    return rows


def search_among(paths: Sequence[str], rows: Rows, text: str) -> Rows:
    """The rows in which every word stands in one of these answers: what is hidden is not found either."""
    rows = rows.alias(_all=AllTexts("answers", paths=paths))
    for word in text.split():
        rows = rows.filter(_all__icontains=word)
    return rows


def count_below(table: str) -> Any:
    """How many instances of a repeat a row has."""
    below = AnswerRow.objects.filter(submission=OuterRef("submission"), table=table, parent_id=OuterRef("row_id"))
    counted = below.order_by().values("parent_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
