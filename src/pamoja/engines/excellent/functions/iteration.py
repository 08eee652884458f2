"""Iteration: one function for each item, of an array or of an object."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_boolean
from pamoja.engines.excellent.registry import ANY, ARRAY, FUNCTION, OBJECT, function, rest
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject


@function("filter", ARRAY, FUNCTION)
def keep(call: Call, array: list[Value], func: XFunction) -> Value:
    """The items for which the function gives something truthy.

    @(filter(array(1, 0, 2), boolean)) → [1, 2]
    @(filter(array("a", "b", "c"), (x) => x != "c")) → [a, b]
    """
    return [each for each in array if to_boolean(func(call, [each]))]


@function("foreach", ARRAY, FUNCTION, rest(ANY))
def foreach(call: Call, values: list[Value], func: XFunction, *args: Value) -> Value:
    """What the function gives for each item; `args` are given to it after the item.

    @(foreach(array("a", "b", "c"), upper)) → [A, B, C]
    @(foreach(array("a", "b", "c"), (x) => x & "1")) → [a1, b1, c1]
    @(foreach(array("a", "b", "c"), (x) => object("v", x))) → [{v: a}, {v: b}, {v: c}]
    @(foreach(array("the man", "fox", "jumped up"), word, 0)) → [the, fox, jumped]
    """
    return [_given(func(call, [each, *args])) for each in values]


@function("foreach_value", OBJECT, FUNCTION, rest(ANY))
def foreach_value(call: Call, object: XObject, func: XFunction, *args: Value) -> Value:
    """The object with what the function gives for each property; `args` are given to it after the property's value.

    @(foreach_value(object("a", "x", "b", "y"), upper)) → {a: X, b: Y}
    @(foreach_value(object("a", "hi there", "b", "good bye"), word, 1)) → {a: there, b: bye}
    """
    return XObject({name: _given(func(call, [object.properties[name], *args])) for name in object.names})


def _given(value: Value) -> Value:
    """What a function gave, unless it was an error: that ends the whole."""
    if isinstance(value, XError):
        raise value
    return value
