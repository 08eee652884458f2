"""Judge many pairs at once: each two different values are compared once, however many pairs hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pamoja.engines.linkage.blocking import Pairs
from pamoja.engines.linkage.model import MISSING, Field, Model, Swap
from pamoja.engines.linkage.weights import RAREST, bits, is_reordered, prior_bits

Levels = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Column:
    """A field of all records: its different values, each record's place among them (0 is the empty text), and how
    often each occurs among those that are told."""

    values: list[str]
    codes: npt.NDArray[np.int64]
    shares: npt.NDArray[np.float64]


Table = Mapping[str, Column]


def column_of(texts: Sequence[str]) -> Column:
    """Number the different values of a column."""
    known: dict[str, int] = {"": 0}
    codes = np.array([known.setdefault(text, len(known)) for text in texts], np.int64)
    counts = np.bincount(codes, minlength=len(known)).astype(float)
    counts[0] = 0
    return Column(list(known), codes, counts / max(counts.sum(), 1))


def table_of(columns: Mapping[str, Sequence[str]]) -> Table:
    """The same for each column."""
    return {name: column_of(texts) for name, texts in columns.items()}


def levels_of(model: Model, table: Table, pairs: Pairs) -> Levels:
    """The place of the level of each field (columns) for each pair (rows); MISSING where one side is empty."""
    found = np.stack([_levels(field, table, field.name, field.name, pairs) for field in model.fields], axis=1)
    for swap in model.swaps:
        _mark_swapped(model, swap, table, pairs, found)
    return found


def _levels(field: Field, table: Table, left: str, right: str, pairs: Pairs) -> Levels:
    """Compare each pair of different values once."""
    first, second = table[left].codes[pairs[0]], table[right].codes[pairs[1]]
    base = len(table[right].values)
    unique, places = np.unique(first * base + second, return_inverse=True)
    one, other = table[left].values, table[right].values
    known = [_level(field, one[int(code) // base], other[int(code) % base]) for code in unique]
    return np.array(known, np.int8)[places] if known else np.empty(0, np.int8)


def _level(field: Field, a: str, b: str) -> int:
    return field.compare(a, b) if a and b else MISSING


def _mark_swapped(model: Model, swap: Swap, table: Table, pairs: Pairs, found: Levels) -> None:
    names = [field.name for field in model.fields]
    first, second = names.index(swap.first), names.index(swap.second)
    apart = np.flatnonzero((found[:, first] > swap.agrees) & (found[:, second] > swap.agrees))
    some = (pairs[0][apart], pairs[1][apart])
    field = model.fields[first]
    crosswise = _levels(field, table, swap.first, swap.second, some)
    back = _levels(field, table, swap.second, swap.first, some)
    is_swapped = (crosswise >= 0) & (crosswise <= swap.agrees) & (back >= 0) & (back <= swap.agrees)
    for place in (first, second):
        found[apart[is_swapped], place] = model.fields[place].place_of(swap.level)
    if swap.whole >= 0:
        _mark_reordered(model, swap, table, pairs, found[:, first])


def _mark_reordered(model: Model, swap: Swap, table: Table, pairs: Pairs, found: Levels) -> None:
    """Pair by pair, since whole names seldom come twice; `found` is the column of the first field."""
    level = model.field(swap.first).place_of(swap.level)
    for place in np.flatnonzero(found > swap.agrees):
        a, b = ({name: _text(table[name], side[place]) for name in (swap.first, swap.second)} for side in pairs)
        if is_reordered(model, swap, a, b):
            found[place] = level


def _text(column: Column, record: int) -> str:
    return str(column.values[column.codes[record]])


def weights_of(model: Model, table: Table, pairs: Pairs, levels: Levels) -> npt.NDArray[np.float64]:
    """The weight of each pair in bits, the prior and the rarity of shared values included."""
    total = np.full(len(levels), prior_bits(model.prior))
    are_kin = _are_kin(model, levels)
    for number, field in enumerate(model.fields):
        own = np.array([*(bits(level) for level in field.levels), 0.0])  # the last one is that of MISSING, -1
        added = own[levels[:, number]] + _rarity(field, table[field.name], pairs, levels[:, number])
        if model.kinship and field.name in model.kinship.fields:
            added[are_kin] = np.minimum(added[are_kin], 0.0)
        total += added
    return total


def _are_kin(model: Model, levels: Levels) -> npt.NDArray[np.bool_]:
    if model.kinship is None:
        return np.zeros(len(levels), bool)
    number = [field.name for field in model.fields].index(model.kinship.own)
    found: npt.NDArray[np.bool_] = levels[:, number] == model.fields[number].place_of(model.kinship.level)
    return found


def _rarity(field: Field, column: Column, pairs: Pairs, levels: Levels) -> npt.NDArray[np.float64]:
    added = np.zeros(len(levels))
    shares = np.maximum(column.shares[column.codes[pairs[0]]], column.shares[column.codes[pairs[1]]])
    for place, level in enumerate(field.levels):
        if level.name in field.by_rarity:
            here = levels == place
            added[here] = np.log2(level.u / np.maximum(shares[here], RAREST))
    return added


def probabilities(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The probability of each weight."""
    chances: npt.NDArray[np.float64] = 1 / (1 + np.exp2(-np.clip(weights, -60, 60)))
    return chances
