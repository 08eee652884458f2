"""A form as its readers see it: tables, questions and choices in one language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pamoja.apps.forms.seeing.languages import plain
from pamoja.formats.xform import Field, FormSchema
from pamoja.formats.xform.model import ROOT_TABLE

WHOLE = frozenset({"int", "integer", "long", "short"})
NUMBERS = WHOLE | {"decimal", "double", "float"}
DAYS = frozenset({"date", "dateTime", "datetime"})
SHAPES = frozenset({"geopoint", "geotrace", "geoshape"})


@dataclass(frozen=True)
class Table:
    """The records themselves, or the instances of one repeat; `fields` are its groups' questions and its repeats.

    `depths` says for each repeat from the outermost to this one how many names its path has.
    """

    name: str
    label: str
    parent: str
    fields: tuple[Field, ...]
    repeat: Field | None = None
    depths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A form's schema read in one language."""

    schema: FormSchema
    language: str = ""

    def label(self, field: Field) -> str:
        """The words of a question, or its name when it has none (calculations)."""
        return plain(self.schema.text(field.labels, self.language)) or field.name

    def choices(self, field: Field) -> dict[str, str]:
        """Labels by code, in the form's order; made when first asked for, since lists may be long."""
        found = self._made.get(field.path)
        if found is None:
            found = {each.value: self.choice_label(each.labels, each.value) for each in field.choices}
            self._made[field.path] = found
        return found

    @cached_property
    def _made(self) -> dict[str, dict[str, str]]:
        return {}

    def choice_label(self, labels: object, value: str) -> str:
        """The words of one choice, or its code."""
        return plain(self.schema.text(labels, self.language)) or value  # type: ignore[arg-type]

    @cached_property
    def tables(self) -> dict[str, Table]:
        """All tables by their name, parents first."""
        root = Table(ROOT_TABLE, "", "", tuple(_fields_in(self.schema.children)))
        return {each.name: each for each in (root, *self._below(root))}

    def _below(self, table: Table) -> Iterator[Table]:
        for repeat in table.fields:
            if repeat.kind == "repeat":
                name = table_of(repeat)
                depths = (*table.depths, len(repeat.parts))
                found = Table(name, self.label(repeat), table.name, tuple(_fields_in(repeat.children)), repeat, depths)
                yield found
                yield from self._below(found)


def table_of(repeat: Field) -> str:
    """The name of a repeat's table."""
    return f"{ROOT_TABLE}.{'.'.join(repeat.parts)}"


def _fields_in(children: Iterable[Field]) -> Iterator[Field]:
    """Questions and repeats of one table in the form's order: into groups, not into repeats, without `meta`."""
    for child in children:
        if child.kind != "group":
            yield child
        elif child.parts != ("meta",):
            yield from _fields_in(child.children)


def is_select(field: Field) -> bool:
    """Whether the answer is one or some of a list."""
    return field.kind == "field" and (field.is_multiple or field.control == "select1" or field.type == "select1")


def is_number(field: Field) -> bool:
    """Whether the answer is a number, and not the code of a choice."""
    return field.kind == "field" and field.type in NUMBERS and not is_select(field)


def is_day(field: Field) -> bool:
    """Whether the answer is a date or a moment."""
    return field.kind == "field" and field.type in DAYS


def is_note(field: Field) -> bool:
    """Whether it only shows words: nobody ever answers it."""
    shows = field.control == "input" and field.is_readonly and field.type == "string"
    return field.kind == "field" and shows and not field.is_calculated and not field.default
