"""No exported cell may run."""

import pytest

from pamoja.formats.neutral import neutralise, restored


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "|x", "%x", "\n=1"]
)
def test_what_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Amina", "-5", "+265999123456", "-1.5e3", "a=b", "12,5", "محمد", "'x"])
def test_what_is_plain_stays(text: str) -> None:
    assert neutralise(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+265 999 123", "-Awa", "plain", "-5", "'t Hooft", ""])
def test_what_was_made_harmless_comes_back_as_it_was(text: str) -> None:
    assert restored(neutralise(text)) == text


def test_an_apostrophe_of_its_own_stays() -> None:
    assert restored("'t Hooft") == "'t Hooft"
