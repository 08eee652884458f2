"""Records with the same answers as another."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Answers, Dataset, Flag, Record, as_text, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class DuplicateSettings:
    """Two people may well answer five questions alike; ten of every kind, hardly."""

    least_answers: int = setting(10, gettext_noop("Only records with so many answers"))


@check("duplicates", gettext_noop("The same record twice"), DuplicateSettings)
def duplicates(data: Dataset, settings: DuplicateSettings) -> Iterator[Flag]:
    """Records whose every answer is that of an earlier record; what the form fills in by itself is not compared."""
    keys = [each.key for each in data.asked if each.kind not in ("point", "file")]
    seen: dict[tuple[str, ...], Record] = {}
    for record in data.records:
        answers = _answers(record.answers, keys)
        if sum(map(bool, answers)) < settings.least_answers:
            continue
        first = seen.setdefault(answers, record)
        if first is not record:
            yield flagged(record, "duplicate", {"other": first.id})


def _answers(answers: Answers, keys: list[str]) -> tuple[str, ...]:
    return tuple(as_text(answers.get(key)).strip() for key in keys)
