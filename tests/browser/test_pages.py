"""Every page under axe-core, on a phone and on a desk, in three languages; its colours in the dark too."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.browser.live import LANGUAGES, WIDTHS, become, faults, faults_in_the_dark
from tests.browser.looked_at import LookedAt
from tests.browser.pages import PAGES
from tests.browser.scene import Scene, make_scene
from tests.browser.watched import Watched, watched

# Not transactional: on SQLite the server shares the test's connection, and what a look writes is rolled back.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# Nobody has to prove again who they are while the pages are looked at one after another.
SETTINGS = {"ROOT_URLCONF": "tests.browser.site_urls", "ACCOUNT_REAUTHENTICATION_TIMEOUT": 3600, "ALLOWED_HOSTS": ["*"]}
Windows = dict[str, Watched]


@dataclass(frozen=True)
class Site:
    """The product at work: its address, and what there is to see."""

    base: str
    scene: Scene


@pytest.fixture(scope="module")
def site(browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """One server and one scene for all looks, which change nothing that another look shows; then an empty database."""
    with django_db_blocker.unblock(), override_settings(**SETTINGS):
        scene, server = make_scene(), LiveServer("localhost")
        yield Site(str(server.url), scene)
        _let_answer()
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


def _let_answer() -> None:
    """Wait for the threads that still hold a connection of a window just closed."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)


@pytest.fixture(scope="module")
def windows(browser: Browser, site: Site) -> Iterator[Windows]:
    """A browser window for each language, which keeps the files that all pages share."""
    with ExitStack() as stack:
        calm = {"reduced_motion": "reduce"}  # no colour is caught on its way to another
        yield {language: stack.enter_context(watched(browser, site.base, **calm)) for language in LANGUAGES}


def look(site: Site, eye: Watched, looked_at: LookedAt, language: str) -> dict[str, list[str]]:
    """What is wrong with a page in one language: it is fetched once, on a phone, and then turned wide."""
    become(eye.page, site.base, site.scene.sessions[looked_at.who], language)
    eye.forget()
    widen(eye.page, min(WIDTHS))
    if wrong := arrive(site, eye, looked_at):
        return {f"{looked_at}-{language}": wrong}
    spoken = eye.page.locator("html").get_attribute("lang")
    expected = "en" if looked_at.is_in_all_languages else language
    found = {f"{looked_at}-{language}": [] if spoken == expected else [f"speaks {spoken}"]}
    for width in WIDTHS:
        widen(eye.page, width)
        name = f"{looked_at}-{width}-{language}"
        found[name] = faults(eye, name)
    if language == LANGUAGES[0]:  # colours are the same in every language
        found[f"{looked_at}-dark"] = faults_in_the_dark(eye)
    return found


def widen(page: Page, width: int) -> None:
    """Let the window have one of the `WIDTHS`."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})


def arrive(site: Site, eye: Watched, looked_at: LookedAt) -> list[str]:
    """Go there, and do what is to be done there."""
    answer = eye.page.goto(site.base + looked_at.address(site.scene.rows))
    assert answer
    if looked_at.act:
        with eye.page.expect_navigation() as arrived:
            looked_at.act(eye.page)
        answer = arrived.value
    status, has_moved = answer.status, answer.request.redirected_from is not None
    eye.expect(status)
    is_there = (status, has_moved) == (looked_at.status, looked_at.is_moved)
    return [] if is_there else [f"answered {status} at {eye.page.url}"]


@pytest.mark.parametrize("looked_at", PAGES, ids=str)
def test_a_page_is_accessible(site: Site, windows: Windows, looked_at: LookedAt) -> None:
    found: dict[str, list[str]] = {}
    for language, eye in windows.items():
        found |= look(site, eye, looked_at, language)
    wrong = {name: faults for name, faults in found.items() if faults}
    assert wrong == {}, "\n".join(f"{name}: {faults}" for name, faults in wrong.items())
