"""The dry run of a list of facilities: every problem by row, and what taking it in would add, update or leave."""

from collections.abc import Iterable, Mapping, Sequence

from . import facility_checks as checks
from .facilities import KnownFacility, Locate, ProposedFacility, Surroundings
from .plan import SAME_POINT, Report, Step
from .problems import Problem


def check_facilities(
    proposed: Sequence[ProposedFacility], around: Surroundings, found: Iterable[Problem] = ()
) -> Report[ProposedFacility]:
    """Check every row and plan its deed; a row with an error is refused. `found` is what reading had to say."""
    problems = [*found, *checks.code_problems(proposed, around.elsewhere)]
    unread = {problem.row for problem in problems if problem.code.startswith("point-")}
    rows = []
    for row, located in zip(proposed, _located(proposed, around.locate), strict=True):
        read, said = checks.read_row(row, located, around)
        rows.append(read)
        problems += [each for each in said if row.row not in unread or each.code != "facility-place-missing"]
    problems += checks.outside_problems(rows, around.places)
    wrong = {problem.row for problem in problems if problem.is_error}
    steps = tuple(_step(row, around.known.get(row.code), is_refused=row.row in wrong) for row in rows)
    ordered = sorted(problems, key=lambda problem: (problem.row, not problem.is_error, problem.code))
    return Report(tuple(ordered), steps, _absent(rows, around.known))


def _located(proposed: Sequence[ProposedFacility], locate: Locate) -> list[str]:
    pointed = [row for row in proposed if checks.is_on_globe(row)]
    codes = locate([row.lon or 0.0 for row in pointed], [row.lat or 0.0 for row in pointed])
    by_row = dict(zip((row.row for row in pointed), codes, strict=True))
    return [by_row.get(row.row, "") for row in proposed]


def _step(row: ProposedFacility, before: KnownFacility | None, *, is_refused: bool) -> Step[ProposedFacility]:
    if is_refused:
        return Step(row, "refuse")
    if before is None:
        return Step(row, "add")
    changes = changed_fields(row, before)
    return Step(row, "update" if changes else "unchanged", changes)


def changed_fields(row: ProposedFacility, before: KnownFacility) -> tuple[str, ...]:
    """The fields that the row would change; what the row leaves empty stays as it is."""
    changed = []
    if any(name and before.names.get(language) != name for language, name in row.names.items()):
        changed.append("names")
    if set(row.services) != set(before.services):
        changed.append("services")
    changed += [
        name
        for name in ("type", "state", "state_since", "pcode")
        if getattr(row, name) and getattr(row, name) != getattr(before, name)
    ]
    if row.lon is not None and not _is_same_point(row, before):
        changed.append("point")
    return tuple(changed)


def _is_same_point(row: ProposedFacility, before: KnownFacility) -> bool:
    pairs = ((row.lon, before.lon), (row.lat, before.lat))
    return all(new is not None and old is not None and abs(new - old) < SAME_POINT for new, old in pairs)


def _absent(rows: Sequence[ProposedFacility], known: Mapping[str, KnownFacility]) -> tuple[str, ...]:
    """Known facilities of the types that the file lists, which the file leaves out."""
    named = {row.code for row in rows}
    types = {row.type for row in rows if row.type}
    return tuple(sorted(code for code, facility in known.items() if code not in named and facility.type in types))
