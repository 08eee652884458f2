"""Kept rows as OData entities: the hot path of every feed.

A row's answers come as the JSON text that the database keeps, by path. They are read and written by orjson, and between
the two stands no step of Python for a single answer but for the few whose types need one: the answers are put into the
order in which objects take them (`empty`), and each object takes as many as it has names. Inner groups come first: a
group is put among the answers at its own path, where the object around it finds it like any answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from orjson import dumps, loads

from pamoja.formats.odata.shapes import ID, SYSTEM, SYSTEM_KEY, Column, EntitySet, Frame
from pamoja.formats.odata.values import Convert, careful_converter, fast_converter
from pamoja.formats.xform.model import ROOT_TABLE
from pamoja.formats.xform.shred import row_id_of

Below = Mapping[tuple[str, str], Sequence["Row"]]
"""Rows of repeats by table and the id of the row above."""

LINK = "@odata.navigationLink"
NO_ANSWERS = "{}"
NOTHING: Mapping[str, Any] = {}
URL_SAFE = "!'()*~"
AT_ONCE = 16  # rows of one call: a text for each row, or one for hundreds, took a third longer


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


class Members(NamedTuple):
    """What an object is made of: under which keys the answers hold its members, and the names that these are given.

    Null is written too, for readers look for columns; those that are `optional` are left out instead.
    """

    path: str
    names: Sequence[str]
    keys: Sequence[str]
    optional: Sequence[str]
    nulls: Mapping[str, None]

    def taking(self, values: Iterator[Any]) -> dict[str, Any]:
        """The object of the next values. It begins with nulls: a dict that has its size already is filled faster."""
        entity: dict[str, Any] = {**self.nulls}
        entity.update(zip(self.names, values, strict=False))  # those of the next object follow
        for name in self.optional:
            if entity.get(name) is None:
                entity.pop(name, None)
        return entity


class RowWriter:
    """Writes rows of one table. With `is_expanded` the rows of repeats stand inside the row above them.

    One that stands inside another (`is_inside`) does not say whose it is.
    """

    def __init__(
        self, table: EntitySet, has_wkt: bool = False, is_expanded: bool = False, is_inside: bool = False
    ) -> None:
        self.table, self.is_inside = table, is_inside
        self.inner = {each.table: RowWriter(each, has_wkt, True, True) for each in table.below if is_expanded}
        *groups, own = _inner_first(table.frame)
        self.groups = [_members(frame, is_expanded) for frame in groups]
        self.own = _members(own, is_expanded, tuple(self.about(Row("", ""))))
        self.empty = dict.fromkeys(key for each in (*self.groups, self.own) for key in each.keys)
        columns = [column for frame in table.frame.walk() for column in frame.columns]
        self.fast = _converters(columns, lambda column: fast_converter(column, has_wkt))
        self.careful = _converters(columns, lambda column: careful_converter(column, has_wkt))

    def chunk(self, rows: Sequence[Row], below: Below) -> bytes:
        """Some rows, a comma between each two. `below` holds what repeats the rows have (all of them if expanded)."""
        return b",".join(self._some(rows[start : start + AT_ONCE], below) for start in range(0, len(rows), AT_ONCE))

    def _some(self, rows: Sequence[Row], below: Below) -> bytes:
        return dumps([self.entity(row, below) for row in rows])[1:-1]

    def entity(self, row: Row, below: Below) -> dict[str, Any]:
        """One row, with what repeats it has."""
        about = self.about(row)
        if row.is_sealed:
            return about
        answers: dict[str, Any] = {**self.empty, **loads(row.answers), **about}
        for path, convert in self.careful if row.is_odd else self.fast:
            value = answers[path]
            if value is not None:
                answers[path] = convert(value)
        for repeat in self.table.below:
            self.add_repeat(answers, repeat, row, below)
        values = iter(answers.values())
        for group in self.groups:
            answers[group.path] = group.taking(values)
        return self.own.taking(values)

    def about(self, row: Row) -> dict[str, Any]:
        """What every row says of itself, as far as it was selected."""
        table, about = self.table, dict[str, Any]()
        if table.has_id:
            about[ID] = row.row_id
        if table.is_root and table.system:
            is_whole = table.system == SYSTEM
            about[SYSTEM_KEY] = row.system if is_whole else {name: row.system.get(name) for name in table.system}
        if table.has_parent and not table.is_root and not self.is_inside:
            about[table.parent_key] = row.parent_id
        return about

    def add_repeat(self, answers: dict[str, Any], repeat: EntitySet, row: Row, below: Below) -> None:
        """Put the link to the rows of a repeat among the answers, and what they hold, if they are written."""
        if rows := below.get((repeat.table, row.row_id)):
            answers[repeat.table + LINK] = navigation_link(repeat, row)
            if inner := self.inner.get(repeat.table):
                answers[repeat.table] = [inner.entity(each, below) for each in rows]


def _inner_first(frame: Frame) -> Iterator[Frame]:
    for group in frame.groups:
        yield from _inner_first(group)
    yield frame


def _members(frame: Frame, is_expanded: bool, about: Sequence[str] = ()) -> Members:
    """In the form's order, after what is said about the row; no two have one path."""
    names, keys, optional = [*about], [*about], list[str]()
    for each in frame.members:
        if isinstance(each, EntitySet):
            ends = (LINK, "") if is_expanded else (LINK,)
            keys += [each.table + end for end in ends]
            names += (found := [each.own_name + end for end in ends])
            optional += found
        else:
            keys.append(each.path)
            names.append(each.name)
    return Members(frame.path, names, keys, optional, dict.fromkeys(names))


def _converters(columns: Sequence[Column], converter: Callable[[Column], Convert | None]) -> list[tuple[str, Convert]]:
    found = ((column.path, converter(column)) for column in columns)
    return [(path, convert) for path, convert in found if convert is not None]


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
