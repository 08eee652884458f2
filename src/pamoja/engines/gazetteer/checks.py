"""Checks of a proposed list that need no geometry: codes, names, levels, parents and periods."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

from pamoja.engines.text.fold import fold

from .problems import Problem
from .units import Country, KnownUnit, ProposedUnit, Unit

MAX_CODE_LENGTH = 32
# "/" is kept free: it joins the codes of a path from the country down.
_CODE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9.\-]{{0,{MAX_CODE_LENGTH - 1}}}")
# The share of units that must follow the rule before breaking it is worth a word: in Kyrgyzstan and
# Tajikistan none do.
PREFIX_HABIT = 0.8

Known = Mapping[str, KnownUnit]


def _found(unit: ProposedUnit, code: str, /, **params: str | int) -> Problem:
    return Problem(unit.row, code, params, unit.layer)


def is_code(text: str) -> bool:
    """Whether a text can be a P-code here."""
    return bool(_CODE.fullmatch(text))


def code_problems(units: Sequence[ProposedUnit], said: Container[tuple[str, int]]) -> Iterator[Problem]:
    """Rows without a P-code, with one that cannot be one, and with one that an earlier row has."""
    rows: dict[str, int] = {}
    for unit in units:
        if not unit.code:
            if (unit.layer, unit.row) not in said:
                yield _found(unit, "code-missing")
        elif not is_code(unit.code):
            yield _found(unit, "code-malformed", code=unit.code[:MAX_CODE_LENGTH])
        elif unit.code in rows:
            yield _found(unit, "code-duplicate", code=unit.code, other=rows[unit.code])
        else:
            rows[unit.code] = unit.row


def field_problems(units: Sequence[ProposedUnit], known: Known) -> Iterator[Problem]:
    """Names that are missing, periods that end before they start, levels that disagree with what is known."""
    for unit in units:
        before = known.get(unit.code)
        if before is None and not any(unit.names.values()):
            yield _found(unit, "name-missing")
        if before is not None and before.level != unit.level:
            yield _found(unit, "level-changed", code=unit.code, known=before.level, level=unit.level)
        if before is not None:
            yield from _renamed(unit, before)
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            yield _found(unit, "period-reversed", start=str(unit.valid_from), end=str(unit.valid_to))


def _renamed(unit: ProposedUnit, before: KnownUnit) -> Iterator[Problem]:
    for language, name in unit.names.items():
        known = before.names.get(language, "")
        if known and fold(known) != fold(name):
            yield _found(unit, "name-changed", code=unit.code, known=known, name=name)


def parent_problems(units: Sequence[ProposedUnit], known: Known, country: Country) -> Iterator[Problem]:
    """Rows whose parent is unknown, of the wrong level, or another one than before."""
    in_file = {unit.code: unit for unit in units if unit.code}
    for unit in units:
        if unit.level == 0 and unit.code != country.iso3:
            yield _found(unit, "root-other", country=country.iso3, code=unit.code)
        elif unit.level > 0:
            yield from _parent_problem(unit, in_file, known, country)


def _parent_problem(
    unit: ProposedUnit, in_file: Mapping[str, ProposedUnit], known: Known, country: Country
) -> Iterator[Problem]:
    before, code = known.get(unit.code), unit.parent_code
    # A row without a code of its own is refused for that; its parent is not worth a second word.
    if not unit.code or (not code and before):
        return
    root = country.is_root(code)
    parent: Unit | None = in_file.get(code) or known.get(code)
    if (parent is None and not root) or (not code and unit.level > 1):
        named = {"parent": code} if code else {}
        yield _found(unit, "parent-missing" if code else "parent-unnamed", needed=unit.level - 1, **named)
        return
    found = 0 if root or parent is None else parent.level
    if found != unit.level - 1:
        yield _found(unit, "level-gap", level=unit.level, needed=unit.level - 1, parent=code, found=found)
    elif before and code and not root and before.parent_code != code:
        yield _found(unit, "parent-changed", code=unit.code, known=before.parent_code, parent=code)


def prefix_problems(units: Sequence[ProposedUnit], known: Known, country: Country) -> Iterator[Problem]:
    """Codes that do not start with their parent's, where nearly all others of their level do."""
    pairs = [(unit, unit.parent_code) for unit in units if unit.code and not country.is_root(unit.parent_code)]
    habit: Counter[tuple[int, bool]] = Counter((unit.level, unit.code.startswith(parent)) for unit, parent in pairs)
    habit.update(
        (unit.level, unit.code.startswith(unit.parent_code))
        for unit in known.values()
        if unit.parent_code and not country.is_root(unit.parent_code)
    )
    for unit, parent in pairs:
        if unit.code.startswith(parent):
            continue
        follows, breaks = habit[unit.level, True], habit[unit.level, False]
        if follows >= PREFIX_HABIT * (follows + breaks):
            yield _found(unit, "code-prefix", code=unit.code, parent=parent)


def name_problems(units: Sequence[ProposedUnit], known: Known) -> Iterator[Problem]:
    """Units that share a name with a sibling, once accents and case are left out."""
    taken = {
        (unit.parent_code, unit.level, language, fold(name)): unit.code
        for unit in known.values()
        for language, name in unit.names.items()
        if name
    }
    for unit in units:
        for language, name in unit.names.items():
            key = (unit.parent_code, unit.level, language, fold(name))
            if name and unit.code and taken.setdefault(key, unit.code) != unit.code:
                yield _found(unit, "name-repeated", name=name, other=taken[key])
                break
