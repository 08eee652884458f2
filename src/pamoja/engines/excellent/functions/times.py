"""Times of day: made and read."""

from datetime import time

from pamoja.engines.environment.layouts import LayoutError
from pamoja.engines.environment.reading import read_time
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import TEXT, WHOLE, function
from pamoja.engines.excellent.values import Value, XError

LIMITS = {"hour": range(24), "minute": range(60), "second": range(60)}


@function("parse_time", TEXT, TEXT)
def parse_time(call: Call, text: str, format: str) -> Value:
    """A text read by a layout of its own.

    The layout has `h hh t tt m mm s ss fff ffffff fffffffff aa AA` (see `format_time`).

    @(parse_time("07-15", "tt-mm")) → 07:15:00.000000
    @(parse_time("7:15 pm", "h:mm aa")) → 19:15:00.000000
    @(parse_time("sunrise", "tt:mm")) → ERROR
    """
    try:
        return read_time(format, text)
    except LayoutError as error:
        raise XError(str(error)) from None


@function("time_from_parts", WHOLE, WHOLE, WHOLE)
def time_from_parts(call: Call, hour: int, minute: int, second: int) -> Value:
    """A time of day from its parts.

    @(time_from_parts(7, 15, 30)) → 07:15:30.000000
    @(time_from_parts(24, 0, 0)) → ERROR
    """
    for (name, allowed), value in zip(LIMITS.items(), (hour, minute, second), strict=True):
        if value not in allowed:
            raise XError(f"invalid value for {name}, must be 0-{allowed[-1]}")
    return time(hour, minute, second)
