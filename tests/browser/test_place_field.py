"""The field of a place in a real browser: used with the keyboard alone, and without a script."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pamoja.apps.people.models import Person
from pamoja.apps.places import services
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser.live import ARTEFACTS, SLOWEST, become, client_of
from tests.browser.test_islands_accessible import broken_rules
from tests.browser.watched import Watched, watched

OPTIONS = "[role=option]:visible"  # an <option> of a select has the same role
Look = Callable[..., AbstractContextManager[Watched]]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def look(browser: Browser, live_server: Any, cast: Cast) -> Look:
    """Open the page on which Amina registers somebody, in a browser of some kind."""
    services.load_demo_places(system_actor("test"))
    client = client_of(cast.amina)

    @contextmanager
    def opened(language: str = "en", **context: Any) -> Iterator[Watched]:
        with watched(browser, live_server.url, **context) as eye:
            eye.page.set_default_timeout(SLOWEST)
            become(eye.page, live_server.url, client.cookies["sessionid"].value, language)
            eye.page.goto(f"{live_server.url}/people/new/")
            if context.get("java_script_enabled", True):
                expect(eye.page.locator("#id_place")).to_have_attribute("role", "combobox")
            yield eye

    return opened


def place_of_the_only_person(cast: Cast) -> str:
    with workspace_active(cast.river):
        place = Person.objects.get().place
    assert place
    return str(place.pcode)


def test_a_place_is_typed_found_and_chosen_with_the_keyboard_alone(look: Look, cast: Cast) -> None:
    with look() as eye:
        page, asked = eye.page, []
        page.on("request", lambda request: asked.append(request.url) if "choices.json" in request.url else None)
        field, options = page.locator("#id_place"), page.locator(OPTIONS)
        page.locator("#id_full").focus()
        page.keyboard.type("Awa Example")
        field.focus()
        page.keyboard.type("nkhata", delay=30)
        expect(options).to_have_count(1)
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("status").filter(has_text="Places found: 1")).to_have_count(1)
        assert len(asked) == 1
        page.keyboard.press("Escape")
        expect(options).to_have_count(0)
        assert field.input_value() == "nkhata"
        page.keyboard.press("ArrowDown")
        expect(options).to_have_count(1)
        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
        assert broken_rules(page) == []
        page.keyboard.press("Enter")
        assert field.input_value() == "Nkhatabay (MW103)"
        expect(field).to_have_attribute("aria-expanded", "false")
        assert page.url.endswith("/people/new/")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: not url.endswith("/new/"))
        assert eye.problems() == []
    assert place_of_the_only_person(cast) == "MW103"


def test_the_pointer_chooses_too_and_arabic_runs_the_other_way(look: Look, cast: Cast) -> None:
    with look("ar", viewport={"width": 360, "height": 740}) as eye:
        page = eye.page
        page.locator("#id_full").fill("Awa Example")
        page.locator("#id_place").press_sequentially("MW10")
        options = page.locator(OPTIONS)
        expect(options).to_have_count(7)
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / "place_field_ar.png")
        assert broken_rules(page) == []
        options.nth(1).click()
        page.get_by_role("button", name="حفظ").click()
        page.wait_for_url(lambda url: not url.endswith("/new/"))
    assert place_of_the_only_person(cast) == "MW102"


def test_without_a_script_a_wrong_name_is_explained_and_an_exact_one_is_taken(look: Look, cast: Cast) -> None:
    with look(java_script_enabled=False) as eye:
        page = eye.page
        page.locator("#id_full").fill("Awa Example")
        page.locator("#id_place").fill("nkhata")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Is it one of these? Nkhatabay (MW103)")).to_be_visible()
        page.locator("#id_place").fill("nkhatabay")
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(lambda url: not url.endswith("/new/"))
    assert place_of_the_only_person(cast) == "MW103"


def test_a_place_that_is_answered_too_late_does_not_open_a_list(look: Look) -> None:
    with look() as eye:
        page = eye.page
        page.locator("#id_place").press_sequentially("nkhata")
        page.locator("#id_full").focus()
        page.wait_for_timeout(1500)
        expect(page.locator(OPTIONS)).to_have_count(0)
