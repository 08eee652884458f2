"""Taking out what stays too rare after answers were made coarser, so that every class has at least k units.

A unit is a record, or what the column `unit` names (`anonymity`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pamoja.engines.disclosure.anonymity import Cell, Record, class_of, sizes_of


@dataclass(frozen=True)
class Suppressed:
    """The records that are left, in their order, and how many cells and records were taken out."""

    records: list[dict[str, Cell]]
    cells: int = 0
    dropped: int = 0


def suppress_records(
    records: Sequence[Record], keys: Sequence[str], k: int, unit: str = "", given: Sequence[str] = ()
) -> Suppressed:
    """Leave out every record of a class with fewer than k; `given` are key variables that stand elsewhere too."""
    keys = (*given, *keys)
    sizes = sizes_of(records, keys, unit)
    kept = [dict(record) for record in records if sizes[class_of(record, keys)] >= k]
    return Suppressed(kept, dropped=len(records) - len(kept))


def suppress_cells(
    records: Sequence[Record], keys: Sequence[str], k: int, unit: str = "", given: Sequence[str] = ()
) -> Suppressed:
    """Blank key variables of records in small classes, the one with most different values first, until all have k.

    A record whose class stays too small when all its key variables are blank is left out. Classes that are large
    enough are never touched: they can only gain records. What is `given` counts and is never blanked: it stands in
    another table.
    """
    rows = [dict(record) for record in records]
    every = (*given, *keys)
    cells = 0
    for column in _most_telling_first(rows, keys):
        sizes = sizes_of(rows, every, unit)
        for row in rows:
            if row.get(column) is not None and sizes[class_of(row, every)] < k:
                row[column] = None
                cells += 1
    left = suppress_records(rows, keys, k, unit, given)
    return Suppressed(left.records, cells, left.dropped)


def _most_telling_first(records: Sequence[Record], keys: Sequence[str]) -> list[str]:
    return sorted(keys, key=lambda key: -len({record.get(key) for record in records}))
