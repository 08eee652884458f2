"""Numbers: in range, written by a number format, read in digits of several scripts."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pamoja.engines.environment import NumberFormat
from pamoja.engines.environment.numbers import NumberError, check_range, format_number, number_text, parse_number

from ..result import Outcome, Result, compared, tables

KIND = "numbers"
Row = dict[str, Any]


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of numbers below the folder; conversions of other values are a kind of their own."""
    return tables(KIND, folder, JUDGES)


def _range(name: str, row: Row) -> Result:
    try:
        check_range(Decimal(row["value"]["v"]))
    except NumberError:
        return compared(KIND, name, True, row["isError"])
    return compared(KIND, name, False, row["isError"])


def _format(name: str, row: Row) -> Result:
    found = format_number(Decimal(row["input"]["v"]), _marks(row), row["places"], grouped=row["groupDigits"])
    return compared(KIND, name, found, row["expected"])


def _parse(name: str, row: Row) -> Result:
    found = number_text(parse_number(row["input"], _marks(row)))
    return compared(KIND, name, found, number_text(Decimal(row["expected"]["v"])))


def _marks(row: Row) -> NumberFormat:
    """A format by the name that goflow has for it, or by its marks."""
    given = row["format"]
    if "const" in given:
        return NumberFormat()
    return NumberFormat(given.get("DecimalSymbol", ""), given.get("DigitGroupingSymbol", ""))


JUDGES: dict[str, Callable[[str, Row], Result]] = {
    "number_a.json": _range,
    "number_format.json": _format,
    "router_numbers.json": _parse,
}
