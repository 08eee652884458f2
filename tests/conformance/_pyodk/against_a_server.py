"""A pytest plugin for pyodk's own tests: turn on those that want a real server, and tell how each test ended.

It is loaded before the tests (`-p against_a_server`), in the interpreter of the checkout. They are switched off there
by `skipUnless(False, reason="Requires Central instance.")`: this one switch is turned.
"""

import json
import unittest
from collections.abc import Callable
from typing import Any

import pytest

REASON = "Requires Central instance."
usual = unittest.skipUnless


def skip_unless(condition: object, reason: str) -> Callable[[Any], Any]:
    """As unittest's, but what waits for a server runs."""
    return usual(condition or reason == REASON, reason)


unittest.skipUnless = skip_unless


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A line of JSON for each test, when it ends or its preparation fails; parts of a test are told with the whole."""
    if type(report) is not pytest.TestReport:
        return
    if report.when == "call" or (report.when == "setup" and not report.passed):
        why = report.longrepr.reprcrash.message if hasattr(report.longrepr, "reprcrash") else str(report.longrepr or "")
        line = {"outcome": report.outcome, "name": report.nodeid, "why": why}
        print("\n" + json.dumps(line), flush=True)
