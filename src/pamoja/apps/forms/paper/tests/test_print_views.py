"""The page on which a form is printed, and who gets it."""

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.paper import printing
from pamoja.apps.forms.paper.tests.pdf_text import text_of
from pamoja.core.testing.cast import Cast

PAGES = ("forms-paper:print", "forms-paper:sheet")
ASKED = {"paper": "letter", "rows": "3"}


def test_a_form_is_printed_on_the_paper_that_was_chosen(cast: Cast, form: Form) -> None:
    answer = cast.client("ben").get(reverse("forms-paper:sheet", args=[form.pk]), ASKED)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="water.pdf"'
    assert b"/MediaBox[0 0 612 792]" in answer.content
    assert "Only if the answer to question 1 is “Well”." in text_of(answer.content)


def test_the_page_asks_for_paper_and_lines(cast: Cast, form: Form) -> None:
    answer = cast.client("ben").get(reverse("forms-paper:print", args=[form.pk]))
    assert answer.status_code == 200
    assert 'name="paper"' in answer.text
    assert 'id="id_language"' not in answer.text  # the form has one only


@pytest.mark.parametrize("asked", [{"paper": "a9", "rows": "3"}, {"paper": "a4", "rows": "1000"}, {}])
def test_what_cannot_be_printed_is_said(cast: Cast, form: Form, asked: dict[str, str]) -> None:
    answer = cast.client("ben").get(reverse("forms-paper:sheet", args=[form.pk]), asked)
    assert answer.status_code == 422
    assert "text/html" in answer["Content-Type"]


def test_nobody_prints_without_end(cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_pressed", lambda order: b"%PDF")
    address = reverse("forms-paper:sheet", args=[form.pk])
    ben = cast.client("ben")
    assert {ben.get(address, ASKED).status_code for _time in range(10)} == {200}
    assert ben.get(address, ASKED).status_code == 429
    assert cast.client("amina").get(address, ASKED).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("who", "status"), [("chol", 404), ("omar", 403), ("nobody", 302)])
def test_strangers_get_nothing(cast: Cast, form: Form, name: str, who: str, status: int) -> None:
    assert cast.client(who).get(reverse(name, args=[form.pk]), ASKED).status_code == status
