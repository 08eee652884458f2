"""Numbers as people write them; expectations checked against goflow."""

from decimal import Decimal

import pytest

from pamoja.engines.environment import NumberFormat
from pamoja.engines.environment.numbers import NumberError, format_number, number_text, parse_number, plain_number

GERMAN = NumberFormat(",", ".")


@pytest.mark.parametrize(
    ("text", "marks", "number"),
    [
        ("1,234.5", NumberFormat(), "1234.5"),
        ("1.234,5", GERMAN, "1234.5"),
        ("-.5", NumberFormat(), "-0.5"),
        (" ٣,٤٥٦ ", NumberFormat(), "3456"),
        ("۱۲", NumberFormat(), "12"),
        ("১২", NumberFormat(), "12"),
    ],
)
def test_numbers_are_read_with_the_marks_and_digits_of_a_place(text: str, marks: NumberFormat, number: str) -> None:
    assert parse_number(text, marks) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a valid number format"),
        ("1e3", "not a valid number format"),
        ("5.", "not a valid number format"),
        ("+5", "not a valid number format"),
        ("१२", "not a valid number format"),
        ("9" * 37, "number has too many digits"),
        ("1" + "0" * 101, "number value is out of permitted range"),
    ],
)
def test_what_is_no_number_or_too_great_is_told(text: str, says: str) -> None:
    with pytest.raises(NumberError, match=f"^{says}$"):
        plain_number(text)


@pytest.mark.parametrize(
    ("number", "places", "grouped", "written"),
    [
        ("1234567.5", -1, True, "1.234.567,5"),
        ("1234567.5", 0, True, "1.234.568"),
        ("-0.005", 2, True, "-0,01"),
        ("-0.004", 2, True, "0,00"),
        ("-999", 1, False, "-999,0"),
        ("1E+3", -1, True, "1.000"),
        ("0.10", -1, True, "0,1"),
    ],
)
def test_numbers_are_written_with_the_marks_of_a_place(number: str, places: int, grouped: bool, written: str) -> None:
    assert format_number(Decimal(number), GERMAN, places, grouped=grouped) == written


def test_plain_text_of_a_number_has_no_exponent_and_no_zeros_at_the_end() -> None:
    assert [number_text(Decimal(each)) for each in ("1E+3", "1.500", "-0.0", "1E-7")] == [
        "1000",
        "1.5",
        "0",
        "0.0000001",
    ]
