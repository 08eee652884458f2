"""A person chooses which repairs are made; the others stay as they are, and the page says what that means."""

import re
from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.making.tests.conftest import uploaded, workbook
from pamoja.apps.forms.models import Form, FormImport, Project
from pamoja.core.audit.models import AuditEntry
from pamoja.core.jobs.models import Progress
from pamoja.core.testing.cast import Cast

# Two types that no phone knows: both stop the form. A choice twice in a list: so does that.
TWO = workbook(("text", "name", "Name"), ("tel", "phone", "Telephone"), ("tel", "other", "Another telephone"))
# A type that no phone knows, and a label that is lost without stopping anything.
ADVISED = workbook(
    ("tel", "phone", "Telephone"),
    ("text", "note", "One_x000D_line"),
    ("select_one yn", "well", "Is there a well?"),
    choices=(("yn", "yes", "Yes"), ("yn", "no", "No"), ("", "maybe", "Maybe")),
)


def bring(cast: Cast, content: bytes) -> FormImport:
    cast.client("amina").post("/forms/upload/", {"file": uploaded(content)}, follow=True)
    return FormImport.objects.get()


def repair(cast: Cast, row: FormImport, *numbers: int, who: str = "amina") -> Any:
    data = {"choice": "1", "finding": [str(number) for number in numbers]}
    return cast.client(who).post(reverse("forms:repair", args=[row.public_id]), data, follow=True)


def boxes(page: str) -> list[tuple[str, bool]]:
    found = re.findall(r'<input class="form-check-input" type="checkbox" form="repairs"[^>]*>', page)
    return [(re.findall(r'value="(\d+)"', box)[0], box.rstrip(">").endswith("checked")) for box in found]


def original(cast: Cast, row: FormImport) -> bytes:
    answer = cast.client("amina").get(reverse("file", args=[row.original.public_id]))
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_every_repair_is_ticked_at_first_and_belongs_to_the_one_form(river: Cast, project: Project) -> None:
    row = bring(river, TWO)
    page = river.client("amina").get(reverse("forms:import", args=[row.public_id])).text
    assert boxes(page) == [("0", True), ("1", True)]
    assert page.count('id="repairs"') == 1 and "Apply the chosen repairs" in page
    assert 'aria-label="Repair A3 on survey"' in page


def test_all_of_them_give_the_form(river: Cast, project: Project) -> None:
    row = bring(river, TWO)
    repair(river, row, 0, 1)
    row.refresh_from_db()
    assert row.state == FormImport.State.DONE
    assert [each["cell"] for each in row.changes if each["before"] == "tel"] == ["A3", "A4"]


def test_an_error_that_is_left_stops_the_form_and_the_page_says_which(river: Cast, project: Project) -> None:
    row = bring(river, TWO)
    page = repair(river, row, 0).text
    row.refresh_from_db()
    assert row.state == FormImport.State.REPAIRABLE and row.repaired is None and not row.changes
    assert not Form.objects.exists()
    assert "With these repairs alone no form can be made" in page
    left = page.index("Left as it is")
    assert page.index("<code>A4</code>") < left and page.count("Left as it is") == 1
    assert boxes(page) == [("0", True), ("1", False)], "the choice is remembered"
    assert original(river, row) == TWO
    assert not AuditEntry.objects.filter(verb="import").exists()


def test_a_person_may_choose_again(river: Cast, project: Project) -> None:
    row = bring(river, TWO)
    repair(river, row, 0)
    page = repair(river, row, 0, 1).text
    row.refresh_from_db()
    assert row.state == FormImport.State.DONE and "Left as it is" not in page
    assert Form.objects.count() == 1
    assert original(river, row) == TWO


def test_advice_may_be_left_and_the_form_is_imported_without_it(river: Cast, project: Project) -> None:
    row = bring(river, ADVISED)
    codes = [each["code"].removeprefix("xlsform.") for each in row.findings if each["repair"]]
    assert "unknown-type" in codes and "escaped-character" in codes, codes
    chosen = [number for number, each in enumerate(row.findings) if each["code"] == "xlsform.unknown-type"]
    page = repair(river, row, *chosen).text
    row.refresh_from_db()
    assert row.state == FormImport.State.DONE, row.findings
    assert {each["code"] for each in row.changes} == {"xlsform.unknown-type"}
    assert "One thing was left as it is." in page and "Left as it is" in page
    form = Form.objects.get()
    assert form.draft is not None and b"_x000D_" in bytes(form.draft.xml), "it stays as it was written"


def test_choosing_nothing_starts_nothing(river: Cast, project: Project) -> None:
    row = bring(river, TWO)
    jobs = Progress.objects.count()
    for numbers in ((), (99,)):
        assert "Choose at least one repair." in repair(river, row, *numbers).text
    assert Progress.objects.count() == jobs


@pytest.mark.parametrize("who", ["ben", "dina", "chol"])
def test_who_may_not_choose(river: Cast, project: Project, who: str) -> None:
    row = bring(river, TWO)
    assert repair(river, row, 0, 1, who=who).status_code == 404
    row.refresh_from_db()
    assert row.state == FormImport.State.REPAIRABLE and "is_left" not in row.findings[0]
    assert not Form.objects.exists()
