"""How much room an answer needs: by its type, and by what the form says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pamoja.engines.paper.model import Space
from pamoja.engines.paper.wording import literal
from pamoja.engines.xforms.fields import Field
from pamoja.engines.xforms.xpath.tree import Binary, Call, Expression, Path, Text

MOST_DIGITS = 14
DECIMALS = 2
TYPES: dict[str, Space] = {
    "int": "digits",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "moment",
    "geopoint": "point",
    "geotrace": "shape",
    "geoshape": "shape",
    "binary": "file",
}
CONTROLS: dict[str, Space] = {"select1": "one", "select": "many", "rank": "rank", "upload": "file", "trigger": "tick"}
DIGITS = re.compile(r"\^?\(?(?:\[0-9\]|\\d)\{(?:\d+,)?(\d+)\}\)?\$?")
Limits = tuple[str, str]


def space_of(field: Field) -> Space:
    """Where the answer is written."""
    looks = field.appearance.split()
    if field.control in CONTROLS:
        return CONTROLS[field.control]
    if field.type == "date" and "year" in looks:
        return "year"
    if field.type == "date" and "month-year" in looks:
        return "month"
    if field.control == "range":
        return "decimal" if field.type == "decimal" else "digits"
    if field.type in ("string", "") and longest(field):
        return "digits"
    return TYPES.get(field.type, "lines" if "multiline" in looks else "line")


def limits_of(field: Field) -> Limits:
    """The least and the greatest number that the form takes, where it says so; both belong to what it takes."""
    if field.control == "range":
        ends = (field.parameters.get(end, "") for end in ("start", "end"))
        low, high = sorted(ends, key=_number)
        return low, high
    low = high = ""
    for operator, value in _bounds(field.constraint.tree if field.constraint else None):
        if operator in (">", ">="):
            low = _stepped(field, value, 1) if operator == ">" else value
        else:
            high = _stepped(field, value, -1) if operator == "<" else value
    return low, high


def digits_of(field: Field, space: Space) -> tuple[int, int]:
    """Boxes before and after the decimal point; (0, 0) when nobody can say how many are needed."""
    if space not in ("digits", "decimal"):
        return 0, 0
    high = limits_of(field)[1].split(".")[0].lstrip("-")
    whole = min(longest(field) or len(high), MOST_DIGITS)
    return (whole, DECIMALS if space == "decimal" else 0) if whole else (0, 0)


def longest(field: Field) -> int:
    """Of how many digits the constraint says that they make the answer: telephone and card numbers."""
    for each in _conjuncts(field.constraint.tree if field.constraint else None):
        if isinstance(each, Call) and each.name == "regex" and len(each.arguments) == 2:
            pattern = each.arguments[1]
            found = DIGITS.fullmatch(pattern.text) if isinstance(pattern, Text) else None
            if found is not None:
                return min(int(found[1]), MOST_DIGITS)
    return 0


def _conjuncts(tree: Expression | None) -> Iterator[Expression]:
    if isinstance(tree, Binary) and tree.operator == "and":
        yield from _conjuncts(tree.left)
        yield from _conjuncts(tree.right)
    elif tree is not None:
        yield tree


def _bounds(tree: Expression | None) -> Iterator[tuple[str, str]]:
    """(operator, number) of each comparison of the answer itself."""
    turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    for each in _conjuncts(tree):
        if not isinstance(each, Binary) or each.operator not in turned:
            continue
        for side, other, operator in (
            (each.left, each.right, each.operator),
            (each.right, each.left, turned[each.operator]),
        ):
            value = literal(other)
            if _is_itself(side) and value is not None and _is_number(value):
                yield operator, value


def _is_itself(tree: Expression) -> bool:
    return isinstance(tree, Path) and [step.axis for step in tree.steps] == ["self"] and tree.start is None


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def _number(value: str) -> float:
    return float(value) if _is_number(value) else 0.0


def _stepped(field: Field, value: str, step: int) -> str:
    """What "more than 5" means for whole numbers; of other numbers the limit itself is the best to say."""
    return str(int(value) + step) if field.type == "int" and "." not in value else value
