"""Answers that were written because no choice seemed to fit."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from pamoja.engines.quality.model import Dataset, Flag, Question, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.vocabulary import is_other
from pamoja.engines.quality.words import gettext_noop
from pamoja.engines.text.fold import fold

Named = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class OtherSettings:
    """Every written answer is for a person to read; only a proposal needs a likeness."""

    alike: int = setting(85, gettext_noop("Propose a choice from this likeness on, of 100"))


@check("others", gettext_noop("Other answers"), OtherSettings, level="record", is_for_repeats=True)
def others(data: Dataset, settings: OtherSettings) -> Iterator[Flag]:
    """Every answer to an “other, please specify” question, with the choice that it may be."""
    for question in data.asked:
        parent = data.by_key.get(question.other_of)
        named = _named(parent) if parent else {}
        for record in data.records if parent else ():
            text = record.answers.get(question.key)
            if isinstance(text, str) and text.strip():
                value, words = _proposal(named, text, settings.alike)
                code = "other-is-choice" if value else "other-written"
                yield flagged(record, code, {"choice": words}, question.key, text, value)


def _named(parent: Question) -> Named:
    """The choices by their folded words in every language."""
    listed = (each for each in parent.options if not is_other(each))
    return {fold(words): (each.value, words) for each in listed for words in each.words}


def _proposal(named: Named, text: str, alike: int) -> tuple[str, str]:
    """The choice that a written answer is most like, and its words; nothing if none is like enough."""
    found = process.extractOne(fold(text), named.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=alike)
    return named[found[0]] if found else ("", "")
