"""What a form says about each node of its primary instance, and the form as a whole.

Paths leave out the root element: `/household/member/age`. In the paths of a session each repeat has its position:
`/household/member[2]/age`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pamoja.engines.xforms.expressions import Expression
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.texts import Text, Texts

if TYPE_CHECKING:
    from pamoja.engines.xforms.graph import Graph

Kind = Literal["group", "repeat", "field", "attribute"]
SELECTS = frozenset({"select", "select1", "rank"})
CLOCK = frozenset({"now", "today"})
MULTIPLE = frozenset({"select", "rank"})


@dataclass(frozen=True)
class Item:
    """A choice that is written in the control."""

    value: str
    label: Text | None = None


@dataclass(frozen=True, eq=False)
class Itemset:
    """Choices that are taken from nodes: `value` and `label` are evaluated at each of them."""

    nodes: Expression
    value: Expression
    label: Text | None = None

    @property
    def is_fixed(self) -> bool:
        """Whether no answer, no clock and no chance changes which choices there are."""
        return not self.nodes.reads and not self.value.reads and not self.nodes.calls - {"instance", "randomize"}


@dataclass(frozen=True, eq=False)
class Action:
    """`setvalue` or `odk:setgeopoint`: when one of the events happens, `target` gets the value."""

    events: frozenset[str]
    target: Expression
    value: Expression | None
    text: str = ""
    is_place: bool = False


@dataclass(eq=False)
class Field:
    """A node of the primary instance: a group, a repeat, a question or calculation, or an attribute with a bind.

    `type` is the bind's data type without prefix. `control` is what a person sees: `input select1 select rank upload
    range trigger secret`, or `none`. `is_open` marks selects whose choices are not known here (`search()`): they take
    any answer. `shown_in` are the groups of the body around the question that are not around it in the record.
    `fixed_values` remembers the values on offer where they are always the same.
    """

    name: str
    path: str
    kind: Kind
    parent: Field | None = None
    children: dict[str, Field] = field(default_factory=dict)
    attributes: dict[str, Field] = field(default_factory=dict)
    tag: str = ""
    type: str = "string"
    control: str = "none"
    appearance: str = ""
    mediatype: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    label: Text | None = None
    hint: Text | None = None
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    required_message: Text | None = None
    constraint_message: Text | None = None
    preload: tuple[str, str] = ("", "")
    items: tuple[Item, ...] = ()
    itemset: Itemset | None = None
    is_open: bool = False
    count: Expression | None = None
    is_fixed: bool = False
    shown_in: tuple[Field, ...] = ()
    actions: list[Action] = field(default_factory=list)
    template: Node | None = None
    fixed_values: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path}>"

    @property
    def is_select(self) -> bool:
        return self.control in SELECTS

    @property
    def is_multiple(self) -> bool:
        return self.control in MULTIPLE

    @property
    def has_choices(self) -> bool:
        """Whether the form says which answers there are."""
        return self.is_select and not self.is_open and (self.itemset is not None or bool(self.items))

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each child."""
        return {name: place for place, name in enumerate(self.children)}

    @cached_property
    def is_checked(self) -> bool:
        """Whether an answer can be wrong at all."""
        is_typed = self.type not in ("string", "binary", "barcode", "intent")
        return bool(self.required or self.constraint or self.has_choices or is_typed or self.control == "range")

    def walk(self) -> Iterator[Field]:
        """This field, its attributes, and all below, in document order."""
        yield self
        yield from self.attributes.values()
        for child in self.children.values():
            yield from child.walk()

    def ancestors(self) -> Iterator[Field]:
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the body, in the order in which people see it: a question, a group or a repeat.

    `field` is None for a group that only groups questions on the page. `label` is None where it has none.
    """

    kind: Literal["question", "group", "repeat"]
    field: Field | None
    label: Text | None = None
    appearance: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is wrong with a form that can still be used: `code`, the place, and words.

    Codes: `expression`, `cycle`, `dangling`, `instance`, `duplicate`.
    """

    code: str
    where: str
    reason: str


@dataclass(frozen=True, eq=False)
class Form:
    """A form, read once and used by any number of sessions and judgements at the same time."""

    form_id: str
    version: str
    title: str
    root: Field
    body: tuple[Part, ...]
    texts: Texts
    instances: Mapping[str, Node]
    missing: frozenset[str]
    actions: tuple[Action, ...]
    template: Node
    namespaces: Mapping[str, str]
    graph: Graph
    problems: tuple[Problem, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in document order, the root first."""
        return tuple(self.root.walk())

    @cached_property
    def asks_clock(self) -> bool:
        """Whether any rule about relevance or validity depends on the day."""
        rules = (rule for each in self.fields for rule in (each.relevant, each.required, each.constraint))
        lists = (each.itemset.nodes for each in self.fields if each.itemset is not None)
        return any(rule is not None and rule.calls & CLOCK for rule in (*rules, *lists))

    @cached_property
    def by_path(self) -> dict[str, Field]:
        return {each.path: each for each in self.fields}
