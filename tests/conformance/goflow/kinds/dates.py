"""Dates and times: found in what people write, read and written by layouts, named in other languages."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pamoja.engines.environment import Environment
from pamoja.engines.environment.calendars import calendar_for
from pamoja.engines.environment.dates import days_between, months_between, parse_date, parse_datetime, parse_time
from pamoja.engines.environment.layouts import LayoutError, format_datetime, format_time
from pamoja.engines.environment.nanoseconds import with_nanosecond
from pamoja.engines.environment.reading import read_date, read_datetime, read_time

from ..result import Outcome, Result, compared, tables

KIND = "dates"
DATE_FORMATS = {
    "envs.DateFormatDayMonthYear": "DD-MM-YYYY",
    "envs.DateFormatMonthDayYear": "MM-DD-YYYY",
    "envs.DateFormatYearMonthDay": "YYYY-MM-DD",
}
NOW = with_nanosecond(datetime(2018, 9, 13, 13, 36, 30, 123456, UTC), 789)
"""The present in which the tables of dates were made."""
Row = dict[str, Any]


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of dates below the folder."""
    return tables(KIND, folder, JUDGES)


def _env(row: Row) -> Environment:
    named = row.get("dateFormat") or row.get("DateFormat") or {"const": "envs.DateFormatYearMonthDay"}
    return Environment(
        date_format=DATE_FORMATS[named["const"]],
        timezone=ZoneInfo(row.get("Timezone") or "UTC"),
        clock=lambda: NOW,
    )


def _date(name: str, row: Row) -> Result:
    expected = None if row["hasError"] else row["expected"]
    found = parse_date(_env(row), row["value"])
    return compared(KIND, name, found.isoformat() if found else None, expected)


def _time(name: str, row: Row) -> Result:
    expected = None if row["hasError"] else row["expected"]
    found = parse_time(row["value"])
    return compared(KIND, name, found and format_time(found, "tt:mm:ss.fffffffff"), expected)


def _datetime(name: str, row: Row) -> Result:
    """Go writes the moment that is expected as "01-02-2001 00:00:00 +0000 UTC"."""
    found = parse_datetime(_env(row), row["Value"], fill_time=row["FillTime"])
    if row["Error"]:
        return compared(KIND, name, found, None)
    day, clock, offset, _ = row["Expected"].split(" ")
    written = found and found.astimezone(_zone_of(day, clock, offset))
    fraction = "f" * len(clock.partition(".")[2])
    shown = written and format_datetime(written, f"DD-MM-YYYY tt:mm:ss.{fraction}".rstrip("."))
    return compared(KIND, name, shown, f"{day} {clock}")


def _zone_of(day: str, clock: str, offset: str) -> Any:
    return datetime.strptime(f"{day} {clock[:8]} {offset}", "%d-%m-%Y %H:%M:%S %z").tzinfo


def _read_datetime(name: str, row: Row) -> Result:
    zone = row["tz"]
    try:
        found = read_datetime(row["layout"], row["value"], ZoneInfo(zone if isinstance(zone, str) else "UTC"))
    except LayoutError as error:
        return compared(KIND, name, str(error), row["err"])
    return compared(KIND, name, found.isoformat(), _moment(row["expected"]).isoformat())


def _read(reader: Callable[[str, str], date | time]) -> Callable[[str, Row], Result]:
    def judge(name: str, row: Row) -> Result:
        try:
            found: object = reader(row["layout"], row["value"]).isoformat()
        except LayoutError as error:
            return compared(KIND, name, str(error), row["err"])
        return compared(KIND, name, found, row["expected"])

    return judge


def _calendar(name: str, row: Row) -> Result:
    names = calendar_for(row["locale"])
    found = (names.short_days[0], names.days[0], names.short_months[0], names.months[0], names.am_pm[0])
    return compared(KIND, name, found, tuple(row[key] for key in ("sun", "sunday", "jan", "january", "am")))


def _between(measure: Callable[[datetime, datetime], int]) -> Callable[[str, Row], Result]:
    return lambda name, row: compared(KIND, name, measure(_moment(row["d1"]), _moment(row["d2"])), row["expected"])


def _moment(value: Row) -> datetime:
    return datetime.fromisoformat(value["datetime"][:26]).replace(tzinfo=ZoneInfo(value["tz"]))


JUDGES: dict[str, Callable[[str, Row], Result]] = {
    "dates_date.json": _date,
    "dates_time.json": _time,
    "dates_datetime.json": _datetime,
    "gocommon_dates_parse_1.json": _read_datetime,
    "gocommon_dates_parse_2.json": _read(read_date),
    "gocommon_dates_parse_3.json": _read(read_time),
    "gocommon_dates_i18n_1.json": _calendar,
    "gocommon_dates_utils_1.json": _between(days_between),
    "gocommon_dates_utils_2.json": _between(months_between),
}
