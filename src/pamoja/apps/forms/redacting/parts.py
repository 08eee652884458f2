"""A dataset's tables as they may be given away, and the figures of their risk before and after.

Rows are put into an order by chance and numbered by it, so that neither two datasets nor two versions of one can be
joined line by line. Who knows somebody in a repeat knows the record around them too: rows of a repeat are alike when
they and the rows above them are, and a class is as large as it has different records.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from secrets import SystemRandom
from typing import Any

from pamoja.apps.forms.models import RedactedDataset
from pamoja.apps.forms.protecting.classes import SENSITIVE
from pamoja.apps.forms.redacting.reading import At, Column, Row, columns_of, rows_of
from pamoja.apps.forms.redacting.treatments import DROP, MERGE, plain, treated
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.questions import Table
from pamoja.engines.disclosure import Risk, Suppressed, rare_merged, risk_of, suppress_cells, suppress_records

OTHER = "other"
RECORD, ROW, PARENT = "record", "row", "parent"
"""The numbers of a row's record, of itself and of the row above it; questions have keys that begin with a slash."""
Cells = dict[str, str | None]
Rows = dict[At, Cells]
SUPPRESS = {"cells": suppress_cells, "records": suppress_records}


@dataclass(frozen=True)
class Part:
    """A table: its rows as collected, made coarser and as given away, with the keys of the rows above them."""

    table: Table
    columns: Sequence[Column]
    given: Sequence[str]
    least: int
    raw: Rows
    coarse: Rows
    left: Rows
    done: Suppressed

    @property
    def own_keys(self) -> list[str]:
        """Its own key variables."""
        return [each.key for each in self.columns if each.is_key]

    @property
    def keys(self) -> list[str]:
        """With those of the rows above."""
        return [*self.given, *self.own_keys]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Which numbers its rows are given with."""
        above = (RECORD, PARENT, ROW) if self.table.parent.count(".") else (RECORD, ROW)
        return above if self.table.parent else (RECORD,)

    @cached_property
    def risks(self) -> tuple[Risk, Risk, Risk]:
        """As collected, made coarser, and as given away."""
        sensitive = [each.key for each in self.columns if each.kind == SENSITIVE]
        stages = (list(rows.values()) for rows in (self.raw, self.coarse, self.left))
        raw, coarse, left = (risk_of(rows, self.keys, self.least, sensitive, RECORD) for rows in stages)
        return raw, coarse, left

    def rows(self) -> list[Cells]:
        """As they are given away, by their number."""
        return sorted(self.done.records, key=lambda row: (int(row[RECORD] or 0), int(row[ROW] or 0)))

    def figures(self) -> dict[str, Any]:
        """What a version keeps of the risk."""
        risks = dict(zip(("raw", "coarse", "left"), map(asdict, self.risks), strict=True))
        return {**risks, "cells": self.done.cells, "dropped": self.done.dropped}


@dataclass(frozen=True)
class Redacted:
    """The record itself and the repeats that are given with it."""

    columns: Sequence[Column]
    parts: Sequence[Part]

    @property
    def root(self) -> Part:
        """The record itself."""
        return self.parts[0]

    @cached_property
    def whole(self) -> Risk:
        """The risk of records for who knows the key variables of all rows of their repeats: as a rule high."""
        records = {row[RECORD]: dict(row) for row in self.root.done.records}
        for part in self.parts[1:]:
            for record, known in _known(part).items():
                records[record][part.table.name] = known
        return risk_of(list(records.values()), [*self.root.keys, *(p.table.name for p in self.parts[1:])], 0)

    def figures(self) -> dict[str, Any]:
        """What a version keeps of the risk."""
        repeats = {each.table.name: each.figures() for each in self.parts[1:]}
        return {**self.root.figures(), "repeats": repeats, "whole": asdict(self.whole)}


def redacted(seen: Seen, dataset: RedactedDataset) -> Redacted:
    """The whole dataset as it would be made now."""
    columns = columns_of(seen, dataset.columns)
    parts: dict[str, Part] = {}
    for table in _given(seen, columns):
        kept = [each for each in columns if each.table.name == table.name and each.how != DROP]
        parts[table.name] = _part(seen, dataset, table, kept, parts.get(table.parent))
    return Redacted(columns, list(parts.values()))


def _given(seen: Seen, columns: Iterable[Column]) -> Iterable[Table]:
    """The record itself, and the repeats of which something is kept, with those around them."""
    kept = {each.table.name for each in columns if each.how != DROP}
    tables = seen.reading.tables
    for name in list(kept):
        while name := tables[name].parent:
            kept.add(name)
    return [each for each in tables.values() if not each.parent or each.name in kept]


def _part(seen: Seen, dataset: RedactedDataset, table: Table, kept: Sequence[Column], above: Part | None) -> Part:
    rows = [each for each in rows_of(seen, dataset, table) if above is None or each.below in above.raw]
    SystemRandom().shuffle(rows)
    given, key = above.keys if above else (), dataset.key.encode()
    raw = {row.at: {each.key: _plain(row.answers.get(each.key)) for each in kept} for row in rows}
    coarse = {
        row.at: {each.key: treated(each.how, row.answers.get(each.key), key, row.place) for each in kept}
        for row in rows
    }
    _merge(coarse.values(), [each.key for each in kept if each.how == MERGE], dataset.k)
    stages = (above.raw, above.coarse, above.left) if above else (None, None, None)
    raw, coarse, left = (_hung(rows, cells, on, given) for cells, on in zip((raw, coarse, coarse), stages, strict=True))
    suppress = SUPPRESS.get(dataset.suppression)
    own = [each.key for each in kept if each.is_key]
    candidates = list(left.values())
    done = suppress(candidates, own, dataset.k, RECORD, given) if suppress else Suppressed(candidates)
    numbered = {row[ROW]: row for row in done.records}
    left = {at: numbered[cells[ROW]] for at, cells in left.items() if cells[ROW] in numbered}
    return Part(table, kept, given, dataset.k, raw, coarse, left, done)


def _hung(rows: Sequence[Row], cells: Mapping[At, Cells], above: Rows | None, keys: Sequence[str]) -> Rows:
    """The rows that have one above them, numbered, with the answers by which that one is found."""
    hung: Rows = {}
    for number, row in enumerate(rows, start=1):
        if above is None:
            hung[row.at] = {**cells[row.at], RECORD: str(number), ROW: str(number)}
        elif parent := above.get(row.below):
            around = {RECORD: parent[RECORD], PARENT: parent[ROW], ROW: str(number)}
            hung[row.at] = {**cells[row.at], **around, **{key: parent[key] for key in keys}}
    return hung


def _plain(value: Any) -> str | None:
    return None if value is None else plain(value)


def _merge(rows: Iterable[Cells], names: Sequence[str], least: int) -> None:
    for name in names:
        merged = rare_merged((row[name] for row in rows), least, OTHER)
        for row in rows:
            value = row[name]
            row[name] = None if value is None else merged[value]


def _known(part: Part) -> dict[str | None, str]:
    """What somebody knows of the rows of each record, whatever their order."""
    found: dict[str | None, list[str]] = defaultdict(list)
    for row in part.done.records:
        found[row[RECORD]].append(repr([row[key] for key in part.own_keys]))
    return {record: repr(sorted(known)) for record, known in found.items()}
