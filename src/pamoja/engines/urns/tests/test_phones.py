"""Phone numbers; expectations checked against gocommon and goflow."""

import pytest

from pamoja.engines.urns import NotNumberError, find_phones, parse_number, parse_phone
from pamoja.engines.urns.phones import country_of_number, local_digits


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("+265 (888) 123-456", "", "+265888123456"),
        ("265888123456", "", "+265888123456"),
        ("0888 123 456", "MW", "+265888123456"),
        ("1-888-PAMOJA-X", "US", "+18887266529"),
        ("00700500135", "KE", "+254700500135"),
    ],
)
def test_numbers_become_e164(text: str, country: str, number: str) -> None:
    assert parse_number(text, country) == number


@pytest.mark.parametrize(
    ("text", "country", "short", "sender", "found"),
    [
        ("8080", "MW", True, False, "8080"),
        ("8080", "", True, False, ""),
        ("8080", "MW", False, False, ""),
        ("01", "MW", True, False, ""),
        ("UNICEF", "MW", True, False, ""),
        ("UNICEF", "", False, True, "unicef"),
        ("8080", "XX", True, True, ""),
    ],
)
def test_short_codes_and_senders_are_taken_only_if_allowed(
    text: str, country: str, short: bool, sender: bool, found: str
) -> None:
    try:
        number = parse_number(text, country, allow_short=short, allow_sender=sender)
    except NotNumberError:
        number = ""
    assert number == found


def test_a_phone_is_a_number_and_nothing_else() -> None:
    assert parse_phone(" (713) 555-0143 ", "US") == "+17135550143"
    assert parse_phone("call (713) 555-0143", "US") == ""
    assert parse_number("+49301234567890123") == "+49301234567890123"
    assert parse_phone("+49301234567890123") == ""


def test_phones_are_found_in_a_text() -> None:
    assert find_phones("Mine: 0888 123 456, hers: 0999123456.", "MW") == ["+265888123456", "+265999123456"]


def test_a_number_tells_its_country_and_its_local_digits() -> None:
    assert [country_of_number(each) for each in ("+265888123456", "+80012345678", "mtn")] == ["MW", "", ""]
    assert [local_digits(each, "MW") for each in ("+265888123456", "mtn")] == ["888123456", "mtn"]
