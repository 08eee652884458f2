"""Logic: truth, choice and errors."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_boolean, to_text
from pamoja.engines.excellent.registry import ANY, function, rest
from pamoja.engines.excellent.values import Value, XError


@function("and", rest(ANY, 1))
def all_of(call: Call, *values: Value) -> Value:
    """Whether all values are truthy; those after the first that is not may be errors.

    @(and(true, 3 > 2)) → true
    @(and("yes", 0)) → false
    @(and(false, 1 / 0)) → false
    """
    return all(map(to_boolean, values))


@function("or", rest(ANY, 1))
def any_of(call: Call, *values: Value) -> Value:
    """Whether any value is truthy; those after the first that is may be errors.

    @(or(1 > 2, "yes")) → true
    @(or(false, "")) → false
    @(or(true, 1 / 0)) → true
    """
    return any(map(to_boolean, values))


@function("if", ANY, ANY, ANY)
def choose(call: Call, test: Value, value1: Value, value2: Value) -> Value:
    """`value1` if `test` is truthy, else `value2`. The one that is not chosen may be an error.

    @(if(38.6 > 38, "fever", "no fever")) → fever
    @(if(0, 1 / 0, "none")) → none
    @(if("hot" > 38, "fever", "no fever")) → ERROR
    """
    return value1 if to_boolean(test) else value2


@function("default", ANY, ANY)
def default(call: Call, value: Value, default: Value) -> Value:
    """The value, or `default` where the value is an error or its text is empty.

    @(default("Amina", "nobody")) → Amina
    @(default("", "nobody")) → nobody
    @(default(number("many"), 0)) → 0
    @(default(0, "none")) → 0
    """
    try:
        return value if to_text(value, call.budget) else default
    except XError:
        return default


@function("is_error", ANY)
def is_error(call: Call, value: Value) -> Value:
    """Whether the value is an error.

    @(is_error(number("three"))) → true
    @(is_error(number("3"))) → false
    """
    return isinstance(value, XError)
