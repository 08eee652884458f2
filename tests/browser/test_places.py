"""Places in a real browser: the tree opens, the map draws our own areas, and a file is imported."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pamoja.apps.places import services
from pamoja.apps.places.models import Country, PlaceImport
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from tests.browser.live import SLOWEST, client_of, looking
from tests.browser.watched import Watched

SYSTEM = system_actor("test")
LIST = b"pcode,name,level,parent_pcode\nMW199,Sample,2,MW1\nMW901,Lost,2,MW9\n"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def malawi(cast: Cast) -> Country:
    return services.load_demo_places(SYSTEM)


@pytest.fixture
def eye(browser: Browser, live_server: Any, cast: Cast, malawi: Country) -> Iterator[Watched]:
    with looking(browser, live_server.url, client_of(cast.omar)) as opened:
        yield opened


def test_the_tree_opens_and_the_map_lists_what_it_draws(eye: Watched) -> None:
    eye.page.goto(f"{eye.base}/places/", wait_until="networkidle")
    eye.page.locator(".places-tree summary").first.click()
    eye.page.get_by_role("link", name="Lilongwe", exact=True).or_(
        eye.page.get_by_role("link", name="Dedza", exact=True)
    ).first.wait_for()
    assert eye.page.locator(".map-frame canvas").count() == 1
    eye.page.get_by_label("Search by name or P-code").fill("nkhatabay")
    expect(eye.page.locator("#list-places tbody tr")).to_have_count(1, timeout=SLOWEST)
    assert eye.page.locator("#list-places").get_by_role("link", name="Nkhatabay").is_visible()
    assert eye.problems() == []


def test_an_operator_imports_a_file_in_the_browser(eye: Watched, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(LIST)
    eye.page.goto(f"{eye.base}/places/imports/add/")
    eye.page.get_by_label("File", exact=True).set_input_files(file)
    eye.page.get_by_role("button", name="Check the file").click()
    eye.page.get_by_text("The parent “MW9” is neither in the file nor known.").wait_for()
    eye.page.get_by_role("button", name="Add 1 and update 0").click()
    eye.page.get_by_text("1 row was taken in.").wait_for()
    assert PlaceImport.objects.latest("id").state == "done"
    assert eye.problems() == []
