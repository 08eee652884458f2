"""A form's tables as OData entity sets: the record itself, and one for each repeat.

Groups are complex properties, repeats are navigation properties. Names of tables and properties are identifiers of
OData; `path` and `table` are those under which the answers are kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pamoja.formats.odata.names import identifier
from pamoja.formats.odata.refusals import ODataRefused
from pamoja.formats.xform.model import ROOT_TABLE, Field, FormSchema

TYPES = {
    "int": "Edm.Int64",
    "integer": "Edm.Int64",
    "long": "Edm.Int64",
    "short": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "double": "Edm.Decimal",
    "float": "Edm.Decimal",
    "boolean": "Edm.Boolean",
    "geopoint": "Edm.GeographyPoint",
    "geotrace": "Edm.GeographyLineString",
    "geoshape": "Edm.GeographyPolygon",
    "date": "Edm.Date",
    "dateTime": "Edm.DateTimeOffset",
    "datetime": "Edm.DateTimeOffset",
}
"""By bind type; all others are Edm.String."""

SYSTEM = (
    "submissionDate",
    "updatedAt",
    "deletedAt",
    "submitterId",
    "submitterName",
    "attachmentsPresent",
    "attachmentsExpected",
    "status",
    "reviewState",
    "deviceId",
    "edits",
    "formVersion",
)
"""What the server knows about a record, the properties of `__system`."""

ID, SYSTEM_KEY = "__id", "__system"
SYSTEM_PATHS = frozenset({SYSTEM_KEY, *(f"{SYSTEM_KEY}/{each}" for each in SYSTEM)})


@dataclass(frozen=True)
class Column:
    """A question; the answer to one of `has_many` is kept as a list of codes."""

    name: str
    path: str
    type: str
    has_many: bool = False


@dataclass(frozen=True)
class Frame:
    """What one JSON object holds: questions, groups and repeats in the form's order."""

    name: str = ""
    path: str = ""
    members: tuple["Column | Frame | EntitySet", ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The questions right in it."""
        return tuple(each for each in self.members if isinstance(each, Column))

    @cached_property
    def groups(self) -> tuple["Frame", ...]:
        """The groups right in it."""
        return tuple(each for each in self.members if isinstance(each, Frame))

    @cached_property
    def repeats(self) -> tuple["EntitySet", ...]:
        """The repeats right in it."""
        return tuple(each for each in self.members if isinstance(each, EntitySet))

    def walk(self) -> Iterator["Frame"]:
        """This frame and its groups, depth first."""
        yield self
        for group in self.groups:
            yield from group.walk()


@dataclass(frozen=True)
class Step:
    """One element between the root of a form and a repeat."""

    name: str
    source: str
    is_repeat: bool


@dataclass(frozen=True)
class EntitySet:
    """A table. `steps` lead to its repeat; `ids` and `system` say what is selected of what every row has."""

    table: str
    frame: Frame
    steps: tuple[Step, ...] = ()
    has_id: bool = True
    has_parent: bool = True
    system: tuple[str, ...] = SYSTEM

    @cached_property
    def name(self) -> str:
        """As in addresses: `Submissions.household.member`."""
        return ".".join((ROOT_TABLE, *(step.name for step in self.steps)))

    @cached_property
    def parent_key(self) -> str:
        """The property that leads to the row above; empty for the record itself."""
        if not self.steps:
            return ""
        above = [number for number, step in enumerate(self.steps[:-1], start=1) if step.is_repeat]
        names = (step.name for step in self.steps[: above[-1]]) if above else ()
        return f"__{'-'.join((ROOT_TABLE, *names))}-id"

    @property
    def own_name(self) -> str:
        """The last part of its name: the navigation property that leads here."""
        return self.steps[-1].name

    @property
    def is_root(self) -> bool:
        """Whether its rows are the records themselves."""
        return not self.steps

    @cached_property
    def below(self) -> tuple["EntitySet", ...]:
        """The repeats right below, in whichever group."""
        return tuple(repeat for frame in self.frame.walk() for repeat in frame.repeats)

    def walk(self) -> Iterator["EntitySet"]:
        """This table and all below it, parents first."""
        yield self
        for repeat in self.below:
            yield from repeat.walk()


def entity_sets(schema: FormSchema) -> dict[str, EntitySet]:
    """All tables of a form by name; of two whose names become one the first is found."""
    root = EntitySet(ROOT_TABLE, _frame("", "", schema.children, ()))
    sets: dict[str, EntitySet] = {}
    for each in root.walk():
        sets.setdefault(each.name, each)
    return sets


def find_set(sets: dict[str, EntitySet], name: str) -> EntitySet:
    """A table by its name. Raises ODataRefused 404.1."""
    found = sets.get(name)
    if found is None:
        raise ODataRefused("404.1")
    return found


def selected(table: EntitySet, select: Sequence[str] | None) -> EntitySet:
    """The table with what `$select` names and nothing else. Raises ODataRefused 400.23, 400.24."""
    if select is None:
        return table
    own = {ID, *([table.parent_key] if table.parent_key else []), *(SYSTEM_PATHS if table.is_root else ())}
    system = SYSTEM if SYSTEM_KEY in select else tuple(each for each in SYSTEM if f"{SYSTEM_KEY}/{each}" in select)
    wanted = {each for each in select if each not in own}
    for path in wanted:
        _require_property(table.frame, path, path.split("/"))
    return replace(
        table,
        frame=_pruned(table.frame, wanted),
        has_id=ID in select,
        has_parent=table.parent_key in select,
        system=system if table.is_root else (),
    )


def _require_property(frame: Frame, whole: str, names: list[str]) -> None:
    """Refuse a path that leads nowhere, or into a repeat."""
    first, *rest = names
    group = next((each for each in frame.groups if each.name == first), None)
    if group is not None:
        return _require_property(group, whole, rest) if rest else None
    repeat = next((each for each in frame.repeats if each.own_name == first), None)
    if repeat is not None and rest:
        _require_property(repeat.frame, whole, rest)
        raise ODataRefused("400.24", property=whole)
    if repeat is None and (rest or first not in {column.name for column in frame.columns}):
        raise ODataRefused("400.23", property=whole)
    return None


def _pruned(frame: Frame, wanted: set[str], before: str = "") -> Frame:
    """The frame with the paths that are wanted; a group that is wanted is kept whole."""
    kept: list[Column | Frame | EntitySet] = []
    for each in frame.members:
        path = before + (each.own_name if isinstance(each, EntitySet) else each.name)
        if path in wanted:
            kept.append(each)
        elif isinstance(each, Frame) and any(one.startswith(f"{path}/") for one in wanted):
            kept.append(_pruned(each, wanted, f"{path}/"))
    return replace(frame, members=tuple(kept))


def _frame(name: str, path: str, children: Iterable[Field], steps: tuple[Step, ...]) -> Frame:
    return Frame(name, path, tuple(_member(child, steps) for child in children))


def _member(field: Field, steps: tuple[Step, ...]) -> Column | Frame | EntitySet:
    name = identifier(field.name)
    inside = (*steps, Step(name, field.name, field.kind == "repeat"))
    if field.kind == "repeat":
        return EntitySet(".".join((ROOT_TABLE, *field.parts)), _frame("", field.path, field.children, inside), inside)
    if field.kind == "group":
        return _frame(name, field.path, field.children, inside)
    return Column(name, field.path, type_of(field), field.is_multiple)


def type_of(field: Field) -> str:
    """The OData type of a question."""
    is_listed = field.is_multiple or field.control == "select1"  # kept as codes, whatever the bind says
    return "Edm.String" if is_listed else TYPES.get(field.type, "Edm.String")
