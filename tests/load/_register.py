"""Invented persons in the proportions of a real register: few names are common, the commonest in many spellings."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from pamoja.engines.names.variants import FAMILIES

SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti wo ya za cha ndi mbe nya sha ku la mo"
RARE_NAMES = 4000
MEMBERS = 5
DISTRICTS = 30
HEADERS = ["Name", "Sex", "Date of birth", "Phone", "National ID", "P-code", "Household", "Role"]
ROLES = ["head", "spouse", "child", "child", "relative"]


@dataclass(frozen=True)
class Invented:
    """A person as their row of the sheet says it; `respelt` is the name as another registrar would write it."""

    name: str
    respelt: str
    national_id: str
    row: list[str]


class Namer:
    """Draws names by Zipf's law (the n-th commonest is borne by 1/n as many as the first) from known and rare ones."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        known = [line.split() for line in FAMILIES.strip().splitlines()]
        self.names = known + [[self._invent()] for _ in range(RARE_NAMES)]
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.names))))

    def draw(self) -> list[str]:
        """One name in its spellings."""
        return self.chance.choices(self.names, cum_weights=self.weights)[0]

    def _invent(self) -> str:
        return "".join(self.chance.choices(SYLLABLES.split(), k=self.chance.choice((2, 3, 3, 4))))


def invent(persons: int, chance: random.Random) -> list[Invented]:
    """So many persons, in households of five."""
    namer = Namer(chance)
    return [_person(number, namer, chance) for number in range(persons)]


def as_csv(people: Sequence[Invented]) -> bytes:
    """Their sheet."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *(person.row for person in people)])
    return text.getvalue().encode()


def _person(number: int, namer: Namer, chance: random.Random) -> Invented:
    drawn = [namer.draw(), namer.draw()]
    name, respelt = (" ".join(chance.choice(spellings).title() for spellings in drawn) for _ in range(2))
    national_id = f"ID-{number:07}"
    born = f"{chance.randrange(1950, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    household, at = divmod(number, MEMBERS)
    place = f"MWI{household % DISTRICTS:02}"
    phone = f"+26599{number:07}" if at == 0 else ""
    row = [name, chance.choice("FM"), born, phone, national_id, place, f"H-{household}", ROLES[at]]
    return Invented(name, respelt, national_id, row)
