"""The Washington Group Short Set on Functioning: six questions, one answer scale, one recommended cut-off.

Source: Washington Group on Disability Statistics, "The Washington Group Short Set on Functioning (WG-SS)" and
"Analytic Guidelines: Creating Disability Identifiers Using the WG-SS". For ages 5 and over; children of 2 to
17 are better asked by the Child Functioning Module.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Final


class Domain(StrEnum):
    """The six domains, in the order in which they are asked."""

    SEEING = "seeing"
    HEARING = "hearing"
    WALKING = "walking"
    REMEMBERING = "remembering"
    SELF_CARE = "self_care"
    COMMUNICATING = "communicating"


class Difficulty(IntEnum):
    """The answers, with the codes of the questionnaire; 7 and 9 say that there is none."""

    NONE = 1
    SOME = 2
    A_LOT = 3
    CANNOT = 4
    REFUSED = 7
    UNKNOWN = 9


ANSWERED: Final = frozenset({Difficulty.NONE, Difficulty.SOME, Difficulty.A_LOT, Difficulty.CANNOT})
LEVELS: Final = {1: Difficulty.SOME, 3: Difficulty.A_LOT, 4: Difficulty.CANNOT}
"""The identifiers DISABILITY1, 3 and 4: at least one domain at this answer or worse."""


def is_with_disability(answers: Mapping[Domain, Difficulty]) -> bool | None:
    """Say whether a person has "a lot of difficulty" or worse in one domain (DISABILITY3, the cut-off).

    None when no domain has an answer: the identifier is missing then, not "without disability". One domain
    that is answered suffices, as in the guidelines.
    """
    return identifier(answers, 3)


def identifier(answers: Mapping[Domain, Difficulty], level: int) -> bool | None:
    """Return DISABILITY1, 2, 3 or 4: from any difficulty to "cannot do at all".

    DISABILITY2 is at least two domains with some difficulty, or one with a lot.
    """
    given = [answer for answer in answers.values() if answer in ANSWERED]
    if not given:
        return None
    if level == 2:
        return sum(answer >= Difficulty.SOME for answer in given) >= 2 or max(given) >= Difficulty.A_LOT
    return max(given) >= LEVELS[level]
