"""Datetimes: now, made, moved and compared."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from pamoja.engines.environment.dates import days_between, months_between
from pamoja.engines.environment.layouts import LayoutError
from pamoja.engines.environment.nanoseconds import combined, nanoseconds_between, with_nanosecond
from pamoja.engines.environment.reading import read_datetime
from pamoja.engines.environment.zones import in_zone, localise, offset_text
from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import DATETIME, NUMBER, TEXT, TIME, WHOLE, function, optional
from pamoja.engines.excellent.values import Value, XError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NANOSECONDS = range(-(2**63), 2**63)
"""Moments since 1970 and differences lie within 292 years, as a 64-bit count of nanoseconds does."""
CLOCK_UNITS = {"s": 1, "m": 60, "h": 3_600}
"""By unit, how many seconds it is."""
CALENDAR_UNITS = {"D": (0, 1), "W": (0, 7), "M": (1, 0), "Y": (12, 0)}
"""By unit, how many months and days it is."""


def zone_named(name: str) -> tzinfo:
    """The timezone of a name like "Africa/Kigali"; UTC has none. Raises XError for a name that there is not."""
    if ".." in name or name.startswith(("/", "\\")):
        raise XError("time: invalid location name")
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        raise XError(f"unknown time zone {name}") from None


def _out_of_range() -> XError:
    """The years are 1 to 9999."""
    return XError("datetime value out of range")


def _unknown(unit: str) -> XError:
    return XError(f'unknown unit: XText("{unit}"), must be one of s, m, h, D, W, M, Y')  # to the letter of goflow


@function("now")
def now(call: Call) -> Value:
    """The present in the timezone of the environment.

    @(now()) → 2025-03-04T09:15:30.123456+02:00
    """
    return call.now()


@function("parse_datetime", TEXT, TEXT, optional(TEXT))
def parse_datetime(call: Call, text: str, format: str, timezone: str | None) -> Value:
    """A text read by a layout of its own, in the given timezone or that of the environment.

    The layout has `YY YYYY M MM D DD h hh t tt m mm s ss fff ffffff fffffffff aa AA Z ZZZ` (see `format_datetime`).
    Fractions of a second are read even where the layout has none.

    @(parse_datetime("4/3/2025", "D/M/YYYY")) → 2025-03-04T00:00:00.000000+02:00
    @(parse_datetime("03-04-25 7:05 pm", "MM-DD-YY h:mm aa")) → 2025-03-04T19:05:00.000000+02:00
    @(parse_datetime("2025-03-04 07:05", "YYYY-MM-DD tt:mm", "Asia/Kathmandu")) → 2025-03-04T07:05:00.000000+05:45
    @(parse_datetime("tomorrow", "YYYY-MM-DD")) → ERROR
    """
    zone = call.env.timezone if timezone is None else zone_named(timezone)
    try:
        return read_datetime(format, text, zone)
    except LayoutError as error:
        raise XError(str(error)) from None


@function("datetime_from_epoch", NUMBER)
def datetime_from_epoch(call: Call, seconds: Decimal) -> Value:
    """The moment so many seconds after the beginning of 1970 in UTC.

    @(datetime_from_epoch(0)) → 1970-01-01T02:00:00.000000+02:00
    @(datetime_from_epoch(1741072530.5)) → 2025-03-04T09:15:30.500000+02:00
    @(epoch(datetime_from_epoch(1741072530.123456789))) → 1741072530.123456789
    """
    nanoseconds = int(numbers.multiply(seconds, Decimal(1_000_000_000)))
    if nanoseconds not in NANOSECONDS:
        raise XError("epoch time is out of range")
    microseconds, nanosecond = divmod(nanoseconds, 1_000)
    return with_nanosecond(EPOCH + timedelta(microseconds=microseconds), nanosecond).astimezone(call.env.timezone)


@function("epoch", DATETIME)
def epoch(call: Call, date: datetime) -> Value:
    """Seconds from the beginning of 1970 in UTC, with their fraction.

    @(epoch("1970-01-02T00:00:00Z")) → 86400
    @(epoch("2025-03-04T09:15:30.250000+02:00")) → 1741072530.25
    @(epoch("never")) → ERROR
    """
    return Decimal(nanoseconds_between(EPOCH, date)).scaleb(-9)


@function("datetime_diff", DATETIME, DATETIME, TEXT)
def datetime_diff(call: Call, date1: datetime, date2: datetime, unit: str) -> Value:
    """How many whole units lie between two moments: s, m, h (time that passes), D, W, M, Y (pages of a calendar).

    @(datetime_diff("2025-01-20", "2025-03-04", "D")) → 43
    @(datetime_diff("2025-01-20", "2025-03-04", "W")) → 6
    @(datetime_diff("2019-09-01", "2025-03-04", "M")) → 66
    @(datetime_diff("2025-03-04", "2019-09-01", "Y")) → -6
    @(datetime_diff("2025-03-04 06:30", "2025-03-04 09:15", "h")) → 2
    """
    match unit:
        case "s" | "m" | "h":
            passed = nanoseconds_between(in_zone(date1, UTC), in_zone(date2, UTC))
            passed = min(max(passed, NANOSECONDS[0]), NANOSECONDS[-1])
            return Decimal(_whole_units(passed, CLOCK_UNITS[unit] * 1_000_000_000))
        case "D" | "W":
            return Decimal(_whole_units(days_between(date2, date1), CALENDAR_UNITS[unit][1]))
        case "M":
            return Decimal(months_between(date2, date1))
        case "Y":
            return Decimal(date2.year - date1.year)
    raise _unknown(unit)


def _whole_units(difference: int, unit: int) -> int:
    """Without the fraction: half an hour before is no hour."""
    units = abs(difference) // unit
    return units if difference >= 0 else -units


@function("datetime_add", DATETIME, WHOLE, TEXT, miscount="takes exactly three arguments, received {got}")
def datetime_add(call: Call, datetime: datetime, offset: int, unit: str) -> Value:
    """The moment `offset` units later: s, m, h (time that passes), D, W, M, Y (the same time of another day).

    @(datetime_add("2025-01-20", 6, "W")) → 2025-03-03T00:00:00.000000+02:00
    @(datetime_add("2025-03-04 09:15", -90, "m")) → 2025-03-04T07:45:00.000000+02:00
    @(datetime_add("2025-01-31", 1, "M")) → 2025-03-03T00:00:00.000000+02:00
    @(datetime_add("2025-03-04", 2, "weeks")) → ERROR
    """
    if unit in CALENDAR_UNITS:
        months, days = CALENDAR_UNITS[unit]
        return moved(datetime, offset * months, offset * days)
    if unit not in CLOCK_UNITS:
        raise _unknown(unit)
    try:
        return (datetime.astimezone(UTC) + timedelta(seconds=offset * CLOCK_UNITS[unit])).astimezone(datetime.tzinfo)
    except OverflowError:
        raise _out_of_range() from None


def moved(moment: datetime, months: int = 0, days: int = 0) -> datetime:
    """The same time of day so many months and days later; a day beyond the month's last is one of the next month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    try:
        first = moment.replace(year=year, month=month + 1, day=1, tzinfo=None)
        return localise(first + timedelta(days=moment.day - 1 + days), moment.tzinfo or UTC)
    except (ValueError, OverflowError):
        raise _out_of_range() from None


