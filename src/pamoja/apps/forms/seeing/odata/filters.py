"""`$filter` and `$orderby` as conditions of the database.

Moments are compared by the millisecond, which is all that clients are told: whoever asks for what came after the last
record that they saw must not get that record again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor
from typing import Any, Literal
from uuid import UUID

from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.db.models.functions import Extract
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from pamoja.formats.odata import (
    Both,
    Call,
    Comparison,
    Condition,
    Member,
    Not,
    ODataRefused,
    Operand,
    Order,
    members,
)
from pamoja.formats.odata import Literal as Value

MILLISECOND = timedelta(milliseconds=1)
LATEST = datetime.max.replace(tzinfo=UTC) - MILLISECOND
MIRRORED = {"eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
LOOKUPS = {"lt": "lt", "le": "lte", "gt": "gt", "ge": "gte"}
PARTS = {"eq": Exact, "lt": LessThan, "le": LessThanOrEqual, "gt": GreaterThan, "ge": GreaterThanOrEqual}
NOTHING = Q(pk__in=[])
BEYOND = 2**62  # no number of ours is so large, and databases take none that is larger


@dataclass(frozen=True)
class Asked:
    """A property that may be asked for: the look-up that leads to it, and how its values are compared."""

    lookup: str
    kind: Literal["text", "moment", "whole", "uuid"] = "text"
    is_blank_null: bool = False


Properties = Mapping[str, Asked]


def condition_of(tree: Condition, properties: Properties, now: datetime) -> Q:
    """The condition. Raises ODataRefused 400.18, 501.5."""
    return _Translation(properties, now).condition(tree)


def asks_for(tree: Condition | None, ending: str) -> bool:
    """Whether a filter speaks of a property, from the record or from the root of the service."""
    return tree is not None and any(name.endswith(ending) for name in members(tree))


def order_of(orders: tuple[Order, ...], properties: Properties, last: str) -> list[OrderBy]:
    """The order, `last` deciding between equals in the direction of the first. Raises ODataRefused 501.5."""
    found: dict[str, bool] = {}
    for each in orders:
        if each.name not in properties:
            raise ODataRefused("501.5", text=each.name)
        found.setdefault(properties[each.name].lookup, each.is_descending)
    return [
        _ordered(lookup, is_descending) for lookup, is_descending in [*found.items(), (last, orders[0].is_descending)]
    ]


def _ordered(lookup: str, is_descending: bool) -> OrderBy:
    """What is missing comes before everything else."""
    return F(lookup).desc(nulls_last=True) if is_descending else F(lookup).asc(nulls_first=True)


class _Translation:
    """Of one filter."""

    def __init__(self, properties: Properties, now: datetime) -> None:
        self.properties, self.now = properties, now

    def condition(self, tree: Condition) -> Q:
        match tree:
            case Not(inner):
                return ~self.condition(inner)
            case Both("and", left, right):
                return self.condition(left) & self.condition(right)
            case Both(_, left, right):
                return self.condition(left) | self.condition(right)
            case Comparison():
                return self.comparison(tree)

    def comparison(self, tree: Comparison) -> Q:
        """A property stands on the left, or nowhere."""
        self.require_known(tree)
        if not any(True for _ in members(tree.left)):
            if not any(True for _ in members(tree.right)):
                return self.of_values(tree)
            tree = Comparison(MIRRORED[tree.operator], tree.right, tree.left)
        if tree.operator == "ne":
            return ~self.comparison(Comparison("eq", tree.left, tree.right))
        if isinstance(tree.left, Call):
            return self.of_part(tree)
        return self.of_property(tree)

    def require_known(self, tree: Comparison) -> None:
        """Refuse properties that are none, and two of different kinds: PostgreSQL compares no text with a number."""
        if len({self.kind(tree.left), self.kind(tree.right)} - {""}) > 1:
            raise ODataRefused("400.18", reason="a comparison of two kinds")

    def kind(self, side: Operand) -> str:
        """Of a property, or a part of one; nothing of a value."""
        match side:
            case Member(name, at):
                if name not in self.properties:
                    raise ODataRefused("501.5", text=name, at=at)
                return self.properties[name].kind
            case Call(_, Member(name) as inner):
                if self.kind(inner) != "moment":
                    raise ODataRefused("400.18", reason=f"not a moment: {name}")
                return "whole"
        return ""

    def of_values(self, tree: Comparison) -> Q:
        left, right = self.plain(tree.left), self.plain(tree.right)
        return ~NOTHING if _holds(tree.operator, left, right) else NOTHING

    def of_property(self, tree: Comparison) -> Q:
        assert isinstance(tree.left, Member)
        asked = self.properties[tree.left.name]
        if any(True for _ in members(tree.right)):
            return _compared(asked.lookup, tree.operator, self.expression(tree.right))
        value = self.plain(tree.right)
        if value is None:
            null = Q(**{asked.lookup: ""}) if asked.is_blank_null else Q(**{f"{asked.lookup}__isnull": True})
            return null if tree.operator == "eq" else NOTHING
        return COMPARED[asked.kind](asked.lookup, tree.operator, value)

    def of_part(self, tree: Comparison) -> Q:
        """A part of a moment, in UTC, compared with a number or another part."""
        part = self.expression(tree.left)
        if any(True for _ in members(tree.right)):
            return Q(PARTS[tree.operator](part, self.expression(tree.right)))
        value = self.plain(tree.right)
        number = None if value is None else _whole_number(tree.operator, value)
        return NOTHING if number is None else Q(PARTS[tree.operator](part, number))

    def expression(self, side: Operand) -> Any:
        if isinstance(side, Call) and isinstance(side.argument, Member):
            return Extract(self.properties[side.argument.name].lookup, side.name, tzinfo=UTC)
        assert isinstance(side, Member)
        return F(self.properties[side.name].lookup)

    def plain(self, side: Operand) -> Any:
        """The value of an operand without properties: text, None, or what a function gives."""
        if isinstance(side, Value):
            return side.value
        assert isinstance(side, Call)
        if side.name == "now":
            return self.now
        inner = self.plain(side.argument) if side.argument else None
        return None if inner is None else getattr(_moment(inner), side.name)


def _holds(operator: str, left: Any, right: Any) -> bool:
    if left is None or right is None:
        return (left is right) == (operator == "eq") if operator in ("eq", "ne") else False
    numbers = [_number(each) for each in (left, right)]
    a, b = numbers if None not in numbers else (str(left), str(right))
    outcomes: dict[str, bool] = {"eq": a == b, "ne": a != b, "lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b}
    return outcomes[operator]


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _compared(lookup: str, operator: str, value: Any) -> Q:
    return Q(**{lookup if operator == "eq" else f"{lookup}__{LOOKUPS[operator]}": value})


def _text(lookup: str, operator: str, value: Any) -> Q:
    return _compared(lookup, operator, str(value))


def _uuid(lookup: str, operator: str, value: Any) -> Q:
    try:
        return _compared(lookup, operator, UUID(str(value)))
    except ValueError:
        return NOTHING


def _whole(lookup: str, operator: str, value: Any) -> Q:
    number = _whole_number(operator, value)
    return NOTHING if number is None else _compared(lookup, operator, number)


def _whole_number(operator: str, value: Any) -> int | None:
    """The number with which whole numbers compare alike; None when they do with none."""
    number: float | None = _number(value)
    if number is None or number != number:
        return None
    within = max(-BEYOND, min(number, BEYOND))
    below, above = floor(within), ceil(within)
    if operator == "eq":
        return below if below == above else None
    return below if operator in ("gt", "le") else above


def _by_moment(lookup: str, operator: str, value: Any) -> Q:
    moment = min(_moment(value), LATEST)
    after = moment + MILLISECOND
    match operator:
        case "eq":
            return Q(**{f"{lookup}__gte": moment, f"{lookup}__lt": after})
        case "gt":
            return Q(**{f"{lookup}__gte": after})
        case "le":
            return Q(**{f"{lookup}__lt": after})
        case _:
            return _compared(lookup, operator, moment)


def _moment(value: Any) -> datetime:
    """Raises ODataRefused 400.18 for what is none."""
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(str(value))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ODataRefused("400.18", reason=f"not a moment: {value}") from None


COMPARED: Mapping[str, Callable[[str, str, Any], Q]] = {
    "text": _text,
    "moment": _by_moment,
    "whole": _whole,
    "uuid": _uuid,
}
