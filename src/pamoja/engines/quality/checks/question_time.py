"""How long each question took, against the same question in other records."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Flag, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.statistics import median
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class QuestionTimeSettings:
    """A third of all questions: a household that has little to say hurries through one section, not through a third."""

    rushed_share: float = setting(0.5, gettext_noop("A question is rushed below this share of its median time"))
    most_rushed: float = setting(0.33, gettext_noop("Flag when this share of the questions was rushed"))
    least_questions: int = setting(10, gettext_noop("Only when so many questions were timed"))
    least_records: int = setting(20, gettext_noop("Only for questions that so many records timed"))


@check("question_time", gettext_noop("Rushed questions"), QuestionTimeSettings)
def question_time(data: Dataset, settings: QuestionTimeSettings) -> Iterator[Flag]:
    """Records in which a third of the questions or more took less than half of their usual time.

    Needs the audit log that a form with an `audit` question sends.
    """
    usual = _usual(data, settings.least_records)
    for record in data.records:
        timed = {key: s for key, s in (record.timing.seconds if record.timing else {}).items() if key in usual}
        rushed = sum(seconds < settings.rushed_share * usual[key] for key, seconds in timed.items())
        if len(timed) >= settings.least_questions and rushed >= settings.most_rushed * len(timed):
            yield flagged(record, "rushed-questions", {"rushed": rushed, "timed": len(timed)})


def _usual(data: Dataset, least: int) -> dict[str, float]:
    """The median seconds of each question that enough records timed."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for record in data.records:
        for key, spent in record.timing.seconds.items() if record.timing else ():
            seconds[key].append(spent)
    return {key: median(spent) for key, spent in seconds.items() if len(spent) >= least}
