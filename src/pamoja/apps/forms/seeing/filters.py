"""The filters of a table: when, who, where, and any question with choices."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pamoja.apps.forms.models import ReviewState
from pamoja.apps.forms.seeing import answers
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.columns import WITHIN
from pamoja.apps.forms.seeing.questions import Question, Table, is_select
from pamoja.apps.forms.selectors import submissions
from pamoja.core.clock import now
from pamoja.core.lists import Filter

ADDED = "filter"
MOST_OPTIONS = 500
PERIODS = (
    ("1", _("Last 24 hours")),
    ("7", _("Last 7 days")),
    ("30", _("Last 30 days")),
    ("365", _("Last 365 days")),
)
RECEIVED, BROKEN, NOWHERE = "received", "broken", "-"
REVIEWS = ((RECEIVED, pgettext_lazy("review", "Received")), *ReviewState.choices)
RULES = ((BROKEN, _("Broken")), ("kept", _("Kept")))


def filters_of(seen: Seen, table: Table, query: QueryDict) -> tuple[Filter, ...]:
    """The filters to draw: those of every record, those of the chosen questions."""
    return (*_within(table, query), *_of_records(seen), *_of_questions(seen, table, query))


def filterable(table: Table) -> list[Question]:
    """The questions by which a table can be narrowed."""
    return [each for each in table.fields if is_select(each) and 0 < len(each.choices) <= MOST_OPTIONS]


def _within(table: Table, query: QueryDict) -> Iterator[Filter]:
    """The row whose instances alone are listed."""
    if table.parent and (within := query.get(WITHIN)):
        yield Filter(WITHIN, _("Of"), [(within, _("One record"))], "parent_id")


def _of_records(seen: Seen) -> Iterator[Filter]:
    yield Filter("received", _("Received"), PERIODS, apply=_since)
    yield Filter("review", _("Review"), REVIEWS, apply=_in_review)
    yield Filter("rules", _("Rules of the form"), RULES, apply=_by_rules)
    rows = submissions(seen.actor, seen.form).order_by()
    people = rows.values_list("submitted_by_id", "submitted_by__name", "submitted_with_id", "submitted_with__name")
    senders = sorted({_sender(*each) for each in people.distinct()} - {("", "")}, key=lambda pair: pair[1])
    if len(senders) > 1:
        yield Filter("sender", _("Sent by"), senders[:MOST_OPTIONS], apply=_from_sender)
    places = rows.filter(place__isnull=False).values_list("place__path", "place__name").distinct()
    if found := sorted(places, key=lambda pair: pair[1])[:MOST_OPTIONS]:
        yield Filter("place", _("Place"), [*found, (NOWHERE, _("No known place"))], apply=_in_place)


def _in_place(rows: answers.Rows, path: str) -> answers.Rows:
    return rows.filter(**({"submission__place": None} if path == NOWHERE else {"submission__place__path": path}))


def _sender(user: int | None, name: str | None, credential: int | None, device: str | None) -> tuple[str, str]:
    if user is not None:
        return f"u{user}", name or str(user)
    return (f"c{credential}", device or str(credential)) if credential is not None else ("", "")


def _in_review(rows: answers.Rows, state: str) -> answers.Rows:
    return rows.filter(submission__review_state="" if state == RECEIVED else state)


def _by_rules(rows: answers.Rows, wanted: str) -> answers.Rows:
    return rows.filter(submission__broken_count__gt=0) if wanted == BROKEN else rows.filter(submission__broken_count=0)


def _since(rows: answers.Rows, days: str) -> answers.Rows:
    return rows.filter(submission__received_at__gte=now() - timedelta(days=int(days)))


def _from_sender(rows: answers.Rows, value: str) -> answers.Rows:
    column = "submitted_by" if value.startswith("u") else "submitted_with"
    return rows.filter(**{f"submission__{column}": int(value[1:])})


def _of_questions(seen: Seen, table: Table, query: QueryDict) -> Iterator[Filter]:
    """A drop-down for each question that the address names, or that was just asked for."""
    wanted = {*query.keys(), *query.getlist(ADDED)}
    for field in filterable(table):
        if field.key in wanted:
            choices = list(seen.reading.choices(field).items())
            yield Filter(field.key, seen.reading.head(field), choices, apply=partial(_taken, field))


def _taken(field: Question, rows: answers.Rows, value: str) -> answers.Rows:
    return answers.with_value(rows, field, value)
