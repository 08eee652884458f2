"""k-anonymity and l-diversity of records. A missing answer is a value like any other: it never counts as a match.

Where several records are of one *unit*, as the members of a household are, a class is as large as it has different
units: five brothers who are alike hide nobody, since whoever finds one of them has found the household.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = str | None
Record = Mapping[str, Cell]
Class = tuple[Cell, ...]


@dataclass(frozen=True)
class Risk:
    """What somebody who knows the key variables of a person can find among `records`.

    `least` is the size of the smallest class (k; 0 without records), `unique` how many records are of a unit that is
    alone in their class, `below` how many are in a class of fewer than the threshold. `expected` is the number of
    records that are found again on average, the sum of 1 / class size (sdcMicro's global risk without sampling).
    `diversity` is the least number of different values of each sensitive column in a class, by column.
    """

    records: int
    classes: int
    least: int
    unique: int
    below: int
    expected: float
    diversity: Mapping[str, int]


def class_of(record: Record, keys: Sequence[str]) -> Class:
    """The values of the key variables."""
    return tuple(record.get(key) for key in keys)


def sizes_of(records: Sequence[Record], keys: Sequence[str], unit: str = "") -> Counter[Class]:
    """How many records each class has; with the column of a `unit`, how many different ones."""
    if not unit:
        return Counter(class_of(record, keys) for record in records)
    return Counter(mine for mine, _unit in {(class_of(record, keys), record.get(unit)) for record in records})


def risk_of(
    records: Sequence[Record], keys: Sequence[str], k: int, sensitive: Sequence[str] = (), unit: str = ""
) -> Risk:
    """The risk of these records; without key variables all are alike."""
    counts, sizes = sizes_of(records, keys), sizes_of(records, keys, unit)
    return Risk(
        records=len(records),
        classes=len(sizes),
        least=min(sizes.values(), default=0),
        unique=sum(counts[each] for each, size in sizes.items() if size == 1),
        below=sum(counts[each] for each, size in sizes.items() if size < k),
        expected=float(sum(counts[each] / size for each, size in sizes.items())),
        diversity=diversity_of(records, keys, sensitive),
    )


def diversity_of(records: Sequence[Record], keys: Sequence[str], sensitive: Sequence[str]) -> dict[str, int]:
    """The least number of different values of each sensitive column in a class (distinct l-diversity)."""
    found: dict[str, dict[Class, set[Cell]]] = {column: defaultdict(set) for column in sensitive}
    for record in records:
        mine = class_of(record, keys)
        for column in sensitive:
            found[column][mine].add(record.get(column))
    return {column: min(map(len, values.values()), default=0) for column, values in found.items()}
