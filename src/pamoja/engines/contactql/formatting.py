"""The canonical text of a query: what parsing it gives again is the same query."""

import re

from pamoja.engines.contactql.tree import Combination, Condition, Node, PropertyKind
from pamoja.engines.excellent.quoting import quote

_PREFIXES = {PropertyKind.ATTRIBUTE: "", PropertyKind.URN: "urns.", PropertyKind.FIELD: "fields."}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def format_query(node: Node | None) -> str:
    """The text of a query; properties with their prefix, values in quotes unless they are plain numbers."""
    if node is None:
        return ""
    return _condition(node, True) if isinstance(node, Condition) else _children(node, True)


def _children(node: Combination, is_last: bool) -> str:
    last = len(node.children) - 1
    texts = (_operand(child, is_last and number == last) for number, child in enumerate(node.children))
    return f" {node.connective.upper()} ".join(texts)


def _operand(node: Node, is_last: bool) -> str:
    """An operand; `is_last` when no other condition comes behind it."""
    return _condition(node, is_last) if isinstance(node, Condition) else f"({_children(node, is_last)})"


def _condition(condition: Condition, is_last: bool) -> str:
    value = condition.value if _NUMBER.fullmatch(condition.value) else quote(condition.value)
    if not is_last and value.endswith('\\\\"'):
        # a quote behind a backslash would not end the string while there are more quotes to come
        value = value[:-3] + '\\x5c"'
    return f"{_PREFIXES[condition.kind]}{condition.key} {condition.operator} {value}"
