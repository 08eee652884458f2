"""The register in a real browser: the search finds."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pamoja.apps.people import services
from pamoja.apps.people.models import Person
from pamoja.apps.people.services.doubles import compare_batch
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser.live import client_of, looking
from tests.browser.watched import Watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def register(cast: Cast) -> None:
    """One person with names in two scripts, and one whose name is much like hers."""
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        names = [{"full": "Fatouma Example", "language": "fr"}, {"full": "فاطمة", "language": "ar"}]
        services.register_person(amina, {"names": names, "sex": "female"})
        services.register_person(amina, {"names": [{"full": "Fatuma Example"}], "sex": "female"})


@pytest.fixture
def eye(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Watched]:
    with looking(browser, live_server.url, client_of(cast.amina)) as opened:
        yield opened


def test_a_search_in_another_script_finds_without_a_name_in_the_address(eye: Watched, register: None) -> None:
    eye.page.goto(f"{eye.base}/people/", wait_until="networkidle")
    eye.page.fill("#people-q", "فاطمة")
    eye.page.press("#people-q", "Enter")
    expect(eye.page.locator("#found")).to_contain_text("Fatuma Example")
    assert eye.page.url == f"{eye.base}/people/"


def test_a_likely_double_is_warned_of_then_queued_and_merged(eye: Watched, cast: Cast, register: None) -> None:
    page = eye.page
    with workspace_active(cast.river):
        known = services.register_person(
            cast.actor("amina"), {"names": [{"full": "Halima Warsame Abdi"}], "birth_date": "2012-03-04"}
        )
    page.goto(f"{eye.base}/people/new/", wait_until="networkidle")
    page.fill("[name=full]", "Xaliimo Warsame Cabdi")
    page.fill("[name=birth]", "2012-03-04")
    page.get_by_role("button", name="Save").click()
    warning = page.get_by_role("alert")
    expect(warning).to_contain_text("Halima Warsame Abdi")
    expect(warning).to_contain_text("Given name: the same name in another spelling")
    with workspace_active(cast.river):
        assert Person.objects.count() == 3, "nothing is written before one has said who it is"
        services.register_person(
            cast.actor("ben"), {"names": [{"full": "Xaliimo Warsame Cabdi"}], "birth_date": "2012-03-04"}
        )
        while compare_batch():
            pass
    page.goto(f"{eye.base}/people/doubles/", wait_until="networkidle")
    page.get_by_role("link", name="Halima Warsame Abdi").click()
    expect(page.get_by_role("heading", name="The same person?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Birth date: the same day (strongly for)")
    page.get_by_role("link", name="The same: compare and merge").click()
    page.get_by_role("button", name="Merge").click()
    expect(page.locator("main")).to_contain_text("Another record was merged into this one")
    page.goto(f"{eye.base}/people/doubles/", wait_until="networkidle")
    expect(page.locator("main")).not_to_contain_text("Halima Warsame Abdi")
    with workspace_active(cast.river):
        assert Person.objects.filter(merged_into=known).count() == 1


def test_on_a_phone_nothing_to_press_in_a_household_or_an_import_lies_outside_of_the_window(
    eye: Watched, cast: Cast, register: None
) -> None:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        household = services.create_household(amina, "HH-1")
        services.add_member(amina, household, Person.objects.earliest("pk"), "head")
        sheet = services.open_import(amina, b"Full name,Born\nA name of some length,2011-02-03\n", "people.csv")
    eye.page.set_viewport_size({"width": 360, "height": 740})
    for path, pressed in ((f"households/{household.public_id}/", 4), (f"imports/{sheet.public_id}/", 2)):
        eye.page.goto(f"{eye.base}/people/{path}", wait_until="networkidle")
        found = eye.page.locator("main table :is(button, select, a)").all()
        boxes = [(one.evaluate("each => each.tagName"), one.bounding_box()) for one in found]
        seen = [(tag, box["width"]) for tag, box in boxes if box and box["x"] >= 0 and box["x"] + box["width"] <= 360]
        assert len(seen) == len(boxes) == pressed
        assert min(width for tag, width in seen if tag == "SELECT") > 120, "one can read what is chosen"
