"""Remembering an answer for a moment: what a device sends in bursts need not be looked up for each of them."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.conf import settings

V = TypeVar("V")
MOST = 10_000


class Shortly(Generic[V]):
    """Keeps values for `settings.REMEMBER_S` seconds in this process (0: not at all, as in tests).

    For decisions that may be that much out of date, no longer: a device that was revoked in another process goes on
    for those seconds. Exceptions are not kept.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, V]] = {}

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of a moment ago, else a new one."""
        if not settings.REMEMBER_S:
            return make()
        found = self._kept.get(key)
        at = time.monotonic()
        if found and found[0] > at:
            return found[1]
        value = make()
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = at + settings.REMEMBER_S, value
        return value
