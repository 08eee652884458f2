"""Collectors whose records answer otherwise than those of all others."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pamoja.engines.quality.checks.dont_know import empty_answers, no_answer_codes
from pamoja.engines.quality.model import Dataset, Fact, Flag, Question, Record, as_number
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.statistics import floats, median, rank_difference, share_difference
from pamoja.engines.quality.words import gettext_noop

Records = Sequence[Record]


@dataclass(frozen=True)
class CollectorSettings:
    """Twenty collectors and a hundred questions make 2,000 comparisons: at z of 4 one in eight such surveys shows one
    difference by chance. The effect must also be a large one: in 71 of 100 pairs one side is greater (Cohen's d of
    0.8), or three in ten answers would have to change."""

    least_records: int = setting(20, gettext_noop("Only collectors with so many records"))
    z: float = setting(4.0, gettext_noop("How unlikely by chance (z)"))
    greater: float = setting(0.71, gettext_noop("Numbers: greater in this share of pairs"))
    changed: float = setting(0.3, gettext_noop("Choices: this share would have to change"))
    times: float = setting(2.0, gettext_noop("Duration and “don't know”: so many times that of others"))


@check("collectors", gettext_noop("Collectors that differ"), CollectorSettings)
def collectors(data: Dataset, settings: CollectorSettings) -> Iterator[Flag]:
    """Collectors whose answers to a question, durations or “don't know” are unlike those of all others together.

    A difference may be of the places where they work: it is a reason to ask, not a finding.
    """
    by_collector: dict[str, list[Record]] = defaultdict(list)
    for record in data.records:
        by_collector[record.collector].append(record)
    for name, own in by_collector.items():
        rest = [record for record in data.records if record.collector != name]
        if name and len(own) >= settings.least_records and len(rest) >= settings.least_records:
            yield from _compared(data, name, own, rest, settings)


def _compared(data: Dataset, name: str, own: Records, rest: Records, settings: CollectorSettings) -> Iterator[Flag]:
    yield from _slow_or_fast(name, own, rest, settings)
    yield from _silent(data, name, own, rest, settings)
    for question in data.asked:
        detail = _difference(question, own, rest, settings)
        if detail:
            facts: dict[str, Fact] = {"count": len(own), "detail": detail}
            yield Flag("collector-differs", "collector", collector=name, question=question.key, facts=facts)


def _slow_or_fast(name: str, own: Records, rest: Records, settings: CollectorSettings) -> Iterator[Flag]:
    mine = [minutes for each in own if (minutes := each.minutes) is not None]
    others = [minutes for each in rest if (minutes := each.minutes) is not None]
    if not mine or not others:
        return
    middle, usual = median(mine), median(others)
    if middle * settings.times <= usual:
        facts: dict[str, Fact] = {"count": len(mine), "minutes": round(middle, 1), "rest": round(usual, 1)}
        yield Flag("collector-duration", "collector", collector=name, facts=facts)


def _silent(data: Dataset, name: str, own: Records, rest: Records, settings: CollectorSettings) -> Iterator[Flag]:
    codes = no_answer_codes(data)
    share, usual = (_empty_share(data, records, codes) for records in (own, rest))
    if share >= settings.times * usual and share >= 0.05:
        facts: dict[str, Fact] = {"share": round(100 * share, 1), "rest": round(100 * usual, 1)}
        yield Flag("collector-missing", "collector", collector=name, facts=facts)


def _empty_share(data: Dataset, records: Records, codes: dict[str, frozenset[str]]) -> float:
    pairs = [empty_answers(data, record, codes) for record in records]
    return sum(count for count, _all in pairs) / max(sum(answered for _count, answered in pairs), 1)


def _difference(question: Question, own: Records, rest: Records, settings: CollectorSettings) -> str:
    """In words of figures how a question's answers differ; nothing if they do not."""
    if question.kind == "number":
        return _of_numbers(question, own, rest, settings)
    return _of_choices(question, own, rest, settings) if question.kind == "one" else ""


def _of_numbers(question: Question, own: Records, rest: Records, settings: CollectorSettings) -> str:
    mine, others = (
        floats(n for each in records if (n := as_number(each.answers.get(question.key))) is not None)
        for records in (own, rest)
    )
    if min(mine.size, others.size) < settings.least_records:
        return ""
    z, greater = rank_difference(mine, others)
    if abs(z) < settings.z or max(greater, 1 - greater) < settings.greater:
        return ""
    return f"{median(mine.tolist()):g} ↔ {median(others.tolist()):g}"


def _of_choices(question: Question, own: Records, rest: Records, settings: CollectorSettings) -> str:
    mine, others = (
        Counter(str(value) for each in records if (value := each.answers.get(question.key)) is not None)
        for records in (own, rest)
    )
    if min(mine.total(), others.total()) < settings.least_records:
        return ""
    codes = sorted({*mine, *others})
    z, changed = share_difference(floats(mine[code] for code in codes), floats(others[code] for code in codes))
    if z < settings.z or changed < settings.changed:
        return ""
    shares = {code: (mine[code] / mine.total(), others[code] / others.total()) for code in codes}
    code = max(codes, key=lambda each: abs(shares[each][0] - shares[each][1]))
    return f"{code} {100 * shares[code][0]:.0f} % ↔ {100 * shares[code][1]:.0f} %"
