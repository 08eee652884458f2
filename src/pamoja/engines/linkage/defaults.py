"""Fields with the chances that stand where nothing was learnt: the shipped model of a person.

u of names and dates was learnt without labels (`estimate`) from the public list of 50,578 historical persons of the
Splink project (MIT) and rounded; m is set by judgement for registers where most entries are careful and names come in
several spellings. A register that is linked as a whole learns its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pamoja.engines.linkage import dates, exact, names
from pamoja.engines.linkage.model import Field, Kinship, Level, Model, Swap

RARE_NAMES: Final = frozenset({"exact", "same", "close"})
NAME_M: Final = (0.66, 0.12, 0.07, 0.05, 0.02, 0.02, 0.06)
GIVEN_U: Final = (0.010, 0.003, 0.004, 0.008, 0.002, 0.0003, 0.9727)
FAMILY_U: Final = (0.004, 0.001, 0.002, 0.004, 0.001, 0.0003, 0.9877)
BIRTH_M: Final = (0.50, 0.20, 0.02, 0.10, 0.03, 0.08, 0.05, 0.02)
BIRTH_U: Final = (0.00004, 0.003, 0.00003, 0.0015, 0.0015, 0.018, 0.065, 0.91093)


PLACE_M: Final = (0.60, 0.10, 0.10, 0.05, 0.15)
PLACE_U: Final = (0.02, 0.01, 0.05, 0.12, 0.80)
DOUBLES: Final = 0.05
"""Of a hundred records five are a second one of somebody: what partners find in lists that were not watched."""
KIN: Final = frozenset({"family", "birth", "place", "phone"})
"""Twins share the birth date too: there are about four pairs of them (1.2 in a hundred persons) for each double whose
given name was written as quite another one (DOUBLES times its m of 0.06)."""


def chances(levels: Sequence[str], m: Sequence[float], u: Sequence[float] = ()) -> tuple[Level, ...]:
    """Levels with their chances; u alike for all where none is given, to be learnt."""
    return tuple(Level(*each) for each in zip(levels, m, u or [1 / len(levels)] * len(levels), strict=True))


def names_fields() -> tuple[tuple[Field, Field], tuple[Swap]]:
    """Given and family name, which registrars exchange."""
    given = Field("given", names.compare, chances(names.LEVELS, NAME_M, GIVEN_U), RARE_NAMES)
    family = Field("family", names.compare, chances(names.LEVELS, NAME_M, FAMILY_U), RARE_NAMES)
    return (given, family), (Swap("given", "family", names.AGREES),)


def dates_field() -> Field:
    """The birth date."""
    return Field("birth", dates.compare, chances(dates.LEVELS, BIRTH_M, BIRTH_U))


def text_field(name: str) -> Field:
    """A text of a few words or signs, such as a postal code; agreement on a rare one says more."""
    levels = chances(exact.TEXT_LEVELS, (0.65, 0.08, 0.07, 0.20), (0.005, 0.0005, 0.004, 0.9905))
    return Field(name, exact.compare_texts, levels, frozenset({"exact"}))


def prior_of(records: int) -> float:
    """The prior in a register of so many records: DOUBLES pairs for each record among all the pairs that there are."""
    return 2 * DOUBLES / max(records, 2)


def person_model(records: int) -> Model:
    """The shipped model of a person in a register of so many records."""
    given_and_family, swaps = names_fields()
    return Model(
        (
            *given_and_family,
            dates_field(),
            Field("sex", exact.compare, chances(exact.SAME_OR_NOT, (0.98, 0.02), (0.5, 0.5))),
            Field("place", exact.compare_places, chances(exact.PLACE_LEVELS, PLACE_M, PLACE_U)),
            Field("phone", exact.compare, chances(exact.SAME_OR_NOT, (0.5, 0.5), (0.0005, 0.9995))),
            Field("identifier", exact.compare, chances(exact.SAME_OR_NOT, (0.9, 0.1), (0.000001, 0.999999))),
        ),
        prior=prior_of(records),
        swaps=tuple(replace(swap, whole=names.SAME) for swap in swaps),
        kinship=Kinship("given", "different", KIN),
    )
