"""From an expression of the form to a condition that a person can check on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pamoja.engines.paper.conditions import (
    COMPARE,
    FALSE,
    OPPOSITE,
    TRUE,
    Compared,
    Condition,
    Counted,
    Filled,
    Judged,
    Measured,
    OneOf,
    Operator,
    Value,
    both,
    either,
    leaves,
    negated,
)
from pamoja.engines.xforms.expressions import Expression
from pamoja.engines.xforms.fields import Field
from pamoja.engines.xforms.references import fields_read
from pamoja.engines.xforms.xpath.tree import Binary, Call, Negate, Number, Path, Text
from pamoja.engines.xforms.xpath.tree import Expression as Tree

MOST_PARTS = 10
"""Of one condition: a sentence with more of them helps nobody who stands at a door."""
MOST_CALCULATIONS = 6
"""One inside the other, that are followed."""
MOST_NAMED = 12
TURNED: dict[Operator, Operator] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
SAME = frozenset({"number", "string", "int", "normalize-space", "once", "trim"})
"""Functions that leave a usual answer as it is."""


@dataclass(frozen=True)
class Wording:
    """`numbers` are the printed questions by path, `label_of` gives the words of a choice."""

    numbers: Mapping[str, int]
    label_of: Callable[[Field, str], str]

    def condition(self, rule: Expression | None, at: Field) -> Condition | None:
        """When the rule holds; None when it always does."""
        if rule is None:
            return None
        found = self._tree(rule.tree, at, 0)
        if _is_long(found):
            found = self._judged(rule.tree, at)
        return None if found == TRUE else found

    def printed(self, fields: frozenset[Field]) -> tuple[str, ...]:
        """The printed questions that these fields are, or are calculated from, in the order of the paper."""
        seen: set[Field] = set()
        here = set(fields)
        for _depth in range(MOST_CALCULATIONS + 1):
            seen |= here
            calculated = [each.calculate for each in here if each.calculate and each.path not in self.numbers]
            here = {field for each in calculated for field in each.reads} - seen
        found = {each.path for each in seen if each.path in self.numbers}
        return tuple(sorted(found, key=self.numbers.__getitem__))

    def _judged(self, tree: Tree, at: Field) -> Condition:
        return Judged(self.printed(fields_read(tree, at)[0])[:MOST_NAMED])

    def _tree(self, tree: Tree, at: Field, depth: int) -> Condition:
        """`depth` counts the calculations that were followed to get here."""
        if isinstance(tree, Binary):
            if tree.operator in ("and", "or"):
                join = both if tree.operator == "and" else either
                return join((self._tree(tree.left, at, depth), self._tree(tree.right, at, depth)))
            if tree.operator in COMPARE:
                return self._comparison(tree, tree.operator, at, depth)
        if isinstance(tree, Call):
            return self._call(tree, at, depth)
        if isinstance(tree, Number):
            return TRUE if tree.number else FALSE
        return self._judged(tree, at)

    def _call(self, tree: Call, at: Field, depth: int) -> Condition:
        name, given = tree.name.rpartition(":")[2], tree.arguments
        if name in ("true", "false"):
            return TRUE if name == "true" else FALSE
        if name == "not" and len(given) == 1:
            return negated(self._tree(given[0], at, depth))
        if name == "boolean" and len(given) == 1 and not isinstance(given[0], Path):
            return self._tree(given[0], at, depth)
        if name == "selected" and len(given) == 2 and isinstance(given[1], Text):
            return self._is(given[0], given[1].text, at) or self._judged(tree, at)
        return self._judged(tree, at)

    def _comparison(self, tree: Binary, operator: Operator, at: Field, depth: int) -> Condition:
        left, right = tree.left, tree.right
        if (value := literal(right)) is None and literal(left) is not None:
            left, right, operator, value = right, left, TURNED[operator], literal(left)
        found = self._two(left, right, operator, at) if value is None else self._with(left, operator, value, at, depth)
        return found or self._judged(tree, at)

    def _with(self, left: Tree, operator: Operator, value: str, at: Field, depth: int) -> Condition | None:
        """`left` compared with a value that stands in the form."""
        if (known := literal(left)) is not None:
            return TRUE if _holds(known, operator, value) else FALSE
        if isinstance(left, Call) and left.name == "if" and len(left.arguments) == 3:
            return self._if(left, operator, value, at, depth)
        if (counted := self._counted(left, operator, value, at)) is not None:
            return counted
        if is_boolean(left) and value in ("true", "false", "1", "0") and operator in ("=", "!="):
            found = self._tree(left, at, depth)
            return found if (value in ("true", "1")) == (operator == "=") else negated(found)
        field = self.field(left, at)
        if field is None:
            return None
        if field.path in self.numbers:
            return self._answer(field, operator, value)
        if field.calculate is None or depth >= MOST_CALCULATIONS:
            return None
        return self._with(field.calculate.tree, operator, value, field, depth + 1)

    def _if(self, tree: Call, operator: Operator, value: str, at: Field, depth: int) -> Condition | None:
        """A calculation that gives one value when something holds, and another when not.

        What must hold is said twice: where it is long, one inside the other would double it each time.
        """
        when = self._tree(tree.arguments[0], at, depth + 1)
        then, otherwise = (self._with(each, operator, value, at, depth + 1) for each in tree.arguments[1:])
        if then is None or otherwise is None or _is_long(when):
            return None
        return either((both((when, then)), both((negated(when), otherwise))))

    def _answer(self, field: Field, operator: Operator, value: str) -> Condition:
        if operator in ("=", "!="):
            is_in = operator == "="
            if not value:
                return Filled(field.path, not is_in)
            return OneOf(field.path, (Value(value, self.label_of(field, value)),), is_in, field.is_multiple)
        return Measured(field.path, operator, value)

    def _is(self, left: Tree, value: str, at: Field) -> Condition | None:
        field = self.field(left, at)
        if field is None or field.path not in self.numbers or not value:
            return None
        return self._answer(field, "=", value)

    def _counted(self, left: Tree, operator: Operator, value: str, at: Field) -> Condition | None:
        if not isinstance(left, Call) or len(left.arguments) != 1:
            return None
        field = self.field(left.arguments[0], at)
        if field is None or field.path not in self.numbers:
            return None
        if left.name == "count-selected":
            return Counted(field.path, operator, value)
        if left.name == "string-length" and (operator, value) in ((">", "0"), ("!=", "0"), (">=", "1"), ("=", "0")):
            return Filled(field.path, operator != "=")
        return None

    def _two(self, left: Tree, right: Tree, operator: Operator, at: Field) -> Condition | None:
        pair = (self.field(left, at), self.field(right, at))
        if pair[0] is None or pair[1] is None or {pair[0].path, pair[1].path} - self.numbers.keys():
            return None
        return Compared(pair[0].path, operator, pair[1].path)

    def field(self, tree: Tree, at: Field) -> Field | None:
        """The one field that a path means, whichever instance of a repeat it is in."""
        while isinstance(tree, Call) and tree.name in SAME and len(tree.arguments) == 1:
            tree = tree.arguments[0]
        if not isinstance(tree, Path) or any(step.predicates for step in tree.steps) or tree.predicates:
            return None
        found = fields_read(tree, at)[0]
        only = next(iter(found)) if len(found) == 1 else None
        return only if only is not None and only.kind == "field" else None


def _is_long(condition: Condition) -> bool:
    return sum(1 for _ in leaves(condition)) > MOST_PARTS


def literal(tree: Tree) -> str | None:
    """The value that is written in the expression, if it is one."""
    if isinstance(tree, Text):
        return tree.text
    if isinstance(tree, Number):
        return f"{tree.number:.15g}"
    if isinstance(tree, Negate) and isinstance(tree.operand, Number):
        return f"{-tree.operand.number:.15g}"
    if isinstance(tree, Call) and tree.name in ("true", "false") and not tree.arguments:
        return tree.name
    if isinstance(tree, Call) and tree.name in ("date", "number", "int") and len(tree.arguments) == 1:
        return literal(tree.arguments[0])
    return None


def is_boolean(tree: Tree) -> bool:
    """Whether the expression itself is something that holds or does not."""
    if isinstance(tree, Binary):
        return tree.operator in ("and", "or") or tree.operator in OPPOSITE
    return isinstance(tree, Call) and tree.name in ("not", "selected", "boolean")


def _holds(known: str, operator: Operator, value: str) -> bool:
    try:
        return COMPARE[operator](float(known), float(value))
    except ValueError:
        return (known == value) == (operator == "=") if operator in ("=", "!=") else False
