"""The product itself under a real browser: a live server, people who are signed in, and axe-core on each page."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from pamoja.core.accounts.models import User
from pamoja.core.testing.cast import PASSWORD
from tests.browser.test_islands_accessible import broken_rules
from tests.browser.watched import Watched, watched

ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts"
WIDTHS = {360: 740, 1280: 800}
LANGUAGES = ("en", "fr", "ar")
# Every island has started, the form to fill in stands, and the letters are there: what one waits for before looking.
SETTLED = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const islands = [...document.querySelectorAll('[data-map-src], [data-map-layers], [data-chart-src], #webform')];
  if (islands.some((one) => !['ready', 'failed'].includes(one.dataset.island))) return false;
  if (islands.some((one) => one.querySelector('.maplibregl-canvas') && !one.dataset.mapDrawn)) return false;
  if (document.querySelector('#webform') && !document.querySelector('.odk-form .question-container')) return false;
  return document.fonts.status === 'loaded' && document.readyState === 'complete';
}"""
# As the button in the frame does it, without the cookie.
DARKEN = """() => {
  document.documentElement.dataset.bsTheme = 'dark';
  document.dispatchEvent(new CustomEvent('pamoja:theme', { detail: 'dark' }));
}"""
SLOWEST = 60_000  # milliseconds: the first page of a cold server on a busy machine
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Playwright keeps an event loop in this thread, which Django takes for a sign of asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@contextmanager
def looking(
    browser: Browser, base: str, who: Client | None = None, *, width: int = 1280, language: str = "en"
) -> Iterator[Watched]:
    """A page of a browser of this width and language, signed in as the test client is."""
    viewport = {"width": width, "height": WIDTHS.get(width, 800)}
    with watched(browser, base, viewport=viewport) as eye:
        session = who.cookies["sessionid"].value if who is not None and "sessionid" in who.cookies else ""
        eye.page.set_default_timeout(SLOWEST)
        become(eye.page, base, session, language)
        yield eye


def client_of(user: User) -> Client:
    """A test client in which the person has signed in."""
    client = Client()
    client.force_login(user)
    return client


def sign_in(page: Page, base: str, email: str) -> None:
    """Sign in as people do, on the page."""
    page.goto(base + reverse("account_login"))
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url(lambda url: "login" not in url)


def become(page: Page, base: str, session: str, language: str) -> None:
    """Let a page's browser be of this person and language, and of nobody before."""
    page.context.clear_cookies()
    cookies = {"django_language": language} | ({"sessionid": session} if session else {})
    page.context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])


def assert_accessible(eye: Watched, name: str = "") -> None:
    """No fault on the page; keeps a picture when it has a name."""
    assert faults(eye, name) == [], name


def faults(eye: Watched, name: str = "") -> list[str]:
    """WCAG 2.2 AA rules that are broken, what is wider than the window, errors, foreign requests; keeps a picture."""
    eye.page.wait_for_function(SETTLED)
    eye.page.evaluate("scrollTo(0, 0)")  # sending a form leaves the page where it was
    if name:
        keep_picture(eye.page, name)
    found = [f"{one['rule']}: {' | '.join(one['where'])}" for one in broken_rules(eye.page)]
    overflow = eye.page.evaluate(OVERFLOW)
    return found + ([f"{overflow} px wider than the window"] if overflow > 0 else []) + eye.problems()


def faults_in_the_dark(eye: Watched) -> list[str]:
    """What cannot be read once the page that stands there has turned dark."""
    eye.page.evaluate(DARKEN)
    eye.page.wait_for_function(SETTLED)
    return [f"{one['rule']}: {' | '.join(one['where'])}" for one in broken_rules(eye.page, only=["color-contrast"])]


def keep_picture(page: Page, name: str) -> None:
    """The whole page in the artefacts of the run. As JPEG: it is written in half the time of PNG, a thousand times."""
    ARTEFACTS.mkdir(exist_ok=True)
    path = ARTEFACTS / (re.sub(r"\W+", "_", name) + ".jpg")
    page.screenshot(path=path, full_page=True, type="jpeg", quality=70)
