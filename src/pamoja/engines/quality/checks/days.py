"""Days that cannot be, or that a date picker left as they were."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pamoja.engines.quality.model import Dataset, Flag, Question, Record, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class DaySettings:
    """A question to which a quarter of all records answer "today" asks for today: a visit, an appointment."""

    most_same_day: float = setting(0.25, gettext_noop("The day of the interview is odd up to this share of answers"))
    longest_years: int = setting(120, gettext_noop("Longer ago than so many years is odd"))
    allows_ahead: bool = setting(False, gettext_noop("Days after the interview are in order"))


@check("days", gettext_noop("Unlikely days"), DaySettings, is_for_repeats=True)
def days(data: Dataset, settings: DaySettings) -> Iterator[Flag]:
    """Days after the interview or more than a life ago, and the day of the interview itself.

    Date pickers open with today's date: where others answer earlier days, an answer of today is often one that nobody
    gave. Questions that most people answer with today are left alone.
    """
    for question in data.asked:
        if question.kind in ("day", "moment"):
            yield from _of_question(data, question, settings)


def _of_question(data: Dataset, question: Question, settings: DaySettings) -> Iterator[Flag]:
    answers = [(record, *pair) for record in data.records if (pair := _days(record, question))]
    same = sum(day == today for _record, day, today in answers)
    is_odd = same <= settings.most_same_day * len(answers)
    for record, day, today in answers:
        code = ""
        if day > today and not settings.allows_ahead:
            code = "day-ahead"
        elif today.year - day.year > settings.longest_years:
            code = "day-long-ago"
        elif day == today and is_odd:
            code = "day-of-interview"
        if code:
            yield flagged(record, code, {}, question.key, str(day))


def _days(record: Record, question: Question) -> tuple[date, date] | None:
    """The day answered and the day of the interview, as the clock of the device had it."""
    value, at = record.answers.get(question.key), record.started or record.ended
    try:
        return (date.fromisoformat(str(value)[:10]), at.date()) if value and at else None
    except ValueError:
        return None
