"""Whether conditions can be asked at all: properties that exist, operators that fit, values that can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pamoja.engines.contactql.comparing import MIN_NAME_TOKEN, MIN_URN_PART, name_tokens, size, wanted_number
from pamoja.engines.contactql.errors import Code, QueryError
from pamoja.engines.contactql.properties import Resolver, ValueType, value_type
from pamoja.engines.contactql.tree import Condition, Operator, PropertyKind
from pamoja.engines.environment.dates import parse_datetime
from pamoja.engines.environment.numbers import NumberError
from pamoja.engines.text.cases import lower
from pamoja.engines.text.languages import is_language

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

STATUSES = frozenset({"active", "blocked", "stopped", "archived"})
ALWAYS_SET = frozenset({"uuid", "id", "ref", "status", "created_on", "tickets"})
_ORDERING = frozenset({Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL})


def validate(condition: Condition, environment: Environment, resolver: Resolver | None) -> None:
    """Raise QueryError unless the condition can be asked; what only a resolver could tell is not checked without one.

    Keys that mean something special do so whatever the kind of property: a field `name` may be asked with `~` as well.
    """
    is_about_urns = condition.kind is PropertyKind.URN or condition.key == "urn"
    if is_about_urns and environment.redacts_urns and condition.value:
        raise QueryError(Code.REDACTED_URNS, "cannot query on redacted URNs")
    if resolver is None and condition.kind is PropertyKind.FIELD:
        return
    values = value_type(condition, resolver)
    if values is None:
        message = f"can't resolve '{condition.key}' to attribute, scheme or field"
        raise QueryError(Code.UNKNOWN_PROPERTY, message, property=condition.key)
    _check_operator(condition, values, is_about_urns)
    if condition.is_presence:
        _check_presence(condition)
    else:
        _check_value(condition, values, environment, resolver)


def _check_operator(condition: Condition, values: ValueType, is_about_urns: bool) -> None:
    if condition.operator is Operator.CONTAINS:
        _check_contains(condition, is_about_urns)
    elif condition.operator in _ORDERING and values not in ("number", "datetime"):
        message = f"comparisons with {condition.operator} can only be used with date and number fields"
        raise QueryError(Code.UNSUPPORTED_COMPARISON, message, property=condition.key, operator=str(condition.operator))


def _check_contains(condition: Condition, is_about_urns: bool) -> None:
    if condition.key == "name":
        if not name_tokens(condition.value):
            message = f"contains operator on name requires token of minimum length {MIN_NAME_TOKEN}"
            raise QueryError(Code.INVALID_PARTIAL_NAME, message, min_token_length=str(MIN_NAME_TOKEN))
    elif not is_about_urns:
        message = "contains conditions can only be used with name or URN values"
        raise QueryError(Code.UNSUPPORTED_CONTAINS, message, property=condition.key)
    elif size(condition.value) < MIN_URN_PART:
        message = f"contains operator on URN requires value of minimum length {MIN_URN_PART}"
        raise QueryError(Code.INVALID_PARTIAL_URN, message, min_value_length=str(MIN_URN_PART))


def _check_presence(condition: Condition) -> None:
    if condition.key in ALWAYS_SET:
        message = f"can't check whether '{condition.key}' is set or not set"
        raise QueryError(Code.UNSUPPORTED_SET_CHECK, message, property=condition.key, operator=str(condition.operator))


def _check_value(condition: Condition, values: ValueType, environment: Environment, resolver: Resolver | None) -> None:
    value = condition.value
    if values == "number" and not _is_number(value):
        raise QueryError(Code.INVALID_NUMBER, f"can't convert '{value}' to a number", value=value)
    if values == "datetime" and parse_datetime(environment, value) is None:
        raise QueryError(Code.INVALID_DATE, f"can't convert '{value}' to a date", value=value)
    check = _CHECKS.get(condition.key) if condition.kind is PropertyKind.ATTRIBUTE else None
    if check is not None:
        is_right, code, what = check
        if not is_right(value, resolver):
            raise QueryError(code, f"'{value}' is not a valid {what}", value=value)


def _is_number(text: str) -> bool:
    try:
        wanted_number(text)
    except NumberError:
        return False
    return True


def _is_group(name: str, resolver: Resolver | None) -> bool:
    return resolver is None or resolver.resolve_group(name) is not None


def _is_flow(name: str, resolver: Resolver | None) -> bool:
    return resolver is None or resolver.resolve_flow(name) is not None


def _is_status(name: str, _: Resolver | None) -> bool:
    return lower(name) in STATUSES


def _is_language(code: str, _: Resolver | None) -> bool:
    return is_language(code)


_CHECKS: Mapping[str, tuple[Callable[[str, Resolver | None], bool], Code, str]] = {
    "group": (_is_group, Code.INVALID_GROUP, "group name"),
    "flow": (_is_flow, Code.INVALID_FLOW, "flow name"),
    "history": (_is_flow, Code.INVALID_FLOW, "flow name"),
    "status": (_is_status, Code.INVALID_STATUS, "contact status"),
    "language": (_is_language, Code.INVALID_LANGUAGE, "language code"),
}
