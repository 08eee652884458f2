"""Two devices change one entity without knowing of each other; a person settles it in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pamoja.apps.forms.entities.tests.world import World, people_form
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser.live import client_of, looking
from tests.browser.watched import Watched

OFFLINE = 'update="1" baseVersion="1" trunkVersion="1" branchId="abcdef0{}-1234-4123-8234-123456789abc"'

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(cast: Cast) -> World:
    """Ada, whom two devices changed offline, each from her first version."""
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        project = create_project(amina, "Census")
        form = create_form(amina, project, people_form())
        publish_draft(amina, form)
        world = World(amina, project, form)
        world.send('create="1"', "Ada", name="Ada Lovelace", age="20")
        world.send('create="1"', "Ida", uuid="12345678-1234-4123-8234-123456789abd", age="7")
        world.send(OFFLINE.format(1), age="21")
        world.send(OFFLINE.format(2), name="Ada Byron", age="22")
    return world


@pytest.fixture
def eye(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Watched]:
    with looking(browser, live_server.url, client_of(cast.ben)) as opened:
        yield opened


def test_two_changes_at_once_are_settled_by_a_person(eye: Watched, world: World, cast: Cast) -> None:
    page = eye.page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{eye.base}/entities/")
    page.get_by_role("link", name="1 conflict").click()
    expect(page.get_by_role("status").filter(has_text="1 result")).to_be_visible()
    expect(page.get_by_role("cell", name="One property got two values")).to_be_visible()
    page.get_by_role("link", name="Ada", exact=True).click()
    page.get_by_role("link", name="Settle the conflict").click()

    expect(page.get_by_label("age: 22, as in version 3")).to_be_checked()
    page.get_by_label("age: 21, as in version 2").check()
    page.get_by_label("full_name: another value").check()
    page.get_by_label("full_name, the other value").fill("Ada King")
    page.get_by_role("button", name="Settle with the chosen values").click()

    expect(page.get_by_text("The conflict is settled.")).to_be_visible()
    expect(page.locator("dl.facts").first).to_contain_text("Ada King")
    expect(page.locator("dl.facts").first).to_contain_text("21")
    page.goto(f"{eye.base}/entities/{world_list(world, cast)}/?conflict=any")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    assert eye.problems() == []


def world_list(world: World, cast: Cast) -> int:
    with workspace_active(cast.river):
        return int(world.dataset.pk)
