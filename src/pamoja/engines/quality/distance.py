"""How far apart records are: their answers (Gower), and their positions (metres)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pamoja.engines.quality.model import Question, Record, as_number, as_text
from pamoja.engines.text.fold import fold

BLOCK = 256
EARTH_M = 6_371_008.8
Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Nearest:
    """The record (index) that is nearest to each, and how far; -1 where there is none."""

    index: npt.NDArray[np.int64]
    distance: Array


class Gower:
    """Gower's distance (Biometrics 27, 1971) between records over answers of any kind: 0 alike, 1 nothing in common.

    Each question that at least one of two records answers has a part between 0 and 1: numbers their difference by the
    range of all answers, one choice and texts equal or not, many choices those that only one has by those that either
    has. An answer that only one of them gave is a whole difference. The diagonal of the table means nothing.

    The work grows with the square of the records: 5,000 of 150 questions take about ten seconds of one processor.
    """

    def __init__(self, questions: Sequence[Question], records: Sequence[Record]) -> None:
        self.count = len(records)
        values = [[record.answers.get(each.key) for record in records] for each in questions]
        pairs = list(zip(questions, values, strict=True))
        self.given = np.array([[each is not None for each in row] for row in values], dtype=np.float32).T
        self.equals = _columns([row for each, row in pairs if each.kind not in ("number", "many")], self.count)
        self.parts: list[_Numbers | _Sets] = [_Numbers(row) for each, row in pairs if each.kind == "number"]
        self.parts += [_Sets(row) for each, row in pairs if each.kind == "many"]

    def nearest(self) -> Nearest:
        """The nearest neighbour of every record."""
        index = np.full(self.count, -1, dtype=np.int64)
        distance = np.full(self.count, 1.0, dtype=np.float32)
        for start, block in self.blocks():
            rows = np.arange(block.shape[0])
            block[rows, start + rows] = np.inf
            found = block.argmin(axis=1)
            index[start : start + rows.size], distance[start : start + rows.size] = found, block[rows, found]
        return Nearest(np.where(np.isfinite(distance), index, -1), distance)

    def blocks(self) -> Iterator[tuple[int, Array]]:
        """Some rows at a time of the table of all distances, each with the number of its first row."""
        for start in range(0, self.count, BLOCK):
            yield start, self.rows(slice(start, min(start + BLOCK, self.count)))

    def rows(self, some: slice) -> Array:
        """The distances of some records to all."""
        answered = self.given.sum(axis=1)
        either = answered[some, None] + answered[None, :] - self.given[some] @ self.given.T
        alike: Array = self.equals[some] @ self.equals.T
        for part in self.parts:
            part.add(alike, some)
        shares: Array = np.divide(alike, either, out=np.zeros_like(alike), where=either > 0)
        return 1 - shares


def _columns(rows: Sequence[Sequence[object]], count: int) -> Array:
    """A column of ones for each answer that at least two records gave: their products count what is equal."""
    columns = []
    for row in rows:
        places: dict[str, list[int]] = defaultdict(list)
        for number, value in enumerate(row):
            if value is not None:
                places[fold(as_text(value))].append(number)
        columns += [numbers for numbers in places.values() if len(numbers) > 1]
    found = np.zeros((count, len(columns)), dtype=np.float32)
    for column, numbers in enumerate(columns):
        found[numbers, column] = 1
    return found


class _Numbers:
    """Answers that lie on a line; text that is no number is like nothing else."""

    def __init__(self, row: Sequence[object]) -> None:
        numbers = [(place, number) for place, each in enumerate(row) if (number := as_number(each)) is not None]
        self.places = np.array([place for place, _number in numbers], dtype=np.int64)
        values = np.array([number for _place, number in numbers], dtype=np.float64)
        reach = float(np.ptp(values)) if values.size else 0.0
        self.values = (values / (reach or 1.0)).astype(np.float32)

    def add(self, alike: Array, some: slice) -> None:
        """Add to what is alike one less the difference by the range."""
        mine = slice(*np.searchsorted(self.places, [some.start, some.stop]))
        apart = np.abs(self.values[mine, None] - self.values[None, :])
        alike[np.ix_(self.places[mine] - some.start, self.places)] += 1 - apart


class _Sets:
    """Answers that are some of a list."""

    def __init__(self, row: Sequence[object]) -> None:
        taken = [(place, {str(code) for code in each}) for place, each in enumerate(row) if isinstance(each, list)]
        column = {code: n for n, code in enumerate(sorted({code for _place, codes in taken for code in codes}))}
        self.places = np.array([place for place, _codes in taken], dtype=np.int64)
        self.taken = np.zeros((len(taken), len(column)), dtype=np.float32)
        for number, (_place, codes) in enumerate(taken):
            self.taken[number, [column[code] for code in codes]] = 1

    def add(self, alike: Array, some: slice) -> None:
        """Add to what is alike what both have, as a share of what either has (Jaccard)."""
        mine = slice(*np.searchsorted(self.places, [some.start, some.stop]))
        shared = self.taken[mine] @ self.taken.T
        sizes = self.taken.sum(axis=1)
        either = sizes[mine, None] + sizes[None, :] - shared
        share = np.divide(shared, either, out=np.ones_like(shared), where=either > 0)
        alike[np.ix_(self.places[mine] - some.start, self.places)] += share


def metres(
    latitudes: npt.ArrayLike, longitudes: npt.ArrayLike, latitude: float, longitude: float
) -> npt.NDArray[np.float64]:
    """Great-circle distances of some positions (degrees) from one."""
    north, east = np.radians(np.asarray(latitudes, np.float64)), np.radians(np.asarray(longitudes, np.float64))
    here_north, here_east = np.radians(latitude), np.radians(longitude)
    half = np.sin((north - here_north) / 2) ** 2
    half = half + np.cos(north) * np.cos(here_north) * np.sin((east - here_east) / 2) ** 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0, 1))))
