"""Kept rows as OData entities: the hot path of every feed.

A row's answers come as the JSON text that the database keeps. pydantic-core reads and writes it in half the time of
the standard library; what lies between is one look-up a column.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pydantic_core import from_json, to_json

from pamoja.formats.odata.shapes import ID, SYSTEM_KEY, EntitySet, Frame
from pamoja.formats.odata.values import Convert, careful_converter, fast_converter
from pamoja.formats.xform.model import ROOT_TABLE
from pamoja.formats.xform.shred import row_id_of

Below = Mapping[tuple[str, str], Sequence["Row"]]
"""Rows of repeats by table and the id of the row above."""

NO_ANSWERS = "{}"
URL_SAFE = "!'()*~"


@dataclass(frozen=True, slots=True)
class Row:
    """A kept row. `record` is the instance id of its record; `is_odd` when some answer may not be of its type."""

    record: str
    row_id: str
    parent_id: str = ""
    position: str = ""
    answers: str = NO_ANSWERS
    is_odd: bool = False
    is_sealed: bool = False
    system: Mapping[str, Any] = field(default_factory=dict)


class RowWriter:
    """Writes rows of one table. With `is_expanded` the rows of repeats stand inside the row above them."""

    def __init__(self, table: EntitySet, has_wkt: bool = False, is_expanded: bool = False) -> None:
        self.table, self.is_expanded = table, is_expanded
        self.fast = _Writer(table.frame, lambda column: fast_converter(column, has_wkt))
        self.careful = _Writer(table.frame, lambda column: careful_converter(column, has_wkt))
        self.inner = {each.table: RowWriter(each, has_wkt, True) for each in table.below} if is_expanded else {}

    def chunk(self, rows: Sequence[Row], below: Below) -> bytes:
        """Some rows, a comma between each two. `below` holds what repeats the rows have (all of them if expanded)."""
        return to_json([self.entity(row, below) for row in rows])[1:-1]

    def entity(self, row: Row, below: Below) -> dict[str, Any]:
        """One row."""
        table = self.table
        entity: dict[str, Any] = {ID: row.row_id} if table.has_id else {}
        if table.is_root and table.system:
            entity[SYSTEM_KEY] = {name: row.system.get(name) for name in table.system}
        elif table.has_parent and not table.is_root:
            entity[table.parent_key] = row.parent_id
        return entity if row.is_sealed else self.filled(entity, row, below)

    def filled(self, entity: dict[str, Any], row: Row, below: Below) -> dict[str, Any]:
        """The entity with the row's answers and repeats."""
        answers = from_json(row.answers, cache_strings="keys")
        writer = self.careful if row.is_odd else self.fast
        writer.fill(entity, answers.get)
        for path, repeat in writer.repeats:
            rows = below.get((repeat.table, row.row_id))
            if rows:
                holder = _at(entity, path)
                holder[f"{repeat.own_name}@odata.navigationLink"] = navigation_link(repeat, row)
                if self.is_expanded:
                    holder[repeat.own_name] = [self.inner[repeat.table].inside(each, below) for each in rows]
        return entity

    def inside(self, row: Row, below: Below) -> dict[str, Any]:
        """One row within the row above it, which says already whose it is."""
        return self.filled({ID: row.row_id}, row, below)


class _Writer:
    """How a frame is filled, made ready once: names, paths, and the few columns that need a conversion."""

    def __init__(self, frame: Frame, converter: Callable[[Any], Convert | None], path: tuple[str, ...] = ()) -> None:
        self.names = tuple(column.name for column in frame.columns)
        self.paths = tuple(column.path for column in frame.columns)
        made = ((column.name, converter(column)) for column in frame.columns)
        self.converted = [(name, convert) for name, convert in made if convert is not None]
        self.groups = [(each.name, _Writer(each, converter, (*path, each.name))) for each in frame.groups]
        self.repeats = [(path, each) for each in frame.repeats]
        self.repeats += [pair for _name, group in self.groups for pair in group.repeats]

    def fill(self, out: dict[str, Any], get: Callable[[str], Any]) -> None:
        """Every column, null where there is no answer: readers take their columns from what they see."""
        out.update(zip(self.names, map(get, self.paths), strict=True))
        for name, convert in self.converted:
            value = out[name]
            if value is not None:
                out[name] = convert(value)
        for name, group in self.groups:
            inner: dict[str, Any] = {}
            group.fill(inner, get)
            out[name] = inner


def _at(entity: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    for name in path:
        entity = entity[name]
    return entity


def navigation_link(repeat: EntitySet, row: Row) -> str:
    """Where the rows of a repeat below this row are read (OData 4.0 JSON format, 8.2)."""
    parts = [f"{ROOT_TABLE}('{quote(row.record, safe=URL_SAFE)}')"]
    ids = _ids_above(repeat, row)
    for step in repeat.steps[:-1]:
        parts.append(f"{step.name}('{next(ids)}')" if step.is_repeat else step.name)
    return "/".join([*parts, repeat.own_name])


def _ids_above(repeat: EntitySet, row: Row) -> Iterator[str]:
    """The ids of the instances around the repeat, from the outermost to the row's own."""
    trail, ordinals = "", iter(row.position.split("."))
    for step in repeat.steps[:-1]:
        trail += f"%%{step.source}#"
        if step.is_repeat:
            trail += next(ordinals)
            yield row_id_of(row.record, trail)
