"""What the doctor says, in the language of the page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from pamoja.apps.forms.making.words import REASONS, in_words
from pamoja.formats import xlsform

ROOT = settings.ROOT
RULES = Path(xlsform.__file__).parent
CODE = re.compile(r'"(xlsform\.[a-z-]+)"')


def finding(reason: str, repair: str | None) -> dict[str, str | None]:
    return {"code": "xlsform.misspelt-type", "reason": reason, "repair": repair}


def test_every_code_of_the_doctor_has_a_sentence() -> None:
    codes = {
        code for path in RULES.rglob("*.py") if "tests" not in path.parts for code in CODE.findall(path.read_text())
    }
    assert len(codes) > 50
    assert codes - set(REASONS) == set()


@pytest.mark.parametrize(
    ("repair", "kept"),
    [
        ("Write “select_one yes_no” instead.", "select_one yes_no"),
        ("Name it “age”, also in every expression that uses it.", "age"),
        ("Close it in a new row above row 12.", "12"),
        ("Remove the row.", ""),
    ],
)
def test_a_repair_is_said_in_another_language_with_what_it_quotes(repair: str, kept: str) -> None:
    if not (ROOT / "locale/fr/LC_MESSAGES/django.mo").exists():
        pytest.skip("the message catalogues are not compiled")
    assert in_words(finding("No.", repair))["repair"] == repair
    for language in ("fr", "ar"):
        with override(language):
            said = in_words(finding("No.", repair))["repair"]
        assert said != repair
        assert kept in said
        assert "%(" not in said


def test_a_repair_that_nobody_translated_stays_in_the_doctors_words() -> None:
    with override("fr"):
        assert in_words(finding("No.", "Ask a friend."))["repair"] == "Ask a friend."


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("Not on the sheet. Did you mean “region_list”?", ["region_list"]),
        ("Not on the sheet. The lists there are: “a”, “b”", ["“a”, “b”"]),
        ("Already in row 3. 499 more of its choices are doubled: B104, B105, …", ["499", "B104, B105, …"]),
    ],
)
def test_what_helps_at_the_end_of_a_reason_is_said_in_another_language_too(reason: str, kept: list[str]) -> None:
    if not (ROOT / "locale/fr/LC_MESSAGES/django.mo").exists():
        pytest.skip("the message catalogues are not compiled")
    for language in ("fr", "ar"):
        with override(language):
            said = in_words({"code": "xlsform.missing-list", "reason": reason, "repair": None})["reason"]
        assert all(each in said for each in kept)
        assert "Did" not in said and "lists" not in said and "more" not in said
