"""The functions of expressions: one decorator registers a function with the kinds of its arguments.

    @function("repeat", TEXT, WHOLE)
    def repeat(call: Call, text: str, count: int) -> Value:
        \"\"\"The text so many times.

        @(repeat("*", 8)) → ********
        \"\"\"

Before the body runs, arguments are counted and converted from left to right; the first that cannot be converted is the
result, and so is the first error, unless the argument is of kind ANY: then the body gets the error as a value. A body
returns a value, or raises or returns an XError.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pamoja.engines.excellent import convert
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.values import Body, Value, XError, XFunction
from pamoja.engines.text.cases import lower

FUNCTIONS: dict[str, XFunction] = {}
"""By name in lower case. Router tests are registered here too."""

Registered = TypeVar("Registered", bound=Callable[..., Value])


@dataclass(frozen=True, slots=True)
class Kind:
    """What an argument is converted to. `least` and `most` say how many arguments it takes; None is any number."""

    convert: Callable[[Call, Value], Any]
    least: int = 1
    most: int | None = 1
    default: Any = None
    is_rest: bool = False


ANY = Kind(lambda call, value: value)
TEXT = Kind(lambda call, value: convert.to_text(value, call.budget))
NUMBER = Kind(lambda call, value: convert.to_number(call.env, value))
WHOLE = Kind(lambda call, value: convert.to_whole(call.env, value))
BOOLEAN = Kind(lambda call, value: convert.to_boolean(value))
DATE = Kind(lambda call, value: convert.to_date(call.env, value))
TIME = Kind(lambda call, value: convert.to_time(call.env, value))
DATETIME = Kind(lambda call, value: convert.to_datetime(call.env, value))
ARRAY = Kind(lambda call, value: convert.to_array(value))
OBJECT = Kind(lambda call, value: convert.to_object(value))
FUNCTION = Kind(lambda call, value: convert.to_function(value))


def optional(kind: Kind, default: Any = None) -> Kind:
    """An argument that may be left out: the body then gets the default, as it is."""
    return replace(kind, least=0, default=default)


def rest(kind: Kind, least: int = 0, most: int | None = None) -> Kind:
    """All further arguments, as `*args` of the body: it must be the last kind."""
    return replace(kind, least=least, most=most, is_rest=True)


def function(name: str, *kinds: Kind, miscount: str = "") -> Callable[[Registered], Registered]:
    """Register a function under a name in lower case. The decorated body stays what it is, and may have more names.

    `miscount` is its own wording for too few or too many arguments, with `{got}` for how many there were.
    """

    def register(body: Registered) -> Registered:
        if name in FUNCTIONS:
            raise ValueError(f"A function {name} is registered already.")
        called = signature(name, kinds, body)
        documentation = inspect.getdoc(body) or ""
        FUNCTIONS[name] = XFunction(name, checked(kinds, body, miscount), called, documentation, body.__module__)
        return body

    return register


def checked(kinds: Sequence[Kind], body: Callable[..., Value], miscount: str = "") -> Body:
    """The body, called with its arguments counted and converted."""
    if any(kind.is_rest or not kind.least for kind in kinds):
        return _checked_flexibly(kinds, body)
    converters = tuple(kind.convert for kind in kinds)
    wanted = len(converters)

    def run(call: Call, args: Sequence[Value]) -> Value:
        if len(args) != wanted:
            return miscounted(wanted, wanted, len(args), miscount)
        return body(call, *[converter(call, value) for converter, value in zip(converters, args, strict=True)])

    return run


def _checked_flexibly(kinds: Sequence[Kind], body: Callable[..., Value]) -> Body:
    least, most = _arity(kinds)
    single = [kind for kind in kinds if not kind.is_rest]
    further = [kind.convert for kind in kinds if kind.is_rest]

    def run(call: Call, args: Sequence[Value]) -> Value:
        if len(args) < least or (most is not None and len(args) > most):
            return miscounted(least, most, len(args))
        made = [kind.convert(call, value) for kind, value in zip(single, args, strict=False)]
        made += [kind.default for kind in single[len(args) :]]
        for converter in further:
            made += [converter(call, value) for value in args[len(single) :]]
        return body(call, *made)

    return run


def _arity(kinds: Sequence[Kind]) -> tuple[int, int | None]:
    least = sum(kind.least for kind in kinds)
    mosts = [kind.most for kind in kinds]
    return least, None if None in mosts else sum(most for most in mosts if most)


def miscounted(least: int, most: int | None, got: int, wording: str = "") -> XError:
    """The error of a call with too few or too many arguments."""
    if wording:
        return XError(wording.format(got=got))
    if most is None:
        return XError(f"need at least {least} argument(s), got {got}")
    wanted = f"{least}" if least == most else f"{least} to {most}"
    return XError(f"need {wanted} argument(s), got {got}")


def signature(name: str, kinds: Sequence[Kind], body: Callable[..., Value]) -> str:
    """How a function is called, for people: `word(text, index [,delimiters])`, `array(values...)`."""
    _, *parameters = inspect.signature(body).parameters
    written = ""
    for kind, parameter in zip(kinds, parameters, strict=True):
        comma = "," if written else ""
        shown = f"{parameter.strip('_')}{'...' if kind.is_rest else ''}"
        if kind.least or kind.is_rest:
            written += f"{comma} {shown}" if comma else shown
        else:
            written += f" [{comma}{shown}]"
    return f"{name}({written})"


def lookup(name: str) -> XFunction | None:
    """The function of a name, whatever its case."""
    return FUNCTIONS.get(lower(name))
