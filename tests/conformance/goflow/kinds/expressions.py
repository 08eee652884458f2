"""Templates and operators: what they give, and what they say when they give nothing."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.excellent import functions as registered
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.jsontext import from_json
from pamoja.engines.excellent.operators import OPERATORS, negate
from pamoja.engines.excellent.registry import lookup
from pamoja.engines.excellent.templates import Context, compile_template, compile_value, evaluate
from pamoja.engines.excellent.values import Value, XError, XObject

from ..result import Outcome, Result, compared, tables
from ..tagged import fits, read

KIND = "expressions"
TABLE: Mapping[str, Any] = {
    "string1": ("text", "foo"),
    "string2": ("text", "bar"),
    "int1": ("number", "1"),
    "int2": ("number", "2"),
    "dec1": ("number", "1.5"),
    "dec2": ("number", "2.5"),
    "words": ("text", "one two three"),
}
LETTERS: list[Value] = ["a", "b", "c"]
NUMBERS: list[Value] = ["one", "two", "three"]
OPERATOR_NAMES = {
    "Concatenate": "&",
    "Equal": "=",
    "NotEqual": "!=",
    "Add": "+",
    "Subtract": "-",
    "Multiply": "*",
    "Divide": "/",
    "Exponent": "^",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
}
ENV = Environment(clock=lambda: datetime(2018, 4, 11, 13, 24, 30, 123456, UTC))


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of templates and operators below the folder."""
    return tables(KIND, folder, JUDGES)


def _context(**more: Value) -> Context:
    """The top levels that the tables are written for; `registered` has made the functions known."""
    assert registered
    return Context(ENV, XObject({name: read({"t": kind, "v": v}) for name, (kind, v) in TABLE.items()} | more))


def _text(name: str, row: Mapping[str, Any]) -> Result:
    thing = XObject({"foo": "bar", "zed": read({"t": "number", "v": "123"}), "missing": None})
    context = _context(
        _special="🐒",
        汉字="simplified chinese",
        array1=NUMBERS,
        thing=thing,
        func=lookup("upper"),
        err=XError("an error"),
        object1=XObject({"__default__": "123", "foo": None}),
        object2=XObject({"__default__": "", "foo": None}),
    )
    text, _, errors = compile_template(row["template"]).text(context)
    return compared(KIND, name, (text, bool(errors)), (row["expected"], row["hasError"]))


def _value(name: str, row: Mapping[str, Any]) -> Result:
    context = _context(string3="🐒", key="four", array1d=LETTERS, array2d=[LETTERS, NUMBERS])
    found = compile_value(row["template"]).value(context).value
    return _fitting(name, found, row["expected"], row["template"])


def _error(name: str, row: Mapping[str, Any]) -> Result:
    made = compile_template(row["template"]).text(Context(ENV, XObject({"foo": "bar"})))
    return compared(KIND, name, (made.text, ", ".join(map(str, made.errors))), ("", row["errorMsg"]))


def _blocked(name: str, row: Mapping[str, Any]) -> Result:
    made = compile_template(row["template"]).text(Context(ENV, XObject({"name": "bob jones"})))
    found = ", ".join(error.error.message for error in made.errors)
    return compared(KIND, name, found, "expression is too complex to evaluate")


def _binary(name: str, row: Mapping[str, Any]) -> Result:
    operator = OPERATORS[OPERATOR_NAMES[row["operator"]["const"].rpartition(".")[2]]]
    return _operated(name, row, lambda: operator(Call(ENV), read(row["arg1"]), read(row["arg2"])))


def _unary(name: str, row: Mapping[str, Any]) -> Result:
    return _operated(name, row, lambda: negate(Call(ENV), read(row["arg"])))


def _operated(name: str, row: Mapping[str, Any], work: Callable[[], Value]) -> Result:
    try:
        found = work()
    except XError as error:
        found = error
    return _fitting(name, found, row["expected"], str(row))


def _json(name: str, row: Mapping[str, Any]) -> Result:
    """A lookup into a value that was read from JSON."""
    found = evaluate(row["expression"], Context(ENV, XObject({"j": from_json(row["JSON"] or "")}))).value
    if row["hasError"]:
        return Result(KIND, name, isinstance(found, XError), f"no error, but {found!r}")
    return _fitting(name, found, row["expected"], row["expression"])


def _fitting(name: str, found: Value, expected: Any, asked: str) -> Result:
    passed = fits(found, expected)
    return Result(KIND, name, passed, "" if passed else f"{asked} gave {found!r}, not {expected!r}")


JUDGES: Mapping[str, Callable[[str, Mapping[str, Any]], Result]] = {
    "excellent_templates*.json": _text,
    "excellent_values*.json": _value,
    "excellent_errors*.json": _error,
    "excellent_blocked*.json": _blocked,
    "operators_binary*.json": _binary,
    "operators_unary*.json": _unary,
    "types_from_json*.json": _json,
}
