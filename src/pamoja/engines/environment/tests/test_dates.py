"""Dates and times as people write them; expectations checked against goflow."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pamoja.engines.environment import Environment
from pamoja.engines.environment.dates import days_between, months_between, parse_date, parse_datetime, parse_time
from pamoja.engines.environment.zones import iso_datetime, localise

NOW = datetime(2018, 9, 13, 13, 36, 30, 123456, UTC)


def env(date_format: str = "DD-MM-YYYY", zone: str = "UTC") -> Environment:
    return Environment(date_format=date_format, timezone=ZoneInfo(zone), clock=lambda: NOW)


@pytest.mark.parametrize(
    ("date_format", "text", "found"),
    [
        ("DD-MM-YYYY", "born 3/4/1999, a Saturday", "1999-04-03"),
        ("MM-DD-YYYY", "born 3/4/1999, a Saturday", "1999-03-04"),
        ("YYYY-MM-DD", "99_3.4", "1999-03-04"),
        ("YYYY-MM-DD", "99 3 4", "1999-03-04"),
        ("DD-MM-YYYY", "1.2.18", "2018-02-01"),
        ("DD-MM-YYYY", "1.2.19", "1919-02-01"),
        ("DD-MM-YYYY", "30/02/2018 or 31/01/2018", "2018-01-31"),
        ("DD-MM-YYYY", "2018-07-09 and more", "2018-07-09"),
        ("DD-MM-YYYY", "on 2018-07-09", None),
        ("DD-MM-YYYY", "13-13-2018", None),
        ("fortnights", "13-12-2018", None),
    ],
)
def test_a_date_is_found_in_the_order_of_the_environment(date_format: str, text: str, found: str | None) -> None:
    day = parse_date(env(date_format), text)

    assert (day and day.isoformat()) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at 7", time(7)),
        ("at 0705 PM", time(19, 5)),
        ("at 12 am", time(0)),
        ("at 24:00", time(0)),
        ("at 24:01 or 8:15", time(8, 15)),
        ("at 8:15:59.5", time(8, 15, 59, 500_000)),
        ("at noon", None),
    ],
)
def test_a_time_is_found_anywhere(text: str, found: time | None) -> None:
    assert parse_time(text) == found


@pytest.mark.parametrize(
    ("text", "fill", "zone", "moment"),
    [
        ("1-2-2018 at 5 pm", False, "Africa/Kigali", "2018-02-01T17:00:00.000000+02:00"),
        ("1-2-2018", False, "Africa/Kigali", "2018-02-01T00:00:00.000000+02:00"),
        ("1-2-2018", True, "Africa/Kigali", "2018-02-01T15:36:30.123456+02:00"),
        ("2018-02-01T10:20:30.5Z", True, "Africa/Kigali", "2018-02-01T10:20:30.500000Z"),
        ("2018-02-01T10:20+02:00", True, "Africa/Kigali", "2018-02-01T10:20:00.000000+02:00"),
        ("2018-02-30T10:20:30Z", True, "Africa/Kigali", None),
        ("2018-11-04", False, "America/Sao_Paulo", "2018-11-03T00:00:00.000000-03:00"),
    ],
)
def test_a_moment_is_a_date_and_the_time_after_it(text: str, fill: bool, zone: str, moment: str | None) -> None:
    found = parse_datetime(env(zone=zone), text, fill_time=fill)

    assert (found and iso_datetime(found)) == moment


@pytest.mark.parametrize(
    ("zone", "local", "moment"),
    [
        ("America/New_York", "2024-03-10T02:30", "2024-03-10T01:30:00.000000-05:00"),
        ("America/New_York", "2024-11-03T01:30", "2024-11-03T01:30:00.000000-04:00"),
        ("Europe/Berlin", "2024-03-31T02:30", "2024-03-31T03:30:00.000000+02:00"),
        ("Europe/Berlin", "2024-10-27T02:30", "2024-10-27T02:30:00.000000+01:00"),
    ],
)
def test_an_hour_that_clocks_skip_or_repeat_has_one_meaning(zone: str, local: str, moment: str) -> None:
    assert iso_datetime(localise(datetime.fromisoformat(local), ZoneInfo(zone))) == moment


def test_days_and_months_are_counted_on_the_calendar_where_each_moment_is() -> None:
    late = datetime(2018, 3, 1, 0, 30, tzinfo=ZoneInfo("Africa/Kigali"))
    early = datetime(2018, 2, 28, 22, 30, tzinfo=UTC)

    assert (days_between(late, early), months_between(late, early)) == (1, 1)
    assert (days_between(early, late), months_between(early, late)) == (-1, -1)
