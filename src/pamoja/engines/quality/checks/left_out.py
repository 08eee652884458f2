"""Records that leave out what nearly everybody answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Flag, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class LeftOutSettings:
    """What nine in ten answer is asked of everybody, whatever the skip rules of the form are."""

    usual: float = setting(0.9, gettext_noop("A question is usual when this share of records answers it"))
    most: float = setting(0.2, gettext_noop("Flag when this share of the usual questions is left out"))
    least_records: int = setting(20, gettext_noop("Only when there are so many records"))
    least_questions: int = setting(5, gettext_noop("Only when so many questions are usual"))


@check("left_out", gettext_noop("Questions left out"), LeftOutSettings)
def left_out(data: Dataset, settings: LeftOutSettings) -> Iterator[Flag]:
    """Records without an answer to a fifth or more of the questions that nine in ten records answer."""
    if len(data.records) < settings.least_records:
        return
    enough = settings.usual * len(data.records)
    keys = [
        each.key
        for each in data.asked
        if sum(record.answers.get(each.key) is not None for record in data.records) >= enough
    ]
    for record in data.records if len(keys) >= settings.least_questions else ():
        count = sum(record.answers.get(key) is None for key in keys)
        if count >= settings.most * len(keys):
            yield flagged(record, "many-left-out", {"count": count, "usual": len(keys)})
