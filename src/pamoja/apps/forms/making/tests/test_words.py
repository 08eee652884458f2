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
