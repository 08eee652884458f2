"""Collectors whose records answer otherwise than those of all others."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pamoja.engines.quality.checks.dont_know import empty_answers, no_answer_codes
from pamoja.engines.quality.model import Dataset, Fact, Flag, Question, Record, as_number
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.statistics import Floats, floats, median, rank_difference, share_difference
from pamoja.engines.quality.words import gettext_noop

Mask = npt.NDArray[np.bool_]


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
    least_silence: float = setting(0.05, gettext_noop("“Don't know”: never below this share"))


@check("collectors", gettext_noop("Collectors that differ"), CollectorSettings)
def collectors(data: Dataset, settings: CollectorSettings) -> Iterator[Flag]:
    """Collectors whose answers to a question, durations or “don't know” are unlike those of all others together.

    A difference may be of the places where they work: it is a reason to ask, not a finding.
    """
    names = np.array([record.collector for record in data.records], dtype=object)
    counts = Counter(record.collector for record in data.records)
    columns = [column for each in data.asked if (column := _column(each, data.records))]
    silent = _silences(data)
    for name, count in counts.items():
        if name and min(count, len(data.records) - count) >= settings.least_records:
            is_own = names == name
            yield from _slow_or_fast(name, data, is_own, settings)
            yield from _silent(name, silent, is_own, settings)
            for column in columns:
                if detail := column.difference(is_own, settings):
                    facts: dict[str, Fact] = {"count": count, "detail": detail}
                    key = column.question.key
                    yield Flag("collector-differs", "collector", collector=name, question=key, facts=facts)


def _slow_or_fast(name: str, data: Dataset, is_own: Mask, settings: CollectorSettings) -> Iterator[Flag]:
    timed = [(is_mine, minutes) for r, is_mine in zip(data.records, is_own, strict=True) if (minutes := r.minutes)]
    mine = [minutes for is_mine, minutes in timed if is_mine]
    others = [minutes for is_mine, minutes in timed if not is_mine]
    if not mine or not others:
        return
    middle, usual = median(mine), median(others)
    if middle * settings.times <= usual:
        facts: dict[str, Fact] = {"count": len(mine), "minutes": round(middle, 1), "rest": round(usual, 1)}
        yield Flag("collector-duration", "collector", collector=name, facts=facts)


def _silences(data: Dataset) -> Floats:
    """For each record how many answers say that there is none, and how many there are."""
    codes = no_answer_codes(data)
    return np.array([empty_answers(data, record, codes) for record in data.records], dtype=np.float64).reshape(-1, 2)


def _silent(name: str, silent: Floats, is_own: Mask, settings: CollectorSettings) -> Iterator[Flag]:
    (mine, given), (others, rest) = silent[is_own].sum(axis=0), silent[~is_own].sum(axis=0)
    share, usual = mine / max(given, 1), others / max(rest, 1)
    if share >= settings.times * usual and share >= settings.least_silence:
        facts: dict[str, Fact] = {"share": round(100 * share, 1), "rest": round(100 * usual, 1)}
        yield Flag("collector-missing", "collector", collector=name, facts=facts)


@dataclass(frozen=True)
class _Column:
    """The answers to one question: `places` are numbers of records, `values` numbers or (with `codes`) choices."""

    question: Question
    places: npt.NDArray[np.int64]
    values: Floats
    codes: tuple[str, ...] = ()

    def difference(self, is_own: Mask, settings: CollectorSettings) -> str:
        """In figures how the answers of some records differ from those of the rest; nothing if they do not."""
        is_mine = is_own[self.places]
        mine, others = self.values[is_mine], self.values[~is_mine]
        if min(mine.size, others.size) < settings.least_records:
            return ""
        return self._of_choices(mine, others, settings) if self.codes else _of_numbers(mine, others, settings)

    def _of_choices(self, mine: Floats, others: Floats, settings: CollectorSettings) -> str:
        own, rest = (np.bincount(each.astype(np.int64), minlength=len(self.codes)) for each in (mine, others))
        z, changed = share_difference(own.astype(np.float64), rest.astype(np.float64))
        if z < settings.z or changed < settings.changed:
            return ""
        shares = 100 * own / own.sum(), 100 * rest / rest.sum()
        most = int(np.abs(shares[0] - shares[1]).argmax())
        return f"{self.codes[most]} {shares[0][most]:.0f} % ↔ {shares[1][most]:.0f} %"


def _of_numbers(mine: Floats, others: Floats, settings: CollectorSettings) -> str:
    z, greater = rank_difference(mine, others)
    if abs(z) < settings.z or max(greater, 1 - greater) < settings.greater:
        return ""
    return f"{np.median(mine):g} ↔ {np.median(others):g}"


def _column(question: Question, records: Sequence[Record]) -> _Column | None:
    """The answers to a question that can be compared, read once for all collectors."""
    given = [(n, record.answers[question.key]) for n, record in enumerate(records) if question.key in record.answers]
    if question.kind == "number":
        numbers = [(n, number) for n, value in given if (number := as_number(value)) is not None]
        return _Column(question, _places(numbers), floats(number for _n, number in numbers))
    if question.kind != "one":
        return None
    chosen = [(n, str(value)) for n, value in given if value is not None]
    codes = {code: n for n, code in enumerate(sorted({code for _n, code in chosen}))}
    return _Column(question, _places(chosen), floats(codes[code] for _n, code in chosen), tuple(codes))


def _places(pairs: Sequence[tuple[int, object]]) -> npt.NDArray[np.int64]:
    return np.array([place for place, _value in pairs], dtype=np.int64)
