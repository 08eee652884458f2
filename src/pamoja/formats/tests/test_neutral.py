"""No exported cell may run."""

import pytest

from pamoja.formats.neutral import neutralise, restored


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", " =1", "＝1+1", "|x", "%x", "\nx"]
)
def test_what_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
        ("x; @SUM(A1);-5", "x;' @SUM(A1);-5"),
        ("x\n=1+1", "x\n'=1+1"),
        ("x\t=1+1", "x\t'=1+1"),
        ("\n=1", "'\n'=1"),
        ("1;-2+3", "1;'-2+3"),
        ("-13.9 33.7 0 0;=1+1", "-13.9 33.7 0 0;'=1+1"),
    ],
)
def test_a_later_part_that_would_run_where_semicolons_split_gets_one_too(text: str, made: str) -> None:
    assert neutralise(text) == made
    assert restored(made) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Amina",
        "-5",
        "+265999123456",
        "-1.5e3",
        "a=b",
        "12,5",
        "محمد",
        "'x",
        "-13.9 33.7 0 0;-13.8 33.7 0 0",
        "a;b",
        "a=b;c",
    ],
)
def test_what_is_plain_stays(text: str) -> None:
    assert neutralise(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+265 999 123", "-Awa", "plain", "-5", "'t Hooft", "", "\n=1", "-a\n-b"])
def test_what_was_made_harmless_comes_back_as_it_was(text: str) -> None:
    assert restored(neutralise(text)) == text


def test_an_apostrophe_of_its_own_stays() -> None:
    assert restored("'t Hooft") == "'t Hooft"
