"""Numbers that are ordinary on the whole, but not where or by whom they were collected."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pamoja.engines.quality.checks.outliers import Answer, answers_to, bounds
from pamoja.engines.quality.model import Dataset, Fact, Flag, Question, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.statistics import Fences, fences, floats
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class GroupOutlierSettings:
    """Tukey's wider reach of 3 ("far out"): quartiles of small groups move, and there are many groups."""

    by: str = setting("place", gettext_noop("Compare within each"), ("place", "collector"))
    reach: float = setting(3.0, gettext_noop("How many quartile distances beyond the quartiles"))
    least_answers: int = setting(20, gettext_noop("Only for groups with so many answers"))
    least_values: int = setting(5, gettext_noop("Only for groups with so many different answers"))


@check("group_outliers", gettext_noop("Unusual numbers for the place"), GroupOutlierSettings, is_for_repeats=True)
def group_outliers(data: Dataset, settings: GroupOutlierSettings) -> Iterator[Flag]:
    """Numbers far from the others of the same place (or collector), though not far from all.

    What is far from all is found by “Unusual numbers” and not said twice.
    """
    for question in data.asked:
        if question.kind == "number":
            yield from _of_question(data, question, settings)


def _of_question(data: Dataset, question: Question, settings: GroupOutlierSettings) -> Iterator[Flag]:
    answers = answers_to(data, question)
    whole = bounds(floats(number for _record, number in answers), settings.reach, True) if answers else None
    groups: dict[str, list[Answer]] = defaultdict(list)
    for record, number in answers:
        if group := getattr(record, settings.by):
            groups[group].append((record, number))
    for group, members in groups.items():
        yield from _of_group(question, group, members, whole, settings)


def _of_group(
    question: Question, group: str, members: Sequence[Answer], whole: Fences | None, settings: GroupOutlierSettings
) -> Iterator[Flag]:
    values = floats(number for _record, number in members)
    if values.size < settings.least_answers or len(set(values.tolist())) < settings.least_values:
        return
    found = fences(values, settings.reach)
    for record, number in members:
        if found and whole and not found.keep(number) and whole.keep(number):
            code = "value-low-here" if number < found.low else "value-high-here"
            facts: dict[str, Fact] = {"low": round(found.low, 2), "high": round(found.high, 2), "group": group}
            yield flagged(record, code, facts, question.key, record.answers[question.key])
