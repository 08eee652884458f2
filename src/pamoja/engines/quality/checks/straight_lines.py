"""Rows of like questions that all have one answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pamoja.engines.quality.model import Dataset, Flag, Question, Record, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop

Battery = Sequence[Question]


@dataclass(frozen=True)
class StraightLineSettings:
    """Where a quarter of all records answer alike, alike is what people think and no sign of haste."""

    least_questions: int = setting(5, gettext_noop("From so many answers in a row on"))
    most: float = setting(0.25, gettext_noop("Leave rows alone in which more than this share of records do so"))


@check("straight_lines", gettext_noop("The same answer all along"), StraightLineSettings)
def straight_lines(data: Dataset, settings: StraightLineSettings) -> Iterator[Flag]:
    """Records that give one and the same answer to five or more questions in a row with the same choices.

    Rows in which more than a quarter of the records do so are left alone.
    """
    for battery in batteries(data, settings.least_questions):
        answered = [(record, values) for record in data.records if (values := _answers(record, battery))]
        long_enough = [(record, values) for record, values in answered if len(values) >= settings.least_questions]
        straight = [(record, values) for record, values in long_enough if len(set(values)) == 1]
        if len(straight) <= settings.most * len(long_enough):
            for record, values in straight:
                yield flagged(record, "straight-line", {"count": len(values)}, battery[0].key, values[0])


def batteries(data: Dataset, least: int) -> Iterator[Battery]:
    """Runs of questions in one group that offer the same choices; "please specify" between them breaks none."""
    for key, run in groupby((each for each in data.asked if not each.other_of), key=_likeness):
        questions = tuple(run)
        if key and len(questions) >= least:
            yield questions


def _likeness(question: Question) -> tuple[object, ...]:
    if question.kind != "one" or len(question.options) < 2:
        return ()
    return question.group, *(each.value for each in question.options)


def _answers(record: Record, battery: Battery) -> list[str]:
    return [str(value) for each in battery if (value := record.answers.get(each.key)) is not None]
