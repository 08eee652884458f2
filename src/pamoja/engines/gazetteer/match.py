"""P-codes for outlines that carry only a name: by name within parent, and every doubt is said."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from rapidfuzz import fuzz, process

from pamoja.engines.text.fold import fold

from .fold import bare
from .problems import FILE_ROW, Problem
from .units import KnownUnit, ProposedUnit

# Names that differ in one of these are two units however alike they look: Harare Urban is not Harare Rural.
_TELLING = frozenset(
    """
    urban rural city town north south east west central upper lower new old greater special
    nord sud est ouest centre ville haut bas shamal janub
    """.split()  # noqa: SIM905 - quotes would hide the words
)
SIMILAR_ENOUGH = 80  # of 100 (rapidfuzz ratio of bare names); below it, pairs in Ethiopia and Zimbabwe are wrong ones.
CLEARLY_BETTER = 8  # by which the best must beat the second best, or it is a guess.


@dataclass(frozen=True)
class Matching:
    """The rows, with code and parent of the listed unit where one was found, and every doubt."""

    units: tuple[ProposedUnit, ...]
    problems: tuple[Problem, ...]

    @property
    def matched(self) -> int:
        return sum(bool(unit.code) for unit in self.units)


@dataclass
class _Pairing:
    """Work in progress: rows and listed units that have no partner yet."""

    rows: dict[int, ProposedUnit]
    parents: dict[int, str]
    free: dict[str, KnownUnit]
    pairs: dict[int, KnownUnit]
    problems: list[Problem]

    def join(self, key: int, unit: KnownUnit) -> None:
        self.pairs[key] = unit
        del self.free[unit.code]
        del self.rows[key]


def match_codes(
    proposed: Sequence[ProposedUnit], listed: Iterable[KnownUnit], *, is_keeping_unmatched: bool = False
) -> Matching:
    """Give each row without a P-code the one of the listed unit that it names, level by level.

    The number that the source itself gives a unit stands in at a level of which the register lists nothing, and
    for every unmatched row when `is_keeping_unmatched`.

    `listed` is the whole register of the country; a row's parent is the listed unit in whose outline it lies,
    when the register has outlines of the level above.
    """
    register = list(listed)
    pairs: dict[int, KnownUnit] = {}
    stand_ins: dict[int, ProposedUnit] = {}
    problems: list[Problem] = []
    for level in sorted({unit.level for unit in proposed if not unit.code}):
        state = _start(level, proposed, register)
        is_listed = any(unit.level == level for unit in register)
        if is_listed:
            _pair(state)
        if is_keeping_unmatched or not is_listed:
            problems += _stand_in(state, stand_ins)
        _say_unmatched(state)
        pairs |= state.pairs
        problems += state.problems
    units = (stand_ins.get(key) or _coded(unit, pairs.get(key)) for key, unit in enumerate(proposed))
    return Matching(tuple(units), tuple(problems))


def _stand_in(state: _Pairing, stand_ins: dict[int, ProposedUnit]) -> Iterator[Problem]:
    for key, row in list(state.rows.items()):
        if row.source_id:
            del state.rows[key]
            stand_ins[key] = replace(row, code=row.source_id, parent_code=state.parents.get(key, ""))
            yield Problem(row.row, "code-provisional", {"level": row.level, "code": row.source_id}, row.layer)


def _coded(unit: ProposedUnit, found: KnownUnit | None) -> ProposedUnit:
    if found is None:
        return unit
    # The list is the authority for codes; its spelling stays too, the file's becomes an update only where it
    # has more.
    names = {language: name for language, name in unit.names.items() if language not in found.names}
    return replace(unit, code=found.code, parent_code=found.parent_code, names=names)


def _start(level: int, proposed: Sequence[ProposedUnit], register: Sequence[KnownUnit]) -> _Pairing:
    taken = {unit.code for unit in proposed if unit.code}
    rows = {key: unit for key, unit in enumerate(proposed) if unit.level == level and not unit.code}
    free = {u.code: u for u in register if u.level == level and u.code not in taken and not u.valid_to}
    above = [unit for unit in register if unit.level == level - 1 and unit.geometry is not None]
    return _Pairing(rows, _parents(rows, above), free, {}, [])


def _parents(rows: dict[int, ProposedUnit], above: Sequence[KnownUnit]) -> dict[int, str]:
    """The code of the unit above in which most of each row's outline lies."""
    shapes = [shapely.make_valid(unit.geometry) for unit in above if unit.geometry is not None]
    tree = shapely.STRtree(shapes)
    parents = {}
    for key, row in rows.items():
        if row.geometry is None or row.geometry.is_empty:
            continue
        shape = shapely.make_valid(row.geometry)
        near = tree.query(shape, predicate="intersects")
        if len(near):
            parents[key] = above[max(near, key=lambda at: shape.intersection(shapes[at]).area)].code
    return parents


