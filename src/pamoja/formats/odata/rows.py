"""Kept rows as OData entities: the hot path of every feed.

A row's answers come as the JSON text that the database keeps. They are read and written by pydantic-core, in half the
time of the standard library, and between the two stands no step for a single answer but for the few whose types need
one: a copy of the empty row, in the order of the form, takes the answers over, and the serializer knows the name for
each path. Groups are not built: a mark at the beginning and one at the end of each become its braces in the text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from pydantic_core import SchemaSerializer, core_schema, from_json

from pamoja.formats.odata.shapes import ID, SYSTEM_KEY, Column, EntitySet, Frame
from pamoja.formats.odata.values import Convert, careful_converter, fast_converter
from pamoja.formats.xform.model import ROOT_TABLE
from pamoja.formats.xform.shred import row_id_of

Below = Mapping[tuple[str, str], Sequence["Row"]]
"""Rows of repeats by table and the id of the row above."""

OPEN, CLOSE, LINK, PARENT = "\x01", "\x02", "\x03", "\x04"
OPENED, CLOSED, HOLLOW = rb'\u0001":0,', rb',"\u0002":0', rb'"\u0002":0'
ANYTHING = core_schema.any_schema()
NO_ANSWERS = "{}"
NOTHING: Mapping[str, Any] = {}
URL_SAFE = "!'()*~"
AT_ONCE = 4  # rows of one call: more of them no longer lie in the cache of a processor when they are written


class Row(NamedTuple):
    """A kept row. `record` is the instance id of its record; `is_odd` when some answer may not be of its type."""

    record: str
    row_id: str
    parent_id: str = ""
    position: str = ""
    answers: str = NO_ANSWERS
    is_odd: bool = False
    is_sealed: bool = False
    system: Mapping[str, Any] = NOTHING


class RowWriter:
    """Writes rows of one table. With `is_expanded` the rows of repeats stand inside the row above them."""

    def __init__(self, table: EntitySet, has_wkt: bool = False, is_expanded: bool = False) -> None:
        self.table, self.is_expanded = table, is_expanded
        self.inner = {each.table: RowWriter(each, has_wkt, True) for each in table.below} if is_expanded else {}
        self.empty: dict[str, Any] = _empty(table)
        tables = list(table.walk()) if is_expanded else [table]
        self.has_groups = any(each.frame.groups for each in tables)
        self.has_hollow = any(not group.columns for each in tables for group in each.frame.walk() if group.name)
        columns = [column for frame in table.frame.walk() for column in frame.columns]
        self.fast = _converters(columns, lambda column: fast_converter(column, has_wkt))
        self.careful = _converters(columns, lambda column: careful_converter(column, has_wkt))
        self.serializer = SchemaSerializer(core_schema.list_schema(self.schema(inside=False)))

    def schema(self, inside: bool) -> core_schema.TypedDictSchema:
        """How a flat row is written; one that stands inside another does not say whose it is."""
        table = self.table
        fields: dict[str, core_schema.TypedDictField] = {}
        if table.has_id:
            fields[ID] = _named(ID)
        if table.is_root and table.system:
            known = {name: _named(name) for name in table.system}
            fields[SYSTEM_KEY] = _named(SYSTEM_KEY, core_schema.typed_dict_schema(known))
        if table.has_parent and not table.is_root and not inside:
            fields[PARENT] = _named(table.parent_key)
        return core_schema.typed_dict_schema({**fields, **self.members(table.frame)})

    def members(self, frame: Frame) -> dict[str, core_schema.TypedDictField]:
        fields: dict[str, core_schema.TypedDictField] = {}
        for each in frame.members:
            if isinstance(each, Column):
                fields[each.path] = _named(each.name)
            elif isinstance(each, Frame):
                marks = _named(each.name + OPEN), _named(CLOSE)
                fields |= {OPEN + each.path: marks[0], **self.members(each), CLOSE + each.path: marks[1]}
            else:
                fields[LINK + each.table] = _named(f"{each.own_name}@odata.navigationLink")
                if self.is_expanded:
                    rows = core_schema.list_schema(self.inner[each.table].schema(inside=True))
                    fields[each.table] = _named(each.own_name, rows)
        return fields

    def chunk(self, rows: Sequence[Row], below: Below) -> bytes:
        """Some rows, a comma between each two. `below` holds what repeats the rows have (all of them if expanded)."""
        return b",".join(self._some(rows[start : start + AT_ONCE], below) for start in range(0, len(rows), AT_ONCE))

    def _some(self, rows: Sequence[Row], below: Below) -> bytes:
        text = self.serializer.to_json([self.flat(row, below) for row in rows], by_alias=True)
        return (self._with_braces(text) if self.has_groups else text)[1:-1]

    def flat(self, row: Row, below: Below) -> dict[str, Any]:
        """One row by path, with what repeats it has."""
        if row.is_sealed:
            return {ID: row.row_id, SYSTEM_KEY: row.system, PARENT: row.parent_id}
        flat = self.empty.copy()
        flat[ID], flat[SYSTEM_KEY], flat[PARENT] = row.row_id, row.system, row.parent_id
        flat.update(from_json(row.answers, cache_strings="keys"))
        for path, convert in self.careful if row.is_odd else self.fast:
            value = flat[path]
            if value is not None:
                flat[path] = convert(value)
        for repeat in self.table.below:
            rows = below.get((repeat.table, row.row_id))
            if not rows:
                del flat[LINK + repeat.table], flat[repeat.table]
                continue
            flat[LINK + repeat.table] = navigation_link(repeat, row)
            if self.is_expanded:
                flat[repeat.table] = [self.inner[repeat.table].flat(each, below) for each in rows]
        return flat

    def _with_braces(self, text: bytes) -> bytes:
        """Groups in place of their marks: `"hh\\u0001":0,` opens one, `,"\\u0002":0` closes it; no comma stands before
        the mark that closes a hollow one, which holds no question.

        No answer can look like a mark: a quote inside a text is escaped, and after a text's own quote comes no colon.
        """
        text = text.replace(OPENED, b'":{').replace(CLOSED, b"}")
        return text.replace(HOLLOW, b"}") if self.has_hollow else text


def _empty(table: EntitySet) -> dict[str, Any]:
    """A row without an answer, in the order in which it is written. Null is written too: readers look for columns."""
    answers = {path: 0 if path[0] in (OPEN, CLOSE) else None for path in _paths(table.frame)}
    return {ID: None, SYSTEM_KEY: None, PARENT: None, **answers}


def _paths(frame: Frame) -> Iterator[str]:
    for each in frame.members:
        if isinstance(each, Column):
            yield each.path
        elif isinstance(each, Frame):
            yield from (OPEN + each.path, *_paths(each), CLOSE + each.path)
        else:
            yield from (LINK + each.table, each.table)


def _converters(columns: Sequence[Column], converter: Callable[[Column], Convert | None]) -> list[tuple[str, Convert]]:
    found = ((column.path, converter(column)) for column in columns)
    return [(path, convert) for path, convert in found if convert is not None]


def _named(name: str, schema: core_schema.CoreSchema = ANYTHING) -> core_schema.TypedDictField:
    return core_schema.typed_dict_field(schema, serialization_alias=name, required=False)


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
