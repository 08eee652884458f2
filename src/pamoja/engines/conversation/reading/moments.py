"""Dates and times as people write them: 25/3/2026, 25 March 2026, yesterday, 2:30 pm."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from pamoja.engines.conversation.reading.numbers import plain_digits
from pamoja.engines.conversation.words.base import Words
from pamoja.engines.text.fold import fold

NUMBERS = re.compile(r"(\d{1,4})\s*[-/., ]\s*(\d{1,2})\s*[-/., ]\s*(\d{1,4})")
KEYS = re.compile(r"(\d{2})(\d{2})(\d{4})")
NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er)? )?(?:de |of )?(.+?) (\d{4}|\d{2})")
MONTH_FIRST = re.compile(r"(.+?) (\d{1,2})(?:st|nd|rd|th)? (\d{4}|\d{2})")
MONTH = re.compile(r"(\d{1,2})\s*[-/. ]?\s*(\d{4})|(\d{4})\s*[-/. ]\s*(\d{1,2})")
CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?(?::\d{2})?)?|(\d{2})(\d{2})")
YEAR_LENGTH = 4
LONGEST_MOMENT = 100
YOUNGEST, CENTURY = 10, 100
"""A year of two digits is of this century up to so many years from now, else of the last."""


def day(text: str, words: Words, now: datetime) -> date | None:
    """A date. Of two numbers that could both be the day, the first is."""
    written = plain_digits(text)
    folded = fold(written)
    days = {fold(word): distance for word, distance in words.days.items()}
    if folded in days:
        return now.date() + timedelta(days=days[folded])
    if found := KEYS.fullmatch(written):
        return _date(found[3], found[2], found[1], now)
    if found := NUMBERS.fullmatch(written):
        return _of_numbers(found[1], found[2], found[3], now)
    return _named(folded, words, now)


def _of_numbers(first: str, second: str, third: str, now: datetime) -> date | None:
    if len(first) == YEAR_LENGTH:
        return _date(first, second, third, now)
    made = _date(third, second, first, now)
    return made if made is not None else _date(third, first, second, now)


def _named(folded: str, words: Words, now: datetime) -> date | None:
    if (found := NAMED.fullmatch(folded)) and found[1] and (month := words.by_month.get(found[2])):
        return _date(found[3], str(month), found[1], now)
    if (found := MONTH_FIRST.fullmatch(folded)) and (month := words.by_month.get(found[1])):
        return _date(found[3], str(month), found[2], now)
    return None


def _date(year: str, month: str, of_month: str, now: datetime) -> date | None:
    if len(year) not in (2, YEAR_LENGTH) or int(year) == 0 and len(year) == YEAR_LENGTH:
        return None
    try:
        return date(_full(int(year), now) if len(year) == 2 else int(year), int(month), int(of_month))
    except ValueError:
        return None


def _full(year: int, now: datetime) -> int:
    century = now.year - now.year % CENTURY
    made = century + year
    return made if made <= now.year + YOUNGEST else made - CENTURY


def month(text: str, words: Words, now: datetime) -> date | None:
    """The first day of a month: 3/2026, 2026-03, March 2026."""
    written = plain_digits(text)
    if found := MONTH.fullmatch(written):
        return _date(found[2] or found[3], found[1] or found[4], "1", now)
    if (found := NAMED.fullmatch(fold(written))) and not found[1] and (number := words.by_month.get(found[2])):
        return _date(found[3], str(number), "1", now)
    return None


def year(text: str, now: datetime) -> date | None:
    """The first day of a year."""
    written = plain_digits(text)
    return _date(written, "1", "1", now) if len(written) == YEAR_LENGTH and written.isdecimal() else None


def clock(text: str, words: Words, now: datetime) -> time | None:
    """A time of day: 14:30, 14h30, 1430, 2:30 pm, now."""
    written = plain_digits(text).casefold()
    if fold(written) in {fold(word) for word in words.now}:
        return now.time().replace(second=0, microsecond=0)
    half = None
    for word, hours in words.halves.items():
        if _joined(written).endswith(_joined(word)):
            half, written = hours, _digits(written)
            break
    found = CLOCK.fullmatch(written.strip())
    return _time(found, half) if found else None


def _joined(text: str) -> str:
    return fold(text).replace(" ", "")


def _digits(written: str) -> str:
    """What stands before the word for the half of the day."""
    kept = written
    while kept and not kept[-1].isdigit():
        kept = kept[:-1]
    return kept


def _time(found: re.Match[str], half: int | None) -> time | None:
    hours, minutes = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + half
    elif found[1] and ":" not in found[0] and "h" not in found[0] and "." not in found[0]:
        return None  # a bare number is no time
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def moment(text: str, words: Words, now: datetime) -> datetime | None:
    """A date with a time, in the zone of `now`."""
    written = plain_digits(text).strip()
    if len(written) > LONGEST_MOMENT:
        return None  # each space is tried as the one between date and time
    if fold(written) in {fold(word) for word in words.now}:
        return now.replace(second=0, microsecond=0)
    if re.fullmatch(r"\d{12}", written):
        written = f"{written[:8]} {written[8:]}"
    for cut in (each.start() for each in re.finditer(r"[\sT]", written)):
        at, on = clock(written[cut + 1 :], words, now), day(written[:cut].rstrip(" ,"), words, now)
        if at is not None and on is not None:
            return datetime.combine(on, at, now.tzinfo)
    return None