def _pair(state: _Pairing) -> None:
    """From sure to doubtful: same name, bare name, similar spelling; within the parent, then anywhere."""
    for spelling in (fold, bare):
        _pair_equal(state, spelling, is_within_parent=True)
    _pair_similar(state)
    for spelling in (fold, bare):
        _pair_equal(state, spelling, is_within_parent=False)


def _say_unmatched(state: _Pairing) -> None:
    state.problems += [
        Problem(row.row, "code-unmatched", {"name": row.label}, row.layer) for row in state.rows.values()
    ]
    state.problems += [
        Problem(FILE_ROW, "unit-without-outline", {"code": unit.code, "name": _name(unit)})
        for unit in sorted(state.free.values(), key=lambda unit: unit.code)
    ]


def _name(unit: KnownUnit) -> str:
    return next(iter(unit.names.values()), "")


def _pair_equal(state: _Pairing, spelling: Callable[[str], str], *, is_within_parent: bool) -> None:
    """Join rows and units whose spelling is equal and theirs alone."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in state.free.values():
        for name in unit.names.values():
            by_name["", spelling(name)].add(unit.code)
            by_name[unit.parent_code, spelling(name)].add(unit.code)
    claims: dict[str, list[int]] = defaultdict(list)
    for key, row in state.rows.items():
        # A row whose parent is unknown may be anywhere: that is no doubt when only one unit has its name.
        place = state.parents.get(key, "") if is_within_parent else ""
        for code in _one_candidate(row, by_name, place, spelling):
            claims[code].append(key)
    for code, keys in claims.items():
        if len(keys) == 1:
            _say_elsewhere(state, keys[0], state.free[code])
            state.join(keys[0], state.free[code])


def _one_candidate(
    row: ProposedUnit,
    by_name: dict[tuple[str, str], set[str]],
    place: str,
    spelling: Callable[[str], str],
) -> set[str]:
    found: set[str] = set()
    for name in row.names.values():
        found |= by_name.get((place, spelling(name)), set())
    return found if len(found) == 1 else set()


def _say_elsewhere(state: _Pairing, key: int, unit: KnownUnit) -> None:
    lies_in, row = state.parents.get(key), state.rows[key]
    if lies_in is not None and lies_in != unit.parent_code:
        params = {"name": row.label, "code": unit.code, "parent": unit.parent_code}
        state.problems.append(Problem(row.row, "code-matched-elsewhere", params, row.layer))


def _pair_similar(state: _Pairing) -> None:
    """Join the most alike first; rows whose parent is unknown are compared with every free unit."""
    scored = sorted(
        ((score, key, code) for key in state.rows for score, code in _likely(state, key)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    for score, key, code in scored:
        if key in state.rows and code in state.free:
            row, unit = state.rows[key], state.free[code]
            params: dict[str, str | int] = {"name": row.label, "listed": _name(unit), "code": code}
            params["score"] = round(score)
            state.problems.append(Problem(row.row, "code-matched-by-spelling", params, row.layer))
            state.join(key, unit)


def _telling(name: str) -> frozenset[str]:
    return _TELLING.intersection(fold(name).split())


def _likely(state: _Pairing, key: int) -> list[tuple[float, str]]:
    parent = state.parents.get(key)
    label = state.rows[key].label
    near = [unit for unit in state.free.values() if parent in (None, unit.parent_code)]
    choices = {unit.code: bare(_name(unit)) for unit in near if _telling(_name(unit)) == _telling(label)}
    wanted = bare(label)
    best = process.extract(wanted, choices, scorer=fuzz.ratio, limit=2, score_cutoff=SIMILAR_ENOUGH - CLEARLY_BETTER)
    if not best or best[0][1] < SIMILAR_ENOUGH:
        return []
    if len(best) == 2 and best[0][1] - best[1][1] < CLEARLY_BETTER:
        return []
    return [(best[0][1], best[0][2])]
