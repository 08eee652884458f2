"""The columns of a table: what every record has, and one for each question and repeat."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import AnswerRow
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.answers import answer_to
from pamoja.apps.forms.seeing.attachments import attached
from pamoja.apps.forms.seeing.languages import shortened
from pamoja.apps.forms.seeing.questions import Question, Table, is_note, is_number
from pamoja.apps.forms.seeing.shown import hidden_word, point_of, text_of
from pamoja.apps.forms.seeing.versions import table_of
from pamoja.core.lists import Column
from pamoja.formats.xform.model import ROOT_TABLE

ANSWER = "answer_in_order"
WITHIN = "within"
FIRST_COLUMNS = 8
CELL_LETTERS = 120
CELLS = "forms/seeing/cells"


def columns_of(seen: Seen, table: Table) -> tuple[Column, ...]:
    """Columns in the form's order; at first the first few questions that a person answers are shown."""
    fields = [each for each in table.fields if not is_note(each)]
    here = [each for each in fields if not each.only_in] or fields
    asked = [each.key for each in here if each.control != "none" or each.kind == "repeat"]
    first = set((asked or [each.key for each in here])[:FIRST_COLUMNS])
    columns = [_column(seen, table, each, each.key in first) for each in fields]
    return (*_before(seen, table), *columns, *_after(table))


def repeats_in(table: Table) -> dict[str, Question]:
    """The repeats of a table by the name under which their instances are counted."""
    repeats = (each for each in table.fields if each.kind == "repeat")
    return {f"count_{number}": each for number, each in enumerate(repeats)}


def _before(seen: Seen, table: Table) -> tuple[Column, ...]:
    is_root = table.name == ROOT_TABLE
    by_name = "" if seen.hidden else "submission__instance_name"
    return (
        Column("record", _("Record"), value=partial(record_name, seen), sort=by_name, is_link=True),
        Column("number", _("Number"), value=ordinal, is_number=True, is_shown=not is_root),
        Column("received", _("Received"), "submission.received_at", "submission__received_at", f"{CELLS}/moment.html"),
    )


def _after(table: Table) -> tuple[Column, ...]:
    is_root = table.name == ROOT_TABLE
    return (
        Column("place", _("Place"), value="submission.place", sort="submission__place__name", is_shown=is_root),
        Column("sender", _("Sent by"), value=sender, is_shown=is_root),
        Column("device", _("Device"), value="submission.device_id", sort="submission__device_id", is_shown=False),
        Column("edits", _("Edits"), value="submission.edits", sort="submission__edits", is_number=True, is_shown=False),
    )


def record_name(seen: Seen, row: AnswerRow) -> str:
    """What a record calls itself, else the beginning of its id."""
    return seen.name(row.submission.instance_name, row.submission.instance_id)


def ordinal(row: AnswerRow) -> str:
    """The place of a repeat's instance as people count: "2", in a repeat of a repeat "1.3"."""
    return ".".join(str(int(part) + 1) for part in row.position.split(".") if part)


def sender(row: AnswerRow) -> str:
    """The person or the app user that sent the record."""
    return str(row.submission.submitted_by or row.submission.submitted_with or "")


def _column(seen: Seen, table: Table, field: Question, is_shown: bool) -> Column:
    label = seen.reading.head(field)
    if field.kind == "repeat":
        return Column(
            field.key, label, _instances(seen, table, field), is_shown=is_shown, template=f"{CELLS}/count.html"
        )
    if field.is_hidden:
        return Column(field.key, label, lambda row: hidden_word(), is_shown=is_shown)
    value, template = _drawing(seen, field)
    is_plain_number = is_number(field)
    return Column(field.key, label, value, ANSWER, template, is_plain_number, is_shown)


def _drawing(seen: Seen, field: Question) -> tuple[Callable[[AnswerRow], Any], str]:
    """How to draw an answer: a function of the row, and a template when plain text is not enough."""
    if field.is_binary:
        return lambda row: attached(row.submission, answer_to(field, row)), f"{CELLS}/file.html"
    if field.type == "geopoint":
        return partial(_point, seen, field), f"{CELLS}/point.html"
    return lambda row: shortened(text_of(seen.reading, field, answer_to(field, row)), CELL_LETTERS), ""


def _point(seen: Seen, field: Question, row: AnswerRow) -> Any:
    value = answer_to(field, row)
    point = point_of(value)
    if point is None:
        return {"text": text_of(seen.reading, field, value)}
    url = reverse("forms-seeing:map", args=[seen.form.pk])
    return {"text": point.text, "url": f"{url}?{urlencode({'record': row.submission.public_id})}"}


def _instances(seen: Seen, table: Table, repeat: Question) -> Callable[[AnswerRow], Any]:
    """How many instances, and where they are listed."""
    name = next(name for name, each in repeats_in(table).items() if each is repeat)
    url = reverse("forms-seeing:repeat", args=[seen.form.pk, table_of(repeat)])

    def instances(row: AnswerRow) -> dict[str, Any]:
        query = urlencode({WITHIN: row.row_id})
        return {"count": getattr(row, name), "url": f"{url}?{query}"}

    return instances
