"""Every page under axe-core, on a phone and on a desk, in three languages."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.browser.live import LANGUAGES, WIDTHS, become, faults
from tests.browser.local_site import BUILT
from tests.browser.looked_at import LookedAt
from tests.browser.pages import PAGES
from tests.browser.scene import Scene, make_scene
from tests.browser.watched import Watched, watched

# Not transactional: on SQLite the server shares the test's connection, and what a look writes is rolled back.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# Nobody has to prove again who they are while the pages are looked at one after another.
SETTINGS = {"ROOT_URLCONF": "tests.browser.site_urls", "ACCOUNT_REAUTHENTICATION_TIMEOUT": 3600, "ALLOWED_HOSTS": ["*"]}
Windows = dict[tuple[int, str], Watched]


@dataclass(frozen=True)
class Site:
    """The product at work: its address, and what there is to see."""

    base: str
    scene: Scene


@pytest.fixture(scope="module")
def site(browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """One server and one scene for all looks, which change nothing that another look shows; then an empty database."""
    if not (BUILT / ".stamp").exists():
        pytest.skip("the browser files are not built: npm run build")
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
    """A browser window for each width and language, which keeps the files that all pages share."""
    with ExitStack() as stack:
        yield {
            (width, language): stack.enter_context(
                watched(browser, site.base, viewport={"width": width, "height": height})
            )
            for width, height in WIDTHS.items()
            for language in LANGUAGES
        }


def look(site: Site, eye: Watched, looked_at: LookedAt, language: str, name: str) -> list[str]:
    """One look: what is wrong with the page."""
    become(eye.page, site.base, site.scene.sessions[looked_at.who], language)
    eye.forget()
    answer = eye.page.goto(site.base + looked_at.address(site.scene.rows))
    assert answer
    if looked_at.act:
        with eye.page.expect_navigation() as arrived:
            looked_at.act(eye.page)
        answer = arrived.value
    status, has_moved = answer.status, answer.request.redirected_from is not None
    if (status, has_moved) != (looked_at.status, looked_at.is_moved):
        return [f"answered {status} at {eye.page.url}"]
    eye.expect(status)
    spoken = eye.page.locator("html").get_attribute("lang")
    expected = "en" if looked_at.is_in_all_languages else language
    return ([] if spoken == expected else [f"speaks {spoken}"]) + faults(eye, name)


@pytest.mark.parametrize("looked_at", PAGES, ids=str)
def test_a_page_is_accessible(site: Site, windows: Windows, looked_at: LookedAt) -> None:
    found: dict[str, list[str]] = {}
    for (width, language), eye in windows.items():
        name = f"{looked_at}-{width}-{language}"
        found |= {name: wrong} if (wrong := look(site, eye, looked_at, language, name)) else {}
    assert found == {}, "\n".join(f"{name}: {wrong}" for name, wrong in found.items())
