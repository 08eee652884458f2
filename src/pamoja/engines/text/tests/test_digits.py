"""Digits of every script are the same numbers."""

import pytest

from pamoja.engines.text.digits import ascii_digits


@pytest.mark.parametrize(
    ("written", "expected"),
    [("١٢ kg", "12 kg"), ("۱۲", "12"), ("१२", "12"), ("፩", "1"), ("m²", "m2"), ("XII", "XII"), ("½", "½"), ("", "")],
)
def test_digits_of_any_script_are_read(written: str, expected: str) -> None:
    assert ascii_digits(written) == expected
