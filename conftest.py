"""Fixtures that every test may use: the cast; and no attempts left over from another test."""

from pamoja.core.ratelimit.testing import fresh_limits
from pamoja.core.testing.cast import cast

__all__ = ["cast", "fresh_limits"]
