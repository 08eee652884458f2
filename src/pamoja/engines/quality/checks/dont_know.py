"""Records full of "don't know"."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Flag, Question, Record, as_number, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.vocabulary import NO_NUMBERS, no_answers
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class DontKnowSettings:
    """A few are honest answers; from one in five on, it is worth asking how the questions were put."""

    most: float = setting(0.2, gettext_noop("Flag from this share of the answers on"))
    least_answers: int = setting(10, gettext_noop("Only records with so many answers"))


@check("dont_know", gettext_noop("Many “don't know”"), DontKnowSettings, level="record")
def dont_know(data: Dataset, settings: DontKnowSettings) -> Iterator[Flag]:
    """Records in which a fifth of the answers or more are “don't know”, a refusal, or a reserved number like -99.

    Choices are recognised by their codes and by their words in English, French, Spanish, Portuguese and Arabic.
    """
    codes = no_answer_codes(data)
    for record in data.records:
        count, answered = empty_answers(data, record, codes)
        if answered >= settings.least_answers and count >= settings.most * answered:
            yield flagged(record, "many-without-answer", {"count": count, "answered": answered})


def no_answer_codes(data: Dataset) -> dict[str, frozenset[str]]:
    """The choices that are no answer, by question."""
    return {each.key: no_answers(each) for each in data.asked}


def empty_answers(data: Dataset, record: Record, codes: dict[str, frozenset[str]]) -> tuple[int, int]:
    """How many answers say that there is none, and how many there are."""
    given = [(each, record.answers[each.key]) for each in data.asked if record.answers.get(each.key) is not None]
    return sum(_is_none(question, value, codes[question.key]) for question, value in given), len(given)


def _is_none(question: Question, value: object, codes: frozenset[str]) -> bool:
    if question.kind == "number":
        return as_number(value) in NO_NUMBERS
    if question.kind == "many":
        return isinstance(value, list) and bool(value) and codes.issuperset(value)
    return question.kind == "one" and value in codes
