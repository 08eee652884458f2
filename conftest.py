"""Fixtures that every test may use: the cast."""

from pamoja.core.testing.cast import cast

__all__ = ["cast"]
