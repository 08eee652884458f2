"""Expressions of a form: compiled, with the fields that they read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath import Context, Scope, Value, to_boolean, to_number, to_string
from pamoja.engines.xforms.xpath.compile import Run
from pamoja.engines.xforms.xpath.tree import Expression as Tree

if TYPE_CHECKING:
    from pamoja.engines.xforms.fields import Field


@dataclass(eq=False)
class Expression:
    """`reads` are the fields whose values it needs; `calls` the functions in it, by local name."""

    source: str
    tree: Tree
    run: Run
    calls: frozenset[str] = frozenset()
    reads: frozenset[Field] = field(default_factory=frozenset)

    def value(self, node: Node, scope: Scope, current: Node | None = None) -> Value:
        return self.run(Context(node, scope, current))

    def string(self, node: Node, scope: Scope) -> str:
        """What is stored or shown; a number that is none is shown as nothing, as clients do."""
        value = self.value(node, scope)
        return "" if value != value else to_string(value)

    def boolean(self, node: Node, scope: Scope) -> bool:
        return to_boolean(self.value(node, scope))

    def number(self, node: Node, scope: Scope) -> float:
        return to_number(self.value(node, scope), scope.zone)
