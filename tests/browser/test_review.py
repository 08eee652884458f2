"""Review in a real browser: a fault corrected, many records approved and put back, answers changed and put back."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pamoja.apps.forms.models import AnswerRow, Form, Submission
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.events.outbox import work
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser.live import client_of, looking
from tests.browser.watched import Watched

RULED = FORM.replace(
    b'<bind nodeset="/data/hh/size" type="int"/>',
    b'<bind nodeset="/data/hh/size" type="int" constraint=". &lt; 30"/>',
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(cast: Cast) -> Form:
    """Three households, one of which is said to have forty members."""
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        made = create_form(amina, create_project(amina, "Water"), RULED)
        publish_draft(amina, made)
        for name, size in (("Ann", 4), ("Bo", 6), ("Cy", 40)):
            xml = record_xml(f"uuid:{name}", f"<name>{name}</name><hh><size>{size}</size></hh>", name)
            receive_submission(amina, made.project_id, xml)
    work()
    return made


@pytest.fixture
def eye(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Watched]:
    with looking(browser, live_server.url, client_of(cast.amina)) as opened:
        yield opened


def sizes(cast: Cast) -> dict[str, int]:
    with workspace_active(cast.river):
        rows = AnswerRow.objects.filter(table="Submissions").select_related("submission").order_by("submission_id")
        return {str(row.submission): row.answers["/hh/size"] for row in rows}


def states(cast: Cast) -> list[str]:
    with workspace_active(cast.river):
        return list(Submission.objects.order_by("pk").values_list("review_state", flat=True))


def test_a_fault_is_corrected_with_a_reason(eye: Watched, form: Form, cast: Cast) -> None:
    page = eye.page
    page.goto(f"{eye.base}/forms/{form.pk}/records/")
    page.locator("select[name=rules]").select_option(label="Broken")
    expect(page.get_by_role("status").filter(has_text="1 result")).to_be_visible()
    page.get_by_role("link", name="Cy").click()
    expect(page.get_by_text("One rule of the form is broken")).to_be_visible()
    page.get_by_label("Comment").fill("Forty is too many: I ask.")
    page.get_by_role("button", name="It has issues").click()
    expect(page.locator(".history").get_by_text("Forty is too many: I ask.")).to_be_visible()
    page.get_by_role("listitem").get_by_label("Correct: Size").click()
    page.get_by_label("Size").fill("4")
    page.get_by_role("link", name="Leave and go on later").click()
    page.get_by_role("button", name="Go on correcting").click()
    page.get_by_role("link", name="Look over the correction").first.click()
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()  # left without "Next": not sent, not kept
    page.get_by_role("link", name="Go to the questions").click()
    page.get_by_text("All pages").click()
    page.get_by_role("link", name="Household").click()
    page.get_by_label("Size").fill("4")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Look over the correction").first.click()
    page.get_by_label("Why is it corrected?").fill("One zero too many.")
    page.get_by_role("button", name="Correct the record").click()
    expect(page.get_by_text("The record is corrected.")).to_be_visible()
    expect(page.get_by_text("It is being checked against the rules of the form.").first).to_be_visible()
    newest = page.locator(".history > li").first
    expect(newest).to_contain_text("Edit 1")
    expect(newest).to_contain_text("One zero too many.")
    expect(newest.locator("del")).to_contain_text("40")
    assert sizes(cast) == {"Ann": 4, "Bo": 6, "Cy": 4}
    work()
    page.reload()
    expect(page.get_by_text("Judged: it breaks no rule of the form.")).to_be_visible()
    assert eye.problems() == []


def test_many_are_approved_and_put_back(eye: Watched, form: Form, cast: Cast) -> None:
    page = eye.page
    page.goto(f"{eye.base}/forms/{form.pk}/records/")
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_text("Choose some records first, or all of them.")).to_be_visible()
    page.get_by_label("All 3 records that match").check()
    page.get_by_role("button", name="Review").click()
    page.get_by_label("Approved").check()
    page.get_by_label("Comment").fill("Looked through.")
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("heading", name="3 records would change")).to_be_visible()
    assert states(cast) == ["", "", ""]
    page.get_by_role("button", name="Change 3 records").click()
    expect(page.get_by_role("heading", name="Review: Approved")).to_be_visible()
    assert states(cast) == ["approved"] * 3
    page.locator("summary", has_text="Undo").click()
    page.locator(".confirm").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The act is undone.")).to_be_visible()
    assert states(cast) == ["", "", ""]
    assert eye.problems() == []


def test_answers_of_chosen_records_are_changed_and_put_back(eye: Watched, form: Form, cast: Cast) -> None:
    page = eye.page
    page.goto(f"{eye.base}/forms/{form.pk}/records/")
    page.get_by_label("Choose Ann").check()
    page.get_by_label("Choose Cy").check()
    page.get_by_role("button", name="Correct").click()
    expect(page.get_by_text("2 records that you chose.")).to_be_visible()
    page.get_by_label("Questions").select_option(label="Size")
    page.get_by_label("Set the answer").check()
    expect(page.get_by_label("Text to look for")).to_be_hidden()
    page.get_by_label("New answer").fill("5")
    page.get_by_label("Reason").fill("Counted again.")
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("row", name="Ann 4 5")).to_be_visible()
    page.get_by_role("button", name="Change 2 records").click()
    expect(page.get_by_role("heading", name="Set the answer: Size")).to_be_visible()
    assert sizes(cast) == {"Ann": 5, "Bo": 6, "Cy": 5}
    page.locator("summary", has_text="Undo").click()
    page.locator(".confirm").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The act is undone.")).to_be_visible()
    assert sizes(cast) == {"Ann": 4, "Bo": 6, "Cy": 40}
    assert eye.problems() == []
