"""Migrating a template: its expressions change, the text around them stays to the letter."""

import re
from dataclasses import dataclass

from pamoja.engines.excellent.quoting import quote
from pamoja.engines.excellent.scanner import Segment, SegmentKind, scan
from pamoja.engines.flows.legacy.expressions.lexer import ExpressionError
from pamoja.engines.flows.legacy.expressions.parser import migrated
from pamoja.engines.flows.legacy.expressions.references import migrated_reference
from pamoja.engines.flows.top_levels import TOP_LEVELS
from pamoja.engines.text.cases import lower

OLD_TOP_LEVELS = frozenset({"channel", "child", "contact", "date", "extra", "flow", "parent", "step"})

PLAIN = re.compile(r"([a-z_]+)(?:\.[\w.]*)?")
NOTHING = '""'  # @("") stood where the old editor asked for a text


@dataclass(frozen=True, slots=True)
class Wish:
    """How expressions are written into the new template."""

    default_to_self: bool = False
    url_encode: bool = False
    raw_dates: bool = False


def migrate_expression(
    text: str, *, default_to_self: bool = False, url_encode: bool = False, raw_dates: bool = False
) -> str:
    """A template as Excellent; an expression that cannot be read stays as it is.

    An expression that fails when it runs gives, with `default_to_self`, itself as it was written before. With
    `url_encode` its value is encoded for a URL; with `raw_dates` a date stays a date and is not formatted into a text.
    """
    wish = Wish(default_to_self, url_encode, raw_dates)
    return "".join(_migrated(segment, wish) for segment in scan(text)) if "@" in text else text


def _migrated(segment: Segment, wish: Wish) -> str:
    match segment.kind:
        case SegmentKind.IDENTIFIER if lower(segment.top_level) in OLD_TOP_LEVELS:
            return _written(migrated_reference(segment.content, wish.raw_dates), segment.source, wish)
        case SegmentKind.EXPRESSION:
            return _expression(segment, wish)
    return segment.source


def _expression(segment: Segment, wish: Wish) -> str:
    if segment.content == NOTHING:
        return ""
    try:
        return _written(migrated(segment.content, wish.raw_dates), segment.source, wish)
    except ExpressionError:
        return segment.source


def _written(expression: str, old: str, wish: Wish) -> str:
    """An expression as it stands in a template: bare when it is a plain path, in brackets otherwise."""
    if wish.default_to_self:
        expression = f"if(is_error({expression}), {quote(old)}, {expression})"
    if wish.url_encode:
        expression = f"url_encode({expression})"
    plain = PLAIN.fullmatch(expression)
    return f"@{expression}" if plain and plain.group(1) in TOP_LEVELS else f"@({expression})"
