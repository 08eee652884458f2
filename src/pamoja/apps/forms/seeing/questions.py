"""A form as its readers see it: tables, questions and choices in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pamoja.apps.forms.protecting.hiding import NOTHING, Hidden
from pamoja.apps.forms.seeing.languages import plain, shortened
from pamoja.formats.xform import Field, FormSchema

WHOLE = frozenset({"int", "integer", "long", "short"})
NUMBERS = WHOLE | {"decimal", "double", "float"}
DAYS = frozenset({"date", "dateTime", "datetime"})
SHAPES = frozenset({"geopoint", "geotrace", "geoshape"})
HEAD_LETTERS = 40
META = "meta"
SHOWN_VERSIONS = 3


@dataclass(frozen=True)
class Question(Field):
    """A question or repeat as all versions of a form that have records ask it, told by the newest of them.

    `only_in` names those versions, newest first, when the form's newest version is not among them. Where versions ask
    different types of question under one path, each is a question with a `key` of its own, and `asked_in` holds the
    keys of the versions whose answers are its; it is empty where nothing has to be told apart. Of one that
    `is_hidden` the reader sees the words and no answer.
    """

    key: str = ""
    only_in: tuple[str, ...] = ()
    asked_in: frozenset[int] = frozenset()
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    """The records themselves, or the instances of one repeat; `every` are its groups' questions and its repeats.

    `depths` says for each number of repeats around a row how many names the path of each of them has, from the
    outermost to this one: versions may differ in what is a repeat and what a group.
    """

    name: str
    parent: str
    every: tuple[Question, ...]
    repeat: Question | None = None
    depths: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    label: str = ""

    @cached_property
    def fields(self) -> tuple[Question, ...]:
        """What is asked; without `meta`, which is about the record."""
        return tuple(each for each in self.every if each.parts[0] != META)

    @cached_property
    def clashing(self) -> tuple[Question, ...]:
        """The questions whose answers have to be told apart by version."""
        return tuple(each for each in self.every if each.asked_in)


@dataclass(frozen=True)
class Reading:
    """A form's newest schema, and the tables of all its versions, read in one language."""

    schema: FormSchema
    language: str = ""
    merged: tuple[Table, ...] = ()
    hidden: Hidden = NOTHING

    def label(self, field: Field) -> str:
        """The words of a question, or its name when it has none (calculations)."""
        return plain(self.schema.text(field.labels, self.language)) or field.name

    def head(self, question: Question, longest: int = HEAD_LETTERS) -> str:
        """The words of a question above a column, and in which versions it is found when the newest lacks it."""
        return _marked(shortened(self.label(question), longest), question.only_in)

    def title(self, question: Question) -> str:
        """The same with all its words."""
        return _marked(self.label(question), question.only_in)

    def choices(self, field: Field) -> dict[str, str]:
        """Labels by code, in the form's order; made when first asked for, since lists may be long."""
        found = self._made.get(id(field))
        if found is None:
            found = {each.value: self.choice_label(each.labels, each.value) for each in field.choices}
            self._made[id(field)] = found
        return found

    @cached_property
    def _made(self) -> dict[int, dict[str, str]]:
        """By identity: the fields live as long as the schema, and two of them may have one path."""
        return {}

    def choice_label(self, labels: object, value: str) -> str:
        """The words of one choice, or its code."""
        return plain(self.schema.text(labels, self.language)) or value  # type: ignore[arg-type]

    @cached_property
    def tables(self) -> dict[str, Table]:
        """All tables by their name, parents first."""
        return {each.name: veiled_table(self._labelled(each), self.hidden) for each in self.merged}

    def _labelled(self, table: Table) -> Table:
        return replace(table, label=self.head(table.repeat)) if table.repeat else table


def veiled_table(table: Table, hidden: Hidden) -> Table:
    """A table in which of hidden questions only the words are shown."""
    return replace(table, every=hidden.fields(table.every)) if hidden else table


def _marked(label: str, versions: tuple[str, ...]) -> str:
    if not versions:
        return label
    names = [version or "—" for version in versions]
    shown = ", ".join([*names[:SHOWN_VERSIONS], *(["…"] if len(names) > SHOWN_VERSIONS else [])])
    mark = ngettext("only in version %(versions)s", "only in versions %(versions)s", len(names)) % {"versions": shown}
    return _("%(label)s (%(mark)s)") % {"label": label, "mark": mark}


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
