"""Moments as JSON text."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pamoja.engines.flows.times import read_time, time_text


@pytest.mark.parametrize(
    "text",
    [
        "2025-05-04T12:30:45Z",
        "2025-05-04T12:30:45.5Z",
        "2025-05-04T12:30:45.000001Z",
        "2025-05-04T12:30:45.12345678Z",
        "2025-05-04T12:30:45.000000009+05:30",
        "2025-05-04T12:30:40-03:00",
    ],
)
def test_a_moment_is_written_as_it_was_read(text: str) -> None:
    assert time_text(read_time(text)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2025-05-04T12:30:45.100000000Z", "2025-05-04T12:30:45.1Z"),
        ("2025-05-04T12:30:45.1234567899Z", "2025-05-04T12:30:45.123456789Z"),
        ("2025-05-04T12:30:45.120+00:00", "2025-05-04T12:30:45.12Z"),
    ],
)
def test_superfluous_digits_are_left_out(text: str, written: str) -> None:
    assert time_text(read_time(text)) == written


def test_seconds_of_an_old_offset_are_left_out() -> None:
    local = datetime(1900, 1, 1, tzinfo=UTC).astimezone(ZoneInfo("Africa/Nairobi"))

    assert time_text(local) == "1900-01-01T02:27:16+02:27"


@pytest.mark.parametrize("text", ["2025-05-04T12:30:45", "yesterday", ""])
def test_what_has_no_offset_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="time without offset|Invalid isoformat"):
        read_time(text)
