"""Boolean functions (XPath 1.0, 4.3; ODK XForms, "Boolean Functions")."""

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.functions.registry import ANY, function
from pamoja.engines.xforms.xpath.patterns import is_found
from pamoja.engines.xforms.xpath.values import Value, strings, to_boolean, to_number, to_string

NOT_APPLICABLE = -1


@function("true")
def true(_: Context) -> bool:
    return True


@function("false")
def false(_: Context) -> bool:
    return False


@function("boolean", 1)
def boolean(_: Context, value: Value) -> bool:
    return to_boolean(value)


@function("boolean-from-string", 1)
def boolean_from_string(_: Context, value: Value) -> bool:
    """Only `true` and `1` are true."""
    return to_string(value) in ("true", "1")


@function("not", 1)
def negation(_: Context, value: Value) -> bool:
    return not to_boolean(value)


@function("regex", 2)
def regex(_: Context, value: Value, pattern: Value) -> bool:
    """Whether the pattern is found anywhere in the value."""
    return is_found(to_string(pattern), to_string(value))


@function("checklist", 2, ANY)
def checklist(context: Context, least: Value, most: Value, *answers: Value) -> bool:
    """Whether the number of true answers is between the two; -1 sets no limit."""
    count = sum(is_checked(context, text) for answer in answers for text in _each(answer))
    return _is_between(context, count, least, most)


@function("weighted-checklist", 2, ANY)
def weighted_checklist(context: Context, least: Value, most: Value, *pairs: Value) -> bool:
    """Like `checklist()`, each answer counted with the weight behind it."""
    zone, total = context.scope.zone, 0.0
    for answer, weight in zip(pairs[::2], pairs[1::2], strict=False):
        for text, heaviness in zip(_each(answer), _each(weight), strict=False):
            total += to_number(heaviness, zone) if is_checked(context, text) else 0.0
    return _is_between(context, total, least, most)


def _each(value: Value) -> list[Value]:
    return list(strings(value)) if isinstance(value, list) else [value]


def is_checked(context: Context, value: Value) -> bool:
    """An answer counts when it is true, or a number above 0; `yes` is no number and does not."""
    return value if isinstance(value, bool) else to_number(value, context.scope.zone) > 0


def _is_between(context: Context, count: float, least: Value, most: Value) -> bool:
    low, high = to_number(least, context.scope.zone), to_number(most, context.scope.zone)
    return (low == NOT_APPLICABLE or count >= low) and (high == NOT_APPLICABLE or count <= high)
