"""A sheet keyed with the keyboard alone: Enter goes on, what is keyed is kept as one goes, a second person ends it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pamoja.apps.forms.models import Form, PaperBatch, PaperEntry, Submission
from pamoja.apps.forms.paper.keying import open_batch
from pamoja.apps.forms.paper.tests.keyer import FORM
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser.live import become, client_of, looking
from tests.browser.watched import Watched

KEYS = ["Amina Banda", "1", "40", "07032026", "Bo", "7"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def batch(cast: Cast) -> PaperBatch:
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        made = create_form(amina, create_project(amina, "Survey"), FORM.encode())
        publish_draft(amina, made)
        return open_batch(amina, Form.objects.get(pk=made.pk), "Week 1", 2)


@pytest.fixture
def eye(browser: Browser, live_server: Any) -> Iterator[Watched]:
    with looking(browser, live_server.url) as opened:
        yield opened


def sign_in(eye: Watched, user: Any) -> None:
    become(eye.page, eye.base, client_of(user).cookies["sessionid"].value, "en")


def take(eye: Watched, batch: PaperBatch) -> None:
    eye.page.goto(f"{eye.base}/forms/{batch.form_id}/paper/batches/{batch.public_id}/")
    eye.page.get_by_label("Sheet number").fill("17")
    eye.page.keyboard.press("Enter")
    expect(eye.page.get_by_role("heading", name="Sheet 17")).to_be_visible()


def key(eye: Watched, answers: list[str]) -> None:
    expect(eye.page.locator(".keying input:focus")).to_have_count(1)
    for answer in answers:
        eye.page.keyboard.type(answer)
        eye.page.keyboard.press("Enter")


def test_a_sheet_is_keyed_without_a_mouse_and_nothing_is_lost(eye: Watched, cast: Cast, batch: PaperBatch) -> None:
    sign_in(eye, cast.ben)
    take(eye, batch)
    key(eye, KEYS[:3])
    expect(eye.page.locator("[data-status]")).to_have_text("Kept")
    with workspace_active(cast.river):
        assert PaperEntry.objects.get().answers == {"/head": "Amina Banda", "/water": "well", "/litres": "40"}
    take(eye, batch)  # the browser was closed, or the server ended: the page goes on at the first blank
    key(eye, KEYS[3:])
    key(eye, ["", ""])  # the second line of the table is blank
    expect(eye.page.get_by_role("button", name="The sheet is done")).to_be_focused()
    eye.page.keyboard.press("Enter")
    expect(eye.page.get_by_text("Another person must key it the second time.")).to_be_visible()
    sign_in(eye, cast.dina)
    take(eye, batch)
    key(eye, [*KEYS, "", ""])
    eye.page.keyboard.press("Enter")
    expect(eye.page.get_by_text("the record is handed in")).to_be_visible()
    with workspace_active(cast.river):
        assert b"<litres>40</litres><visit>2026-03-07</visit>" in bytes(Submission.objects.get().versions.get().xml)
    assert eye.errors == []
