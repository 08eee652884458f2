"""Dates: today, made, and their place in week and year."""

from datetime import date, timedelta
from decimal import Decimal

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import DATE, WHOLE, function
from pamoja.engines.excellent.values import Value, XError

MONTHS = range(1, 13)


@function("date_from_parts", WHOLE, WHOLE, WHOLE)
def date_from_parts(call: Call, year: int, month: int, day: int) -> Value:
    """A date from its parts. A day beyond the month's last is one of the next month.

    @(date_from_parts(2025, 3, 4)) → 2025-03-04
    @(date_from_parts(2024, 2, 30)) → 2024-03-01
    @(date_from_parts(2025, 0, 4)) → ERROR
    """
    if month not in MONTHS:
        raise XError("invalid value for month, must be 1-12")
    try:
        return date(year, month, 1) + timedelta(days=day - 1)
    except (ValueError, OverflowError):
        raise XError("date value out of range") from None


@function("today")
def today(call: Call) -> Value:
    """The day that it is in the timezone of the environment.

    @(today()) → 2025-03-04
    """
    return call.now().date()


@function("weekday", DATE)
def weekday(call: Call, date: date) -> Value:
    """The day of the week: 0 for Sunday to 6 for Saturday.

    @(weekday("2025-03-02")) → 0
    @(weekday(today())) → 2
    @(weekday("market day")) → ERROR
    """
    return Decimal(date.isoweekday() % 7)


@function("week_number", DATE)
def week_number(call: Call, date: date) -> Value:
    """The number of the week (1 to 54). Weeks begin on Sunday, and that of January 1 is the first.

    @(week_number("2025-01-01")) → 1
    @(week_number(today())) → 10
    @(week_number("harvest")) → ERROR
    """
    day_of_year = date.timetuple().tm_yday
    return Decimal((day_of_year - 1 - date.isoweekday() % 7 + 7) // 7 + 1)
