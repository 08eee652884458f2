"""Dates and times written and read by layouts; expectations checked against gocommon."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pamoja.engines.environment.layouts import LayoutError, format_date, format_datetime, format_time, is_layout, kept
from pamoja.engines.environment.reading import read_date, read_datetime, read_time
from pamoja.engines.environment.zones import iso_datetime

MOMENT = datetime(2009, 3, 8, 5, 7, 9, 45_678, tzinfo=UTC)


@pytest.mark.parametrize(
    ("layout", "locale", "written"),
    [
        ("YYYY-MM-DD tt:mm:ss.fffZ", "", "2009-03-08 05:07:09.045Z"),
        ("D/M/YY h:m:s aa", "", "8/3/09 5:7:9 am"),
        ("EEEE, D MMMM YYYY", "eng", "Sunday, 8 March 2009"),
        ("EEEE, D MMMM YYYY", "fra-RW", "dimanche, 8 mars 2009"),
        ("EEE MMM hh AA", "spa-EC", "dom mar 05 AM"),
        ("ffffff fffffffff t ZZZ", "", "045678 045678000 5 +00:00"),
    ],
)
def test_a_moment_is_written_in_the_language_of_a_locale(layout: str, locale: str, written: str) -> None:
    assert format_datetime(MOMENT, layout, locale) == written


def test_an_offset_is_written_in_hours_and_minutes() -> None:
    here = MOMENT.astimezone(ZoneInfo("America/St_Johns"))

    assert format_datetime(here, "tt:mm Z") == "02:37 -02:30"
    assert iso_datetime(here) == "2009-03-08T02:37:09.045678-02:30"


def test_midnight_by_one_digit_is_nothing() -> None:
    assert format_time(time(0, 5), "t:mm") == ":05"


@pytest.mark.parametrize(
    ("layout", "kind", "to_read", "is_one"),
    [
        ("YYYY-MM-DD", "date", True, True),
        ("MMMM", "date", False, True),
        ("MMMM", "date", True, False),
        ("YYYYYY", "date", False, False),
        ("tt:mm", "date", False, False),
        ("tt:mm Z", "time", False, False),
        ("tt|mm", "time", False, False),
    ],
)
def test_a_layout_has_only_sequences_of_its_kind(layout: str, kind: str, to_read: bool, is_one: bool) -> None:
    assert is_layout(layout, kind, to_read=to_read) is is_one  # type: ignore[arg-type]


def test_the_first_wrong_sequence_is_named() -> None:
    with pytest.raises(LayoutError, match="^'tt' is not valid in a date formatting layout$"):
        format_date(date(2009, 3, 8), "YYYY tt qq")


def test_whole_texts_are_read_by_a_layout() -> None:
    kigali = ZoneInfo("Africa/Kigali")

    assert read_date("DD.MM.YY", "08.03.69") == date(1969, 3, 8)
    assert read_time("h:mm aa", "12:05 am") == time(0, 5)
    assert iso_datetime(read_datetime("D/M/YYYY tt:mm", "8/3/2009 5:07", kigali)) == "2009-03-08T05:07:00.000000+02:00"
    assert format_datetime(read_datetime("tt:mm D M", "10:30 29 2", kigali), "h:mm aa D MMMM") == "10:30 am 29 February"
    assert iso_datetime(read_datetime("YYYY tt:mm:ssZ", "2009 05:07:09,5Z", kigali)) == "2009-01-01T05:07:09.500000Z"


@pytest.mark.parametrize(
    ("layout", "text", "says"),
    [
        ("D/MM/YYYY", "1/3/2021", "cannot parse '3/2021' as 'MM'"),
        ("D/M/YYYY", "1-3-2021", "cannot parse '-3-2021' as '/'"),
        ("D/M/YYYY", "1/3/2021 x", "cannot parse ' x' as ''"),
        ("D/M/YYYY", "1/13/2021", "cannot parse '/2021' as 'M'"),
        ("D/M/YYYY", "30/2/2021", "cannot parse '' as ''"),
        ("D MMMM", "1 March", "'MMMM' is not valid in a date parsing layout"),
    ],
)
def test_what_does_not_fit_is_named(layout: str, text: str, says: str) -> None:
    with pytest.raises(LayoutError) as caught:
        read_date(layout, text)
    assert str(caught.value) == says


def test_only_what_was_made_of_short_layouts_is_kept() -> None:
    made: list[str] = []
    make = kept(lambda layout: made.append(layout))
    for layout in ("DD", "DD", "D " * 100, "D " * 100):
        make(layout)

    assert made == ["DD", "D " * 100, "D " * 100]
