"""Tests of switch routers: called with values in the environments of the tables, and in templates."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pamoja.engines.environment import Environment, LocationTree, NumberFormat
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import equals
from pamoja.engines.excellent.templates import Context, compile_template
from pamoja.engines.excellent.texts import describe, render
from pamoja.engines.excellent.values import Value, XError, XObject
from pamoja.engines.flows.cases import TESTS
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched

from ..finding import documents
from ..result import Outcome, Result, compared, tables
from ..tagged import read

KIND = "router_tests"
NOW = datetime(2018, 4, 11, 13, 24, 30, 123456, UTC)
ASSETS = "*cases_tests_test__assetsJSON.json"
Row = dict[str, Any]
Judge = Callable[[str, Row, Environment], Result]
CONTEXT = {
    "int1": Decimal(1),
    "int2": Decimal(2),
    "array1": ["one", "two", "three"],
    "thing": XObject({"foo": "bar", "zed": Decimal(123), "missing": None}),
    "err": XError("an error"),
}


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of router tests below the folder."""
    plain = Environment(clock=lambda: NOW, locations=_locations(folder))
    return tables(KIND, folder, {pattern: partial(judge, plain=plain) for pattern, judge in JUDGES.items()})


def _locations(folder: Path) -> LocationTree | None:
    """The places in the assets of the tests; they stand beside the tables."""
    return next((LocationTree.from_json(data["locations"]) for _, data in documents(folder, ASSETS)), None)


def _called(name: str, row: Row, plain: Environment) -> Result:
    """The tables have what is expected of a date test as a day, where goflow has the day with a time."""
    env = replace(plain, **ENVIRONMENTS[row["env"]])
    found = TESTS[row["name"]](Call(env), [read(each) for each in row["args"]])
    expected = _expected(row["expected"])
    if isinstance(found, XObject) and isinstance(expected, XObject) and type(expected.get("match")[0]) is date:
        found = matched(found.get("match")[0].date())
    return _told(f"{name} {row['name']}", found, expected)


def _expected(told: Row) -> Value:
    if told["t"] == "error":
        return XError("")
    if told["match"] is None:
        return NOT_MATCHED
    extra = read(told.get("extra"))
    return matched(read(told["match"]), extra if isinstance(extra, XObject) else None)


def _told(name: str, found: Value, expected: Value) -> Result:
    """Of errors any is as good as another."""
    same = isinstance(found, XError) if isinstance(expected, XError) else equals(found, expected)
    return Result(KIND, name, same, "" if same else f"{_shown(found)}, not {_shown(expected)}")


def _shown(value: Value) -> str:
    if not isinstance(value, XObject):
        return f"{describe(value)} {render(value)}"
    return f"{render(value)} {value!r}"


def _number(name: str, row: Row, plain: Environment) -> Result:
    env = replace(plain, number_format=NumberFormat(row["decimalSymbol"], row["digitGroupingSymbol"]))
    found = TESTS["has_number"](Call(env), [row["input"]])
    return _told(name, found, matched(Decimal(row["expected"])) if row["expected"] else NOT_MATCHED)


def _phone(name: str, row: Row, plain: Environment) -> Result:
    args = ["my number is " + row["input"], *([row["country"]] if row["country"] else [])]
    found = TESTS["has_phone"](Call(replace(plain, country="RW")), args)
    return _told(name, found, matched(row["expected"]) if row["expected"] else NOT_MATCHED)


def _template(name: str, row: Row, plain: Environment) -> Result:
    found = compile_template(row["template"]).text(Context(plain, XObject(CONTEXT)))
    return compared(KIND, name, (found.text, bool(found.errors)), (row["expected"], row["hasError"]))


ENVIRONMENTS: dict[str, dict[str, Any]] = {
    "dmy": {
        "date_format": "DD-MM-YYYY",
        "time_format": "tt:mm:ss",
        "timezone": ZoneInfo("Africa/Kigali"),
        "country": "RW",
    },
    "ara": {"input_collation": "arabic_variants"},
}
JUDGES: dict[str, Judge] = {
    "router_tests.json": _called,
    "router_tests_c.json": _number,
    "router_tests_phone.json": _phone,
    "router_tests_templates.json": _template,
}
