"""The register in a real browser: every page is accessible in every language and width, and the search finds."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect

from pamoja.apps.people import services
from pamoja.apps.people.jobs import check_sheet
from pamoja.core.jobs.services import start_job
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser.local_site import BUILT
from tests.browser.watched import Watched, watched

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
SHOTS = ROOT / "test-artefacts/people"
SLOWEST = 60_000  # milliseconds: the first page of a cold server on a busy machine
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHEET = b"Full name,Sex,Born\nAwa Example,F,2011\nMusa Example,maybe,soon\n"

# Playwright keeps an event loop in this thread, and Django would take the test itself for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(cast: Cast) -> dict[str, str]:
    """A small register, and the address of each kind of page."""
    if not BUILT.exists() or not AXE.exists():
        pytest.skip("the browser files are not built: npm run build")
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        names = [{"full": "Fatouma Example", "language": "fr"}, {"full": "فاطمة", "language": "ar"}]
        fields = {"sex": "female", "birth_date": "2010-05-06", "functioning": {"seeing": 3}, "languages": ["fr"]}
        one = services.register_person(amina, {"names": names, **fields})
        twin = services.register_person(amina, {"names": [{"full": "Fatuma Example"}], "sex": "female"})
        services.add_identifier(amina, one, "passport", "MWI", "A1")
        services.add_contact_point(amina, one, "phone", "0999123456", is_preferred=True)
        services.give_consent(amina, one, "sharing", recipient="Agency B")
        household = services.create_household(amina, "HH-1")
        services.add_member(amina, household, one, "head", "primary")
        fresh = services.open_import(amina, SHEET, "people.csv")
        checked = services.map_import(amina, services.open_import(amina, SHEET, "people.csv"), fresh.mapping)
        start_job(amina, check_sheet, source=str(checked.public_id))
    person = f"/people/{one.public_id}/"
    return {
        "list": "/people/",
        "new": "/people/new/",
        "person": person,
        "edit": f"{person}edit/",
        "erase": f"{person}erase/",
        "merge": f"{person}merge/{twin.public_id}/",
        "households": "/people/households/",
        "household": f"/people/households/{household.public_id}/",
        "household-new": "/people/households/new/",
        "import-new": "/people/imports/",
        "import-columns": f"/people/imports/{fresh.public_id}/",
        "import-checked": f"/people/imports/{checked.public_id}/",
    }


@pytest.fixture
def eye(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Watched]:
    client = Client()
    client.force_login(cast.amina)
    with watched(browser, live_server.url) as looking:
        looking.page.set_default_timeout(SLOWEST)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        looking.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )
        yield looking


def violations(eye: Watched) -> list[str]:
    eye.page.evaluate(AXE.read_text())
    found = eye.page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_accessible(eye: Watched, pages: dict[str, str], language: str, width: int) -> None:
    eye.page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": eye.base}])
    eye.page.set_viewport_size({"width": width, "height": 900})
    SHOTS.mkdir(parents=True, exist_ok=True)
    found = []
    for name, url in pages.items():
        eye.page.goto(eye.base + url, wait_until="networkidle")
        eye.page.screenshot(path=SHOTS / f"{name}-{language}-{width}.png", full_page=True)
        found += [f"{name}: {one}" for one in violations(eye)]
        wide = eye.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{name}: the page scrolls sideways by {wide} px"] if wide > 1 else []
    assert found == []
    assert eye.problems() == []


def test_a_search_in_another_script_finds_without_a_name_in_the_address(eye: Watched, pages: dict[str, str]) -> None:
    eye.page.goto(f"{eye.base}/people/", wait_until="networkidle")
    eye.page.fill("#people-q", "فاطمة")
    eye.page.press("#people-q", "Enter")
    expect(eye.page.locator("#found")).to_contain_text("Fatuma Example")
    assert eye.page.url == f"{eye.base}/people/"
