"""Whatever people write, nothing here breaks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from pamoja.engines.environment import Environment
from pamoja.engines.environment.collation import TRANSFORMS, collated
from pamoja.engines.environment.dates import ORDERS, parse_date, parse_datetime, parse_time
from pamoja.engines.environment.layouts import LayoutError, format_datetime
from pamoja.engines.environment.locations import LocationTree
from pamoja.engines.environment.nanoseconds import nanosecond_of, nanoseconds_between
from pamoja.engines.environment.reading import read_datetime
from pamoja.engines.environment.tokens import word_segments, words
from pamoja.engines.environment.zones import iso_datetime

NOW = datetime(2018, 9, 13, 13, 36, 30, 123456, UTC)
ZONES = ("UTC", "America/New_York", "Pacific/Apia", "Pacific/Kiritimati")
dates = some.text("0123456789-/. :TZ+apm", max_size=30) | some.text(max_size=30)
layouts = some.text("YMDEfhtmsaAZ -:.,T_/", max_size=12)


@given(dates, some.sampled_from(list(ORDERS)), some.sampled_from(ZONES))
@example("0001-01-01", "YYYY-MM-DD", "Pacific/Kiritimati")
@example("9999-12-31T23:59:59-12:00", "YYYY-MM-DD", "Pacific/Kiritimati")
@example("1-1-2018 10:00:00.123456789", "DD-MM-YYYY", "UTC")
@example("1-1-2018 24:00:00." + "0" * 5_000, "DD-MM-YYYY", "UTC")
def test_any_text_is_a_date_or_is_none(text: str, date_format: str, zone: str) -> None:
    env = Environment(date_format=date_format, timezone=ZoneInfo(zone), clock=lambda: NOW)

    found = parse_datetime(env, text, fill_time=True)
    assert (found is None) == (parse_date(env, text) is None) or "T" in text or text[:4] in ("0001", "9999")
    parse_time(text)
    if found:
        written = datetime.fromisoformat(iso_datetime(found))
        assert nanoseconds_between(written, found) == nanosecond_of(found)


@given(layouts, dates, some.sampled_from(ZONES))
def test_any_layout_reads_what_it_wrote_or_says_why_not(layout: str, text: str, zone: str) -> None:
    try:
        read_datetime(layout, text, ZoneInfo(zone))
    except LayoutError as error:
        assert str(error)
    try:
        assert isinstance(format_datetime(NOW, layout), str)
    except LayoutError as error:
        assert "layout" in str(error)


@given(some.datetimes(timezones=some.sampled_from([UTC])), some.sampled_from(ZONES))
def test_a_moment_written_in_full_is_read_back(moment: datetime, zone: str) -> None:
    layout = "YYYY-MM-DDTtt:mm:ss.ffffffZ"
    try:
        here = moment.astimezone(ZoneInfo(zone))
    except OverflowError:
        return
    if here.utcoffset() and here.utcoffset().seconds % 60:  # type: ignore[union-attr]
        return  # before there were zones, clocks were set by the sun to the second
    assert read_datetime(layout, format_datetime(here, layout), here.tzinfo or UTC) == moment


@given(some.text())
def test_any_text_has_words_and_collations(text: str) -> None:
    assert all(word in text for word in words(text) + word_segments(text))
    for collation in TRANSFORMS:
        assert isinstance(collated(collation, text), str)


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@given(text=some.text())
def test_any_text_is_a_place_or_none(level: int, text: str) -> None:
    tree = LocationTree.from_json([{"name": "Rwanda", "children": [{"name": "Kigali City"}]}])

    assert all(found.level == level or ">" in text for found in tree.find_fuzzy(text, level))
