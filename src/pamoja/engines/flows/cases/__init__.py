"""The tests of switch routers: `has_any_word`, `has_number_between` and their kin, each also a function of expressions.

A test answers with an object that is true or false and has what it matched; see `results`.
"""

from pamoja.engines.flows.cases import categories, dates, groups, numbers, phones, places, texts, words
from pamoja.engines.flows.cases.registry import TESTS

MODULES = (categories, dates, groups, numbers, phones, places, texts, words)
"""Importing them registers the tests."""

__all__ = ["TESTS"]
