"""Iteration: one function for each item, of an array or of an object."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_boolean
from pamoja.engines.excellent.registry import ANY, ARRAY, FUNCTION, OBJECT, function, rest
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject


@function("filter", ARRAY, FUNCTION)
def keep(call: Call, array: list[Value], func: XFunction) -> Value:
    """The items for which the function gives something truthy.

    @(filter(array(38.5, 36.9, 39.1), (t) => t > 38)) → [38.5, 39.1]
    @(filter(array("", "Amina"), boolean)) → [Amina]
    """
    return [each for each in array if to_boolean(func(call, [each]))]


@function("foreach", ARRAY, FUNCTION, rest(ANY))
def foreach(call: Call, values: list[Value], func: XFunction, *args: Value) -> Value:
    """What the function gives for each item; `args` are given to it after the item.

    @(foreach(array("amina", "ben"), title)) → [Amina, Ben]
    @(foreach(array(1, 2, 3), (dose) => "Dose " & dose)) → [Dose 1, Dose 2, Dose 3]
    @(foreach(array("Amina 4", "Ben 6"), word, 1)) → [4, 6]
    @(foreach(array("4", "six"), number)) → ERROR
    """
    return [_given(func(call, [each, *args])) for each in values]


@function("foreach_value", OBJECT, FUNCTION, rest(ANY))
def foreach_value(call: Call, object: XObject, func: XFunction, *args: Value) -> Value:
    """The object with what the function gives for each property; `args` are given to it after the property's value.

    @(foreach_value(object("boys", 12, "girls", 15), (n) => n * 2)) → {boys: 24, girls: 30}
    @(foreach_value(object("en", "Good day", "fr", "Bonjour"), word, 0)) → {en: Good, fr: Bonjour}
    """
    return XObject({name: _given(func(call, [object.properties[name], *args])) for name in object.names})


def _given(value: Value) -> Value:
    """What a function gave, unless it was an error: that ends the whole."""
    if isinstance(value, XError):
        raise value
    return value
