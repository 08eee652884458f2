"""Kept rows as OData entities: the hot path of every feed.

A row's answers come as the JSON text that the database keeps, by path. msgspec reads them into a struct with a field
for each question, in the form's order, and writes structs with a field for each member: between the two stands no step
of Python for a single answer but for the few whose types need one. All values of a row stand in one list: its answers,
what is said about it, its repeats, then its groups, inner ones first; each object takes its members from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import quote

from msgspec import UNSET, Struct, defstruct
from msgspec.json import Decoder, Encoder
from msgspec.structs import astuple

from pamoja.formats.odata.shapes import ID, SYSTEM, SYSTEM_KEY, Column, EntitySet, Frame
from pamoja.formats.odata.values import Convert, careful_converter, fast_converter
from pamoja.formats.xform.model import ROOT_TABLE
from pamoja.formats.xform.shred import row_id_of

Below = Mapping[tuple[str, str], Sequence["Row"]]
"""Rows of repeats by table and the id of the row above."""

LINK = "@odata.navigationLink"
REPEAT_ENDS = (LINK, "")
ENCODER = Encoder()
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
    """An object of the answers: its type, and how its members are taken from the list of values."""

    type: type[Struct]
    taken: Callable[[Sequence[Any]], Sequence[Any]]

    def of(self, values: Sequence[Any]) -> Struct:
        """The object. Null is written too, for readers look for columns; what is unset is left out."""
        return self.type(*self.taken(values))


class RowWriter:
    """Writes rows of one table. With `is_expanded` the rows of repeats stand inside the row above them.

    One that stands inside another (`is_inside`) does not say whose it is.
    """

    def __init__(
        self, table: EntitySet, has_wkt: bool = False, is_expanded: bool = False, is_inside: bool = False
    ) -> None:
        self.table, self.is_inside = table, is_inside
        self.inner = {each.table: RowWriter(each, has_wkt, True, True) for each in table.below if is_expanded}
        columns = [column for frame in table.frame.walk() for column in frame.columns]
        self.answers = Decoder(_struct([column.path for column in columns]))
        self.fast = _converters(columns, lambda column: fast_converter(column, has_wkt))
        self.careful = _converters(columns, lambda column: careful_converter(column, has_wkt))
        about = tuple(self.about(Row("", "")))
        ends = [each.table + end for each in table.below for end in REPEAT_ENDS]
        *groups, own = _inner_first(table.frame)
        keys = [*(column.path for column in columns), *about, *ends, *(group.path for group in groups)]
        places = {key: place for place, key in enumerate(keys)}
        self.groups = [_members(frame, places) for frame in groups]
        self.own = _members(own, places, about)

    def chunk(self, rows: Sequence[Row], below: Below) -> bytes:
        """Some rows, a comma between each two. `below` holds what repeats the rows have (all of them if expanded)."""
        return b",".join(self._some(rows[start : start + AT_ONCE], below) for start in range(0, len(rows), AT_ONCE))

    def _some(self, rows: Sequence[Row], below: Below) -> bytes:
        return ENCODER.encode([self.entity(row, below) for row in rows])[1:-1]

    def entity(self, row: Row, below: Below) -> Struct | dict[str, Any]:
        """One row, with what repeats it has."""
        about = self.about(row)
        if row.is_sealed:
            return about
        values: list[Any] = list(astuple(self.answers.decode(row.answers)))
        for place, convert in self.careful if row.is_odd else self.fast:
            if values[place] is not None:
                values[place] = convert(values[place])
        values += about.values()
        for repeat in self.table.below:
            values += self.repeat(repeat, row, below)
        for group in self.groups:
            values.append(group.of(values))
        return self.own.of(values)

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

    def repeat(self, repeat: EntitySet, row: Row, below: Below) -> tuple[Any, Any]:
        """The link to the rows of a repeat, and these rows, if there are any and they are written."""
        rows, inner = below.get((repeat.table, row.row_id)), self.inner.get(repeat.table)
        if not rows:
            return UNSET, UNSET
        return navigation_link(repeat, row), [inner.entity(each, below) for each in rows] if inner else UNSET


def _inner_first(frame: Frame) -> Iterator[Frame]:
    for group in frame.groups:
        yield from _inner_first(group)
    yield frame


def _members(frame: Frame, places: Mapping[str, int], about: Sequence[str] = ()) -> Members:
    """In the form's order, after what is said about the row; of two of one name the later is taken."""
    found = {name: places[name] for name in about}
    for each in frame.members:
        if isinstance(each, EntitySet):
            found |= {each.own_name + end: places[each.table + end] for end in REPEAT_ENDS}
        else:
            found[each.name] = places[each.path]
    return Members(_struct(list(found)), _taker([*found.values()]))


def _taker(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Takes what stands in these places; of several `itemgetter` makes a tuple, in half the time of a loop."""
    return itemgetter(*places) if len(places) > 1 else lambda values: [values[place] for place in places]


def _struct(keys: Sequence[str]) -> type[Struct]:
    """A type with a member for each key, which JSON calls so, null if nobody says otherwise."""
    names = [f"member_{number}" for number in range(len(keys))]
    fields = [(name, Any, None) for name in names]
    return defstruct("Members", fields, rename=dict(zip(names, keys, strict=True)), gc=False)


def _converters(columns: Sequence[Column], converter: Callable[[Column], Convert | None]) -> list[tuple[int, Convert]]:
    found = ((place, converter(column)) for place, column in enumerate(columns))
    return [(place, convert) for place, convert in found if convert is not None]


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
