"""The keys by which a person's likely doubles are found among very many, and the two parts of a name."""

from collections.abc import Iterable, Mapping
from itertools import combinations, product
from typing import Final

from pamoja.engines.linkage.dates import ESTIMATE, HEAPED_DAYS
from pamoja.engines.names import sounds

SOUNDS: Final = 2
"""Readings of a token that make keys: further ones would multiply the rows and seldom bring anybody."""


def block_keys(names: Iterable[str], birth: str, place: str) -> frozenset[str]:
    """Return the keys of a person: whoever shares one is worth a look.

    Several rules look from several sides, so that one wrong value hides nobody: two sounds of the name (with the year
    of birth and with the place too, for names that very many bear), a sound with year and place, a sound with day and
    month, two initials with the day of birth. `birth` is "2015-03-27", "2015-03", "2015" or "~2015"; `place` a path.
    """
    year, day = birth.lstrip(ESTIMATE)[:4], birth[5:] if len(birth) == 10 else ""
    day = "" if day in HEAPED_DAYS else day
    return frozenset(key for name in names for key in _keys(sounds(name), year, day, place))


def _keys(heard: list[tuple[str, ...]], year: str, day: str, place: str) -> Iterable[str]:
    tokens = [token[:SOUNDS] for token in heard]
    pairs = {"+".join(sorted(both)) for two in combinations(tokens, 2) for both in product(*two)}
    yield from (f"names {pair}" for pair in pairs)
    if year:
        yield from (f"names, year {pair} {year}" for pair in pairs)
    if place:
        yield from (f"names, place {pair} {place}" for pair in pairs)
    for token in tokens:
        if year and place:
            yield f"name, year, place {token[0]} {year} {place}"
        if day:
            yield f"name, day {token[0]} {day}"
    if day and tokens:
        initials = "".join(sorted(token[0][:1] for token in tokens)[:2])
        yield f"initials, birth {initials} {year} {day}"


def parts_of(name: Mapping[str, str]) -> tuple[str, str]:
    """The given and the family name; of a name in one piece the first word and the rest."""
    if name.get("given") and name.get("family"):
        return name["given"], name["family"]
    first, _space, rest = (name.get("full") or name.get("given") or name.get("family") or "").partition(" ")
    return first, rest.strip()
