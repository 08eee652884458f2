"""What values are compared as: text without regard to case, tokens of names, days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pamoja.engines.environment import Environment
from pamoja.engines.environment.dates import parse_datetime
from pamoja.engines.environment.numbers import plain_number
from pamoja.engines.environment.tokens import word_segments
from pamoja.engines.environment.zones import localise
from pamoja.engines.text.cases import lower, trimmed

MIN_NAME_TOKEN = 2
"""Bytes of a token of a name that is worth looking for: one letter is too little unless it is beyond ASCII."""
MIN_URN_PART = 3
"""Bytes of a part of a URN that is worth looking for."""
NAME_PREFIX = 8
"""Characters by which tokens of names are compared."""
CACHED = 4_096
"""Values that are kept ready: those in queries of groups are asked for with every message."""
_ISO_DATE = re.compile(r"[ \n\r\t]*([0-9]{4}-[0-9]{2}-[0-9]{2})")
_DAY = timedelta(hours=24)
_LAST = datetime.max.replace(tzinfo=UTC)


class Day(NamedTuple):
    """The moments of a day, the end not among them."""

    start: datetime
    end: datetime


def size(text: str) -> int:
    """The length in bytes of UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def folded(text: str) -> str:
    """The form in which texts are compared."""
    return trimmed(lower(text))


def name_tokens(text: str) -> list[str]:
    """The words of a name (UAX 29) that are long enough."""
    return [token for token in word_segments(text) if size(token) >= MIN_NAME_TOKEN]


def name_prefixes(text: str) -> tuple[str, ...]:
    """What words of names are compared by: their first letters."""
    return tuple(token[:NAME_PREFIX] for token in name_tokens(folded(text)))


wanted_prefixes = lru_cache(maxsize=CACHED)(name_prefixes)
"""The same for the value of a condition; names of contacts are not kept."""


@lru_cache(maxsize=CACHED)
def wanted_number(text: str) -> Decimal:
    """The number that the value of a condition is; NumberError if it is none."""
    return plain_number(text)


def day_of(environment: Environment, text: str) -> Day | None:
    """The day that the value of a condition is, or None: 24 hours from midnight in the timezone of the date."""
    year = 0 if _is_iso(text) else environment.clock().year
    return _day_of(environment.timezone, environment.date_format, year, text)


def _is_iso(text: str) -> bool:
    """Whether the date is the same wherever and whenever it is read."""
    match = _ISO_DATE.match(text)
    try:
        return match is not None and bool(date.fromisoformat(match[1]))
    except ValueError:
        return False


@lru_cache(maxsize=CACHED)
def _day_of(zone: tzinfo, date_format: str, year: int, text: str) -> Day | None:
    """The same when all it depends on is known: `year` is the present one, 0 where it does not matter."""
    present = datetime(year or 1, 7, 1, tzinfo=UTC)
    moment = parse_datetime(Environment(date_format=date_format, timezone=zone, clock=lambda: present), text)
    if moment is None or moment.tzinfo is None:
        return None
    midnight = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    try:
        start = localise(midnight, moment.tzinfo).astimezone(UTC)
    except OverflowError:
        return None
    return Day(start, start + _DAY if start < _LAST - _DAY else _LAST)