@function("replace_time", DATETIME, TIME)
def replace_time(call: Call, datetime: datetime, time: time) -> Value:
    """The same day at another time.

    @(replace_time(today(), "08:00")) → 2025-03-04T08:00:00.000000+02:00
    @(replace_time("2025-03-04T22:15:00Z", time(6))) → 2025-03-04T06:00:00.000000Z
    @(replace_time("never", "08:00")) → ERROR
    """
    try:
        return localise(combined(datetime.date(), time), datetime.tzinfo or UTC)
    except OverflowError:
        raise _out_of_range() from None


@function("tz", DATETIME)
def tz(call: Call, date: datetime) -> Value:
    """The name of the timezone; a moment that was written with an offset other than Z has none.

    @(tz(now())) → Africa/Kigali
    @(tz("2025-03-04T07:15:00Z")) → UTC
    @(tz("2025-03-04T07:15:00+03:00")) →
    @(tz("never")) → ERROR
    """
    if isinstance(date.tzinfo, ZoneInfo):
        return date.tzinfo.key
    return "UTC" if date.tzinfo == UTC else ""


@function("tz_offset", DATETIME)
def tz_offset(call: Call, date: datetime) -> Value:
    """The offset of the timezone from UTC at that moment.

    @(tz_offset(now())) → +0200
    @(tz_offset("2025-03-04T07:15:00Z")) → +0000
    @(tz_offset("2025-03-04T07:15:00+05:45")) → +0545
    @(tz_offset("never")) → ERROR
    """
    return offset_text(date).replace(":", "")
