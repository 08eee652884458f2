"""No exported cell may run."""

import pytest

from pamoja.formats.neutral import neutralise


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "|x", "%x", "\n=1"]
)
def test_what_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Amina", "-5", "+265999123456", "-1.5e3", "a=b", "12,5", "محمد", "'x"])
def test_what_is_plain_stays(text: str) -> None:
    assert neutralise(text) == text
