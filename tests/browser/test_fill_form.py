"""A person signs in, fills a form in with a repeat, a select, a date and a photo, sends it, and sees the record."""

import warnings
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
from tests.browser.live import looking, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTO = Path(__file__).resolve().parents[1] / "robot/photo.png"
SURVEY = """
| survey   |              |          |                     |          |
|          | type         | name     | label               | required |
|          | text         | head     | Head of household   | yes      |
|          | select_one w | water    | Where is your water from? | yes |
|          | date         | visited  | Day of the visit    |          |
|          | image        | photo    | Photo of the house  |          |
|          | begin repeat | member   | Member              |          |
|          | text         | who      | Name of the member  |          |
|          | integer      | age      | Age of the member   |          |
|          | end repeat   |          |                     |          |
| choices  |              |          |                     |          |
|          | list_name    | name     | label               |          |
|          | w            | well     | A well              |          |
|          | w            | piped    | A tap               |          |
| settings |              |          |                     |          |
|          | form_title   | form_id  | version             |          |
|          | House visit  | house    | 1                   |          |
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


def fill_in(page: Page) -> None:
    page.get_by_label("Head of household").fill("Sample Head")
    page.get_by_text("A well", exact=True).click()
    page.locator(".question-container", has_text="Day of the visit").locator("input").click()
    page.keyboard.type("02/03/2026")
    page.keyboard.press("Tab")
    page.locator("input[type=file]").last.set_input_files(
        {"name": "house.png", "mimeType": "image/png", "buffer": PHOTO.read_bytes()}
    )
    add_member(page, 0, "First Sample", "34")
    page.get_by_role("button", name="Add Member").click()
    add_member(page, 1, "Second Sample", "7")


def add_member(page: Page, number: int, name: str, age: str) -> None:
    page.get_by_label("Name of the member").nth(number).fill(name)
    page.get_by_label("Age of the member").nth(number).click()
    page.keyboard.type(age)
    page.keyboard.press("Tab")  # a number is taken when it is left


def test_a_field_worker_fills_a_form_in_and_sees_the_record(
    browser: Browser, live_server: Any, cast: Cast, form: Form
) -> None:
    with looking(browser, live_server.url) as eye:
        page = eye.page
        sign_in(page, live_server.url, cast.ben.email)
        page.goto(live_server.url + reverse("forms:form", args=[form.pk]))
        page.get_by_role("link", name="Fill in").click()
        page.wait_for_selector(".odk-form .question-container")
        fill_in(page)
        page.get_by_role("button", name="Send").click()
        page.get_by_role("heading", name="Your answers are sent").wait_for()
        page.get_by_role("link", name="See the record").click()
        expect(page.locator("main")).to_contain_text("Sample Head")
        expect(page.locator("main")).to_contain_text("A well")
        page.goto(live_server.url + reverse("forms-seeing:table", args=[form.pk]))
        expect(page.locator("main")).to_contain_text("Sample Head")
        assert eye.problems() == []
    with workspace_active(cast.river):
        record = Submission.objects.get(form=form)
        assert (record.submitted_by, record.is_test, record.files_present) == (cast.ben, False, 1)
        root = AnswerRow.objects.get(submission=record, table="Submissions").answers
        assert (root["/head"], root["/water"], root["/visited"]) == ("Sample Head", "well", "2026-02-03")
        members = AnswerRow.objects.filter(submission=record, table="Submissions.member").order_by("pk")
        assert [(row.answers["/member/who"], row.answers["/member/age"]) for row in members] == [
            ("First Sample", 34),
            ("Second Sample", 7),
        ]
