"""Numbers far from the other answers to the same question."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Fact, Flag, Question, Record, as_number, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.statistics import Fences, Floats, fences, floats, logarithmic, suits_logarithms
from pamoja.engines.quality.vocabulary import NO_NUMBERS
from pamoja.engines.quality.words import gettext_noop

Answer = tuple[Record, float]


@dataclass(frozen=True)
class OutlierSettings:
    """Tukey's own reach of 1.5, and logarithms where answers are lopsided.

    Amounts of money and sizes are: the plain scale finds those that are too great; a forgotten zero shows only on the
    logarithmic one, since below a plain fence there is often nothing but negative numbers.
    """

    reach: float = setting(1.5, gettext_noop("How many quartile distances beyond the quartiles"))
    looks_at_logarithms: bool = setting(True, gettext_noop("Look at logarithms as well where answers are lopsided"))
    least_answers: int = setting(30, gettext_noop("Only for questions with so many answers"))
    least_values: int = setting(5, gettext_noop("Only for questions with so many different answers"))


@check("outliers", gettext_noop("Unusual numbers"), OutlierSettings, is_for_repeats=True)
def outliers(data: Dataset, settings: OutlierSettings) -> Iterator[Flag]:
    """Numbers beyond Tukey's fences, on the plain scale or, where answers are lopsided, on that of their logarithms.

    Reserved codes (-99, 999 and the like) are no numbers and left out.
    """
    for question in data.asked:
        if question.kind == "number":
            yield from _of_question(data, question, settings)


def answers_to(data: Dataset, question: Question) -> list[Answer]:
    """The numbers answered to a question, without reserved codes."""
    numbers = ((record, as_number(record.answers.get(question.key))) for record in data.records)
    return [(record, number) for record, number in numbers if number is not None and number not in NO_NUMBERS]


def bounds(values: Floats, reach: float, looks_at_logarithms: bool) -> Fences | None:
    """The tighter of the fences on the scales that suit the values, each side by itself."""
    plain = fences(values, reach)
    other = logarithmic(values, reach) if looks_at_logarithms and suits_logarithms(values) else None
    if plain is None or other is None:
        return plain
    return Fences(max(plain.low, other.low), plain.middle, min(plain.high, other.high))


def _of_question(data: Dataset, question: Question, settings: OutlierSettings) -> Iterator[Flag]:
    answers = answers_to(data, question)
    values = floats(number for _record, number in answers)
    if values.size < settings.least_answers or len(set(values.tolist())) < settings.least_values:
        return
    found = bounds(values, settings.reach, settings.looks_at_logarithms)
    for record, number in answers:
        if found and not found.keep(number) and not _is_zero_of_logarithms(number, found):
            code = "value-low" if number < found.low else "value-high"
            facts: dict[str, Fact] = {"low": round(found.low, 2), "high": round(found.high, 2)}
            yield flagged(record, code, facts, question.key, record.answers[question.key])


def _is_zero_of_logarithms(number: float, found: Fences) -> bool:
    """Nothing is an amount of its own kind (nothing paid): it has no logarithm and is not a small amount."""
    return number == 0 and found.low > 0
