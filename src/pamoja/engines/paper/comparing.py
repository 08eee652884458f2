"""Two entries of one sheet, compared answer by answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """Where two people keyed different things; nothing stands for a blank."""

    path: str
    first: str
    second: str


def differences(first: Answers, second: Answers) -> list[Difference]:
    """What differs, in the order in which it was keyed."""
    paths = dict.fromkeys((*first, *second))
    pairs = (Difference(path, first.get(path, ""), second.get(path, "")) for path in paths)
    return [each for each in pairs if _bare(each.first) != _bare(each.second)]


def count_answers(*entries: Answers) -> int:
    """How many questions at least one of them answers."""
    return len({path for each in entries for path, answer in each.items() if answer})


def agreeing(first: Answers, second: Answers) -> int:
    """How many of these are the same in both."""
    return count_answers(first, second) - len(differences(first, second))


def _bare(answer: str) -> str:
    """How many blanks there are between words is not what the paper says."""
    return " ".join(answer.split())
