"""The product itself under a real browser: a live server, people who are signed in, and axe-core on each page."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import Client
from playwright.sync_api import Browser

from tests.browser.test_islands_accessible import broken_rules
from tests.browser.watched import Watched, watched

ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts"
WIDTHS = {360: 740, 1280: 800}
LANGUAGES = ("en", "fr", "ar")
# Playwright keeps an event loop in this thread, which Django takes for a sign of asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@contextmanager
def looking(
    browser: Browser, base: str, who: Client | None = None, *, width: int = 1280, language: str = "en"
) -> Iterator[Watched]:
    """A page of a browser of this width and language, signed in as the test client is."""
    viewport = {"width": width, "height": WIDTHS.get(width, 800)}
    with watched(browser, base, viewport=viewport) as eye:
        cookies = {"django_language": language}
        if who is not None and "sessionid" in who.cookies:
            cookies["sessionid"] = who.cookies["sessionid"].value
        eye.page.context.add_cookies([{"name": n, "value": v, "url": base} for n, v in cookies.items()])
        yield eye


def assert_accessible(eye: Watched, name: str = "") -> None:
    """No WCAG 2.2 AA rule broken, nothing wider than the window, no error, no foreign request; keeps a picture."""
    eye.page.wait_for_load_state("networkidle")
    if name:
        ARTEFACTS.mkdir(exist_ok=True)
        eye.page.screenshot(path=ARTEFACTS / (re.sub(r"\W+", "_", name) + ".png"), full_page=True)
    assert broken_rules(eye.page) == [], name
    overflow = eye.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{name} is {overflow} px wider than the window"
    assert eye.problems() == [], name
