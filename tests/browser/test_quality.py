"""From odd records to clean data in a real browser: begin, check, decide, undo, decide on many, take the clean file."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.quality.tests.survey import FORM, ODD, ORDINARY, record_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser.live import client_of, looking
from tests.browser.watched import Watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(cast: Cast) -> Form:
    """Forty households: one spent far too much and wrote a choice out, another wrote something new."""
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        made = create_form(amina, create_project(amina, "Spending"), FORM)
        publish_draft(amina, made)
        for number in range(ORDINARY):
            receive_submission(amina, made.project_id, record_xml(number, 400 + 10 * (number % 20)))
        receive_submission(amina, made.project_id, record_xml("odd", 99000, "other", "a protected well"))
        receive_submission(amina, made.project_id, record_xml("lorry", 480, "other", "a lorry"))
    return made


@pytest.fixture
def eye(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Watched]:
    with looking(browser, live_server.url, client_of(cast.amina)) as opened:
        yield opened


def test_odd_records_become_clean_data(eye: Watched, form: Form, tmp_path: Path) -> None:
    page = eye.page
    page.goto(f"{eye.base}/forms/{form.pk}/")
    page.get_by_role("link", name="Quality").click()
    page.get_by_role("button", name="Check this form").click()
    page.get_by_role("link", name="See the result").click()
    expect(page.get_by_text("40 records")).to_be_visible()
    expect(page.locator(".chart canvas, .chart svg").first).to_be_visible()

    page.get_by_role("link", name="Flags", exact=True).click()
    page.locator("select[name=check]").select_option(label="Unusual numbers")
    expect(page.get_by_role("status").filter(has_text="1 result")).to_be_visible()
    page.locator("#list-flags-table tbody").get_by_role("link").first.click()
    page.get_by_label("Change the answer").check()
    page.get_by_label("New answer").fill("990")
    page.get_by_label("Comment").fill("asked again")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("It can be undone in the cleaning log.")).to_be_visible()

    page.get_by_role("link", name="Decide on many").click()
    page.locator("select[name=check]").select_option(label="Other answers")
    page.get_by_role("button", name="Narrow").click()
    expect(page.get_by_text("2 open flags about records.")).to_be_visible()
    page.get_by_label("Take the proposal").check()
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_text("2 lines would be written")).to_be_visible()
    page.get_by_role("button", name="Write them to the log").click()
    expect(page.get_by_role("status").filter(has_text="3 results")).to_be_visible()

    assert spent_and_source(eye, form, tmp_path) == ("990", "well")
    page.goto(f"{eye.base}/forms/{form.pk}/quality/log/?q=spent")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("1 line was withdrawn.")).to_be_visible()
    assert spent_and_source(eye, form, tmp_path) == ("99000", "well")
    assert eye.problems() == []


def spent_and_source(eye: Watched, form: Form, folder: Path) -> tuple[str, str]:
    """What the file of clean data says of the odd record."""
    page = eye.page
    page.goto(f"{eye.base}/forms/{form.pk}/records/files/")
    page.get_by_label("Clean data").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    path = folder / "clean.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as archive, archive.open("spending.csv") as file:
        rows = {row["KEY"]: row for row in csv.DictReader(io.TextIOWrapper(file, "utf-8-sig"))}
    return rows[ODD]["hh-spent"], rows[ODD]["hh-source"]
