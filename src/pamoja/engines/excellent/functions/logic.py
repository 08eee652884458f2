"""Logic: truth, choice and errors."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_boolean, to_text
from pamoja.engines.excellent.registry import ANY, function, rest
from pamoja.engines.excellent.values import Value, XError


@function("and", rest(ANY, 1))
def all_of(call: Call, *values: Value) -> Value:
    """Whether all values are truthy; those after the first that is not may be errors.

    @(and(true)) → true
    @(and(true, false, true)) → false
    """
    return all(map(to_boolean, values))


@function("or", rest(ANY, 1))
def any_of(call: Call, *values: Value) -> Value:
    """Whether any value is truthy; those after the first that is may be errors.

    @(or(true)) → true
    @(or(true, false, true)) → true
    """
    return any(map(to_boolean, values))


@function("if", ANY, ANY, ANY)
def choose(call: Call, test: Value, value1: Value, value2: Value) -> Value:
    """`value1` if `test` is truthy, else `value2`. The one that is not chosen may be an error.

    @(if(1 = 1, "foo", "bar")) → foo
    @(if("foo" > "bar", "foo", "bar")) → ERROR
    """
    return value1 if to_boolean(test) else value2


@function("default", ANY, ANY)
def default(call: Call, value: Value, default: Value) -> Value:
    """The value, or `default` where the value is an error or its text is empty.

    @(default(undeclared.var, "default_value")) → default_value
    @(default("10", "20")) → 10
    @(default("", "value")) → value
    @(default(datetime("invalid-date"), "today")) → today
    """
    try:
        return value if to_text(value, call.budget) else default
    except XError:
        return default


@function("is_error", ANY)
def is_error(call: Call, value: Value) -> Value:
    """Whether the value is an error.

    @(is_error(datetime("foo"))) → true
    @(is_error("hello")) → false
    """
    return isinstance(value, XError)
