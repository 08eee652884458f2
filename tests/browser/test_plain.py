"""A form on plain pages in a browser that runs no scripts: begun on one phone, gone on with on another, sent."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pyxform.xls2xform import convert

from pamoja.apps.forms.models import AnswerRow, Form, Submission
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser import live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTO = Path(__file__).resolve().parents[1] / "robot/photo.png"
PHONE = {"width": 360, "height": live.WIDTHS[360]}
SURVEY = """
| survey   |              |          |                     |          |            |
|          | type         | name     | label               | required | relevant   |
|          | text         | head     | Head of household   | yes      |            |
|          | select_one w | water    | Where is your water from? | yes |           |
|          | begin group  | well     | The well            |          | ${water} = 'well' |
|          | integer      | minutes  | Minutes to the well |          |            |
|          | end group    |          |                     |          |            |
|          | begin repeat | member   | Member              |          |            |
|          | text         | who      | Name of the member  | yes      |            |
|          | integer      | age      | Age of the member   |          |            |
|          | end repeat   |          |                     |          |            |
|          | image        | photo    | Photo of the house  |          |            |
| choices  |              |          |                     |          |            |
|          | list_name    | name     | label               |          |            |
|          | w            | well     | A well              |          |            |
|          | w            | piped    | A tap               |          |            |
| settings |              |          |                     |          |            |
|          | form_title   | form_id  | version             |          |            |
|          | House visit  | house    | 1                   |          |            |
"""


@pytest.fixture
def form(cast: Cast) -> Form:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        xml = convert(SURVEY, file_type=".md").xform.encode()
    system = system_actor("test", cast.river)
    with workspace_active(cast.river):
        made = create_form(system, create_project(system, "Visits"), xml)
        publish_draft(system, made)
    return made


@contextmanager
def phone(browser: Browser, base: str, email: str) -> Iterator[Page]:
    """A browser of its own, without scripts and cookies, in which somebody signs in."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.set_default_timeout(live.SLOWEST)
    live.sign_in(page, base, email)
    try:
        yield page
    finally:
        context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def tell_member(page: Page, name: str, age: str) -> None:
    page.get_by_label("Name of the member").fill(name)
    page.get_by_label("Age of the member").fill(age)
    press(page, "Next")


def test_a_form_is_begun_on_one_phone_and_sent_from_another(
    browser: Browser, live_server: Any, cast: Cast, form: Form
) -> None:
    start = live_server.url + reverse("forms-plain:start", args=[form.pk])
    with phone(browser, live_server.url, cast.dina.email) as page:
        page.goto(start)
        press(page, "Begin a new one")
        press(page, "Next")
        expect(page.locator("body")).to_contain_text("This question needs an answer.")
        page.get_by_label("Head of household").fill("Sample Head")
        page.get_by_label("A well").check()
        press(page, "Next")
        page.get_by_label("Minutes to the well").fill("12")
        press(page, "Next")
        tell_member(page, "First Sample", "34")
        expect(page.locator("body")).to_contain_text("Member 1: First Sample")
    with phone(browser, live_server.url, cast.ben.email) as page:
        page.goto(start)
        expect(page.locator("body")).not_to_contain_text("Begun and not yet sent")
    with phone(browser, live_server.url, cast.dina.email) as page:
        page.goto(start)
        page.get_by_role("link", name="Go on").click()
        expect(page.locator("body")).to_contain_text("Member 1: First Sample")
        press(page, "Add another")
        tell_member(page, "Second Sample", "7")
        page.get_by_text("All pages").click()
        page.get_by_role("link", name="The well").click()
        expect(page.get_by_label("Minutes to the well")).to_have_value("12")
        page.get_by_text("All pages").click()
        page.get_by_role("link", name="Photo of the house").click()
        page.locator("input[type=file]").set_input_files(PHOTO)
        press(page, "Next")
        expect(page.locator("body")).to_contain_text("Every question that needs an answer has one.")
        press(page, "Send")
        expect(page.locator("body")).to_contain_text("The record arrived and is kept.")
    with workspace_active(cast.river):
        record = Submission.objects.get(form=form)
        assert (record.submitted_by, record.is_test, record.files_present) == (cast.dina, False, 1)
        root = AnswerRow.objects.get(submission=record, table="Submissions").answers
        told = (root["/head"], root["/water"], root["/well/minutes"])
        assert told == ("Sample Head", "well", 12)
        members = AnswerRow.objects.filter(submission=record, table="Submissions.member").order_by("pk")
        assert [(row.answers["/member/who"], row.answers["/member/age"]) for row in members] == [
            ("First Sample", 34),
            ("Second Sample", 7),
        ]
