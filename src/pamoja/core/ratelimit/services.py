"""Counting an attempt."""

import hashlib
import hmac
import logging
import math
import sqlite3
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from pamoja.core.clock import now
from pamoja.core.problems import Problem
from pamoja.core.ratelimit.buckets import buckets
from pamoja.core.ratelimit.limits import Limit
from pamoja.core.ratelimit.problems import TOO_MANY

log = logging.getLogger(__name__)


def take(limit: Limit, caller: str, times: int = 1) -> None:
    """Count `times` attempts of a caller. Raises Problem (429, with Retry-After) when they are too many.

    `caller` is kept as a keyed hash only. When counters cannot be written the attempt is let through and logged:
    a full disk must not lock the office out.
    """
    if not 0 < times <= limit.count:
        raise ValueError(f"limit {limit.name} allows {limit.count} at once, not {times}")
    _refuse_for(_counted(limit, caller, times))


def _refuse_for(seconds: float) -> None:
    if seconds:
        retry = math.ceil(seconds)
        words = _("Wait %(seconds)d seconds, then try again.") % {"seconds": retry}
        raise Problem(TOO_MANY, words, retry_after=retry).with_headers({"Retry-After": str(retry)})


def require_room(limit: Limit, caller: str) -> None:
    """As `take`, without counting: for attempts of which only the failed ones count."""
    _refuse_for(_asked(lambda: buckets().wait(_key(limit, caller), now().timestamp(), limit.interval, limit.seconds)))


def _counted(limit: Limit, caller: str, times: int) -> float:
    cost = limit.interval * times
    return _asked(lambda: buckets().take(_key(limit, caller), now().timestamp(), cost, limit.seconds))


def _asked(ask: Callable[[], float]) -> float:
    try:
        return ask()
    except (sqlite3.Error, DatabaseError):
        log.exception("attempts cannot be counted")
        return 0.0


def _key(limit: Limit, caller: str) -> bytes:
    text = f"{limit.name}\x00{caller}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).digest()
