"""URNs: taken apart, made normal, judged, written for people; phone numbers out of what people write."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.urns import NotNumberError, Urn, UrnError, parse_number
from pamoja.engines.urns.phones import local_digits

from ..result import Outcome, Result, compared, tables

KIND = "urns"
Row = dict[str, Any]


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of URNs below the folder."""
    return tables(KIND, folder, JUDGES)


def _parser(name: str, row: Row) -> Result:
    expected = tuple(row.get(part, "") for part in ("scheme", "path", "query", "fragment"))
    try:
        urn = Urn.parse(row["input"])
    except UrnError as error:
        return Result(KIND, name, row.get("hasError", False), f"refused: {error}")
    return compared(KIND, name, (urn.scheme, urn.path, urn.query, urn.display), expected)


def _parse(name: str, row: Row) -> Result:
    try:
        found, error = str(Urn.parse(row["input"])), ""
    except UrnError as problem:
        found, error = "", str(problem)
    return compared(KIND, name, (found, error), (row["urn"], row["expectedError"]))


def _format(name: str, row: Row) -> Result:
    urn = Urn.split(row["urn"])
    found = (urn.format(), urn.display, urn.query, urn.parameters)
    return compared(KIND, name, found, (row["format"], row["display"], row["rawQuery"], row["query"]))


def _normal(name: str, row: Row) -> Result:
    return compared(KIND, name, str(Urn.split(row["rawURN"]).normal()), row["expected"])


def _valid(name: str, row: Row) -> Result:
    """The tables name a part of what is said."""
    found, expected = Urn.split(row["urn"]).problem(), row["expectedError"]
    return Result(KIND, name, bool(found) == bool(expected) and expected in found, f"{found!r}, not {expected!r}")


def _phone(name: str, row: Row) -> Result:
    return _number(name, row, "expectedURN", lambda number: str(Urn.make("tel", number)))


def _plain_number(name: str, row: Row) -> Result:
    return _number(name, row, "expectedNum", str)


def _number(name: str, row: Row, expected: str, written: Callable[[str], str]) -> Result:
    lenient = {"allow_short": row["allowShort"], "allow_sender": row["allowSenderID"]}
    try:
        found, error = written(parse_number(row["input"], row["country"], **lenient)), ""
    except (NotNumberError, UrnError) as problem:
        found, error = "", str(problem)
    return compared(KIND, name, (found, error), (row[expected], row["expectedErr"]))


def _local(name: str, row: Row) -> Result:
    return compared(KIND, name, local_digits(Urn.split(row["urn"]).path, row["country"]), row["expected"])


JUDGES: dict[str, Callable[[str, Row], Result]] = {
    "gocommon_urns_parser_1.json": _parser,
    "gocommon_urns_urns_1.json": _format,
    "gocommon_urns_urns_3.json": _normal,
    "gocommon_urns_urns_4.json": _parse,
    "gocommon_urns_urns_5.json": _valid,
    "gocommon_urns_phone_1.json": _phone,
    "gocommon_urns_phone_2.json": _plain_number,
    "gocommon_urns_phone_3.json": _local,
}
