"""The dry run: every problem of a proposed list by row, and what taking it in would add, update or leave."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

from . import checks, shapes
from .problems import Problem
from .units import Country, KnownUnit, ProposedUnit

Deed = Literal["add", "update", "unchanged", "refuse"]
U = TypeVar("U")
# Degrees: what is stored is rounded to six decimals (0.1 m at the equator).
SAME_POINT = 1.5e-6


@dataclass(frozen=True)
class Step(Generic[U]):
    """What becomes of one row; `changes` names the fields that would differ."""

    unit: U
    deed: Deed
    changes: tuple[str, ...] = ()


UnitStep = Step[ProposedUnit]


@dataclass(frozen=True)
class Report(Generic[U]):
    """A dry run: findings in row order, a step for each row, codes that are known and that no row names."""

    problems: tuple[Problem, ...]
    steps: tuple[Step[U], ...]
    absent: tuple[str, ...]

    def count(self, deed: Deed) -> int:
        return sum(step.deed == deed for step in self.steps)


def dry_run(
    country: Country,
    proposed: Sequence[ProposedUnit],
    known: Iterable[KnownUnit],
    found: Iterable[Problem] = (),
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report[ProposedUnit]:
    """Check every row and plan its deed; a row with an error is refused, and so are the rows below it.

    `found` is what reading and matching had to say already. `on_progress` gets rows done and rows in all.
    """
    register = {unit.code: unit for unit in known}
    units, problems = _sound_shapes([_rooted(unit, country, register) for unit in proposed], on_progress)
    problems += found
    said = {(problem.layer, problem.row) for problem in problems if problem.is_error}
    problems += checks.code_problems(units, said)
    problems += checks.field_problems(units, register)
    problems += checks.parent_problems(units, register, country)
    stand_ins = {(problem.layer, problem.row) for problem in problems if problem.code == "code-provisional"}
    prefixes = checks.prefix_problems(units, register, country)
    problems += [problem for problem in prefixes if (problem.layer, problem.row) not in stand_ins]
    problems += checks.name_problems(units, register)
    problems += _missing_shapes(units, register, problems)
    problems += shapes.outside_problems(units, register)
    problems += shapes.overlap_problems(units, register)
    steps = _steps(units, register, problems)
    problems += _refused_below(steps, problems)
    ordered = sorted(problems, key=lambda problem: (problem.layer, problem.row, not problem.is_error, problem.code))
    return Report(tuple(ordered), tuple(steps), _absent(units, register))


def _rooted(unit: ProposedUnit, country: Country, register: Mapping[str, KnownUnit]) -> ProposedUnit:
    """One spelling for the country as parent; a known unit keeps its parent when the file names none."""
    if unit.level == 1 and country.is_root(unit.parent_code):
        return replace(unit, parent_code=country.iso3)
    if unit.level == 0 and country.is_root(unit.code):
        return replace(unit, code=country.iso3, parent_code="")
    before = register.get(unit.code)
    if not unit.parent_code and before is not None:
        return replace(unit, parent_code=before.parent_code)
    return unit


def _sound_shapes(
    units: Sequence[ProposedUnit], on_progress: Callable[[int, int], None]
) -> tuple[list[ProposedUnit], list[Problem]]:
    sound: list[ProposedUnit] = []
    problems: list[Problem] = []
    for done, unit in enumerate(units, start=1):
        mended, found = shapes.repaired(unit)
        sound.append(mended)
        problems += found
        on_progress(done, len(units))
    return sound, problems


def _missing_shapes(
    units: Sequence[ProposedUnit], register: Mapping[str, KnownUnit], problems: Sequence[Problem]
) -> list[Problem]:
    """Only a file that brings outlines is expected to bring all of them; a list of P-codes brings none."""
    if all(unit.geometry is None for unit in units):
        return []
    said = {(problem.layer, problem.row) for problem in problems if problem.code.startswith("geometry-")}
    return [
        Problem(unit.row, "geometry-missing", {}, unit.layer)
        for unit in units
        if unit.geometry is None and (unit.layer, unit.row) not in said and not _has_shape(register.get(unit.code))
    ]


def _has_shape(unit: KnownUnit | None) -> bool:
    return unit is not None and unit.geometry is not None


def _steps(
    units: Sequence[ProposedUnit], register: Mapping[str, KnownUnit], problems: Sequence[Problem]
) -> list[UnitStep]:
    """Rows from the country down, so that a refused parent refuses what lies below it."""
    wrong = {(problem.layer, problem.row) for problem in problems if problem.is_error}
    refused = {unit.code for unit in units if (unit.layer, unit.row) in wrong} - set(register)
    # A duplicate is refused by its row; the first row of that code still stands.
    refused -= {unit.code for unit in units if (unit.layer, unit.row) not in wrong}
    steps = []
    for unit in sorted(units, key=lambda unit: unit.level):
        if (unit.layer, unit.row) in wrong or unit.parent_code in refused:
            refused |= {unit.code} - set(register)
            steps.append(Step(unit, "refuse"))
        else:
            steps.append(_step(unit, register.get(unit.code)))
    return steps


def _step(unit: ProposedUnit, before: KnownUnit | None) -> UnitStep:
    if before is None:
        return Step(unit, "add")
    changes = changed_fields(unit, before)
    return Step(unit, "update" if changes else "unchanged", changes)


def changed_fields(unit: ProposedUnit, before: KnownUnit) -> tuple[str, ...]:
    """The fields that the row would change; what the row leaves empty stays as it is."""
    changed = []
    if any(name and before.names.get(language) != name for language, name in unit.names.items()):
        changed.append("names")
    if unit.parent_code and unit.parent_code != before.parent_code:
        changed.append("parent")
    if unit.geometry is not None and not _is_same_shape(unit, before):
        changed.append("geometry")
    changed += [
        name
        for name in ("valid_from", "valid_to")
        if getattr(unit, name) and getattr(unit, name) != getattr(before, name)
    ]
    return tuple(changed)


def _is_same_shape(unit: ProposedUnit, before: KnownUnit) -> bool:
    if unit.geometry is None or before.geometry is None:
        return False
    return bool(unit.geometry.equals_exact(shapes.areas_of(before.geometry), SAME_POINT))


def _refused_below(steps: Sequence[UnitStep], problems: Sequence[Problem]) -> list[Problem]:
    """A word for the rows that are refused only because their parent is."""
    said = {(problem.layer, problem.row) for problem in problems if problem.is_error}
    return [
        Problem(step.unit.row, "parent-refused", {"parent": step.unit.parent_code}, step.unit.layer)
        for step in steps
        if step.deed == "refuse" and (step.unit.layer, step.unit.row) not in said
    ]


def _absent(units: Sequence[ProposedUnit], register: Mapping[str, KnownUnit]) -> tuple[str, ...]:
    levels, named = {unit.level for unit in units}, {unit.code for unit in units}
    return tuple(
        sorted(
            code
            for code, unit in register.items()
            if unit.level in levels and code not in named and unit.valid_to is None
        )
    )
