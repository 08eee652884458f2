"""Values: compared, converted, and written as JSON and as text."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.excellent import convert, numbers
from pamoja.engines.excellent.jsontext import to_json
from pamoja.engines.excellent.texts import format_value, render
from pamoja.engines.excellent.values import Value, XError

from ..result import Outcome, Result, compared, tables
from ..tagged import fits, read

KIND = "values"
ENV = Environment()
Row = Mapping[str, Any]


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of values below the folder."""
    return tables(KIND, folder, JUDGES)


def _compared(name: str, row: Row) -> Result:
    """A table with truths is of equality, one with whole numbers of order."""
    work = convert.equals if isinstance(row["result"], bool) else convert.compare
    return compared(KIND, name, work(read(row["x1"]), read(row["x2"])), row["result"])


def _written(name: str, row: Row) -> Result:
    value = read(row["value"])
    expected = (row["marshaled"], row["rendered"], row["formatted"], row["asBool"])
    found = (to_json(value), render(value), format_value(ENV, value), convert.truthy(value))
    return compared(KIND, name, found, expected)


def _converted(convert_to: Callable[[Environment, Value], Value]) -> Callable[[str, Row], Result]:
    def judge(name: str, row: Row) -> Result:
        found = _tried(lambda: convert_to(ENV, read(row["value"])))
        passed = isinstance(found, XError) if row["hasError"] else fits(found, row["expected"])
        return Result(KIND, name, passed, "" if passed else f"{row['value']} gave {found!r}")

    return judge


def _number(name: str, row: Row) -> Result:
    """An error is one of the number or only of the whole number."""
    value = read(row["value"])
    whole = _tried(lambda: numbers.ONE * convert.to_whole(ENV, value))
    if row["hasError"]:
        return Result(KIND, name, isinstance(whole, XError), f"{value!r} gave {whole!r}")
    found = _tried(lambda: convert.to_number(ENV, value))
    return compared(KIND, name, (found, whole), (read(row["asNumber"]), numbers.ONE * row["asInteger"]))


def _tried(work: Callable[[], Value]) -> Value:
    try:
        return work()
    except XError as error:
        return error


JUDGES: Mapping[str, Callable[[str, Row], Result]] = {
    "types_compare*.json": _compared,
    "types_equal*.json": _compared,
    "types_marshal*.json": _written,
    "types_to_date.json": _converted(convert.to_date),
    "types_to_datetime*.json": _converted(convert.to_datetime),
    "types_to_time*.json": _converted(convert.to_time),
    "number_convert*.json": _number,
}
