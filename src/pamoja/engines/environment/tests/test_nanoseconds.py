"""Moments and times of day to the nanosecond."""

from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.environment import Environment
from pamoja.engines.environment.dates import parse_datetime, parse_time
from pamoja.engines.environment.layouts import format_datetime, format_time
from pamoja.engines.environment.nanoseconds import combined, nanosecond_of, nanoseconds_between, with_nanosecond
from pamoja.engines.environment.reading import read_datetime, read_time
from pamoja.engines.environment.zones import iso_datetime, localise

KIGALI = ZoneInfo("Africa/Kigali")
NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2024, 5, 6, 12, 0, 0, 1, tzinfo=UTC)
LATER = with_nanosecond(NOON, 7)
NANOSECONDS = st.integers(0, 999)


def test_only_what_has_nanoseconds_is_another_type() -> None:
    assert type(with_nanosecond(NOON, 0)) is datetime
    assert isinstance(LATER, datetime)
    assert (nanosecond_of(NOON), nanosecond_of(LATER)) == (0, 7)


def test_nanoseconds_are_kept_through_zones_sums_and_parts() -> None:
    moved = localise((LATER.astimezone(KIGALI) + timedelta(days=1)).replace(hour=3, tzinfo=None), KIGALI)
    day, clock = moved.date(), moved.time()

    assert format_time(clock, "tt:mm:ss.fffffffff") == "03:00:00.000001007"
    assert combined(day, clock) == moved.replace(tzinfo=None)
    assert moved - timedelta(microseconds=1) == with_nanosecond(datetime(2024, 5, 7, 3, tzinfo=KIGALI), 7)


def test_the_second_hour_of_a_night_stays_the_second() -> None:
    twice = with_nanosecond(datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK, fold=1), 5)

    assert twice.astimezone(UTC).hour == 6
    assert (twice + timedelta(hours=1)).hour == 2


@given(st.datetimes(), NANOSECONDS, st.sampled_from([-1_000, -1, 0, 1, 999, 1_000_000_000]))
def test_order_is_that_of_the_nanoseconds_between(plain: datetime, nanosecond: int, passed: int) -> None:
    earlier = with_nanosecond(plain, nanosecond)
    microseconds, left = divmod(nanosecond + passed, 1_000)
    try:
        later = with_nanosecond(plain + timedelta(microseconds=microseconds), left)
    except OverflowError:
        return

    assert nanoseconds_between(earlier, later) == passed
    assert (earlier < later, earlier <= later) == (passed > 0, passed >= 0)
    assert (earlier > later, earlier >= later) == (passed < 0, passed <= 0)
    assert (earlier == later, earlier != later) == (passed == 0, passed != 0)
    assert len({earlier, later}) == (1 if passed == 0 else 2)


def test_times_of_day_are_compared_to_the_nanosecond() -> None:
    times = [time(1, 2, 4), with_nanosecond(time(1, 2, 3), 2), time(1, 2, 3), with_nanosecond(time(1, 2, 3), 1)]

    assert sorted(times) == [times[2], times[3], times[1], times[0]]
    assert with_nanosecond(time(1), 1) != time(1)
    assert with_nanosecond(time(1), 1) != "01:00"


@pytest.mark.parametrize(
    ("layout", "text"),
    [("tt:mm:ss.fffffffff", "23:59:59.000000001"), ("tt:mm:ss.ffffff", "23:59:59.123456"), ("tt:mm:ss", "23:59:59")],
)
def test_a_layout_reads_what_it_writes(layout: str, text: str) -> None:
    assert format_time(read_time(layout, text), layout) == text
    moment = read_datetime(f"DD-MM-YYYY {layout}", f"31-12-1999 {text}", NEW_YORK)
    assert format_datetime(moment, f"DD-MM-YYYY {layout}") == f"31-12-1999 {text}"


def test_people_may_write_nanoseconds() -> None:
    env = Environment(timezone=KIGALI, clock=lambda: LATER)
    found = parse_time("at 10:30:45.1234567890 sharp")

    assert found == with_nanosecond(time(10, 30, 45, 123_456), 789)
    assert parse_datetime(env, "2024-02-03 10:30:45.000000012") == with_nanosecond(
        datetime(2024, 2, 3, 10, 30, 45, tzinfo=KIGALI), 12
    )
    assert parse_datetime(env, "2024-02-03", fill_time=True) == combined(date(2024, 2, 3), LATER.time()).replace(
        hour=14, tzinfo=KIGALI
    )


@pytest.mark.parametrize("value", [LATER, with_nanosecond(time(1, 30), 5)])
def test_copies_are_as_exact(value: datetime | time) -> None:
    assert deepcopy(value) == value
    assert nanosecond_of(deepcopy(value)) == nanosecond_of(value) > 0


def test_texts_in_iso_8601_have_microseconds_unless_all_digits_are_asked_for() -> None:
    assert iso_datetime(LATER) == "2024-05-06T12:00:00.000001Z"
    assert LATER.isoformat() == "2024-05-06T12:00:00.000001007+00:00"
    assert LATER.isoformat(timespec="milliseconds") == "2024-05-06T12:00:00.000+00:00"
