"""Questions in a row with the same choices, printed as one grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pamoja.engines.paper.model import Grid, Item, Option, Question

LEAST_ROWS = 3
MOST_COLUMNS = 7
MOST_LETTERS = 90
"""Of the heads of all columns."""


def gridded(items: Sequence[Item]) -> Iterator[Item]:
    """The items, with questions that make a grid put into one."""
    for key, run in groupby(items, key=_kind):
        found = list(run)
        row = tuple(each for each in found if isinstance(each, Question))
        if key and len(row) >= LEAST_ROWS:
            yield Grid(row[0].options, row)
        else:
            yield from found


def _kind(item: Item) -> tuple[str, tuple[Option, ...]] | None:
    """What questions of one grid share; None for what is in none."""
    if not isinstance(item, Question) or item.space not in ("one", "many") or item.list_name or not item.is_listed:
        return None
    letters = sum(len(each.label) for each in item.options)
    is_narrow = 2 <= len(item.options) <= MOST_COLUMNS and letters <= MOST_LETTERS
    return (item.space, item.options) if is_narrow else None
