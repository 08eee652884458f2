"""Phone numbers, short codes and names of senders, as people and carriers write them."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from pamoja.engines.text.cases import trimmed

_NOT_IN_NUMBER = re.compile(r"[^0-9A-Za-z]")
_SHORT_CODE = re.compile(r"[1-9][0-9]{2,5}")
_SENDER_ID = re.compile(r"[0-9A-Za-z]{3,64}")
_POSSIBLE = re.compile(r"\+?[0-9 .\-()]{5,}")
_COUNTRY = re.compile(r"[A-Z][A-Z]")
_LONG = 11
"""So many digits have a country code even without a plus."""
_ATTEMPTS = 3


class NotNumberError(ValueError):
    """A text that cannot be a phone number."""


def parse_number(text: str, country: str = "", *, allow_short: bool = False, allow_sender: bool = False) -> str:
    """The number as E.164 (+250788123123), or if allowed as short code (8080) or name of a sender (in small letters).

    The country is where it would be dialled; without one, only international numbers are understood.
    """
    text = trimmed(text)
    digits = ("+" if text.startswith("+") else "") + _NOT_IN_NUMBER.sub("", text)
    number = _parsed(digits, country)
    if found := _e164(number) or _with_plus(digits, country):
        return found
    if allow_short and country and (found := _short_code(digits, number, country)):
        return found
    if allow_sender and _SENDER_ID.fullmatch(digits):
        return digits.lower()
    raise NotNumberError("not a possible number")


def _parsed(digits: str, country: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, country or None)
    except NumberParseException as error:
        if country and error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            raise NotNumberError("invalid country code") from None
        return None


def _with_plus(digits: str, country: str) -> str:
    if len(digits) < _LONG or digits.startswith("0"):
        return ""
    try:
        return _e164(phonenumbers.parse(f"+{digits}", country or None))
    except NumberParseException:
        return ""


def _e164(number: PhoneNumber | None) -> str:
    """E.164 of a possible number, read again until it stays the same; "" if it does not."""
    written = ""
    for _ in range(_ATTEMPTS + 1):
        if number is None or not _is_possible(number):
            return ""
        before, written = written, phonenumbers.format_number(number, PhoneNumberFormat.E164)
        if written == before:
            return written
        try:
            number = phonenumbers.parse(written, None)
        except NumberParseException:
            return ""
    return ""


def _is_possible(number: PhoneNumber) -> bool:
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


def _short_code(digits: str, number: PhoneNumber | None, country: str) -> str:
    """What is known of short codes has gaps, so three to six digits without a zero before them are one too."""
    if number and phonenumbers.is_possible_short_number_for_region(number, country):
        return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return digits if _SHORT_CODE.fullmatch(digits) else ""


def parse_phone(text: str, country: str = "") -> str:
    """The E.164 number that a text is, with nothing else in it; "" if it is none."""
    text = trimmed(text)
    if not _POSSIBLE.fullmatch(text):
        return ""
    try:
        number = parse_number(text, country)
    except NotNumberError:
        return ""
    # a few countries have longer numbers than URNs may
    return number if re.fullmatch(r"\+[0-9]{7,15}", number) else ""


def find_phones(text: str, country: str = "") -> list[str]:
    """Every E.164 number in a text, in order."""
    found = (parse_phone(match[0], country) for match in _POSSIBLE.finditer(text))
    return [number for number in found if number]


def normal_path(path: str) -> str:
    """The path of a `tel` URN as E.164 where it can be one."""
    try:
        return parse_number(path, allow_short=True, allow_sender=True)
    except NotNumberError:
        return path


def national(path: str) -> str:
    """The number as people of its country write it; what is no number stays."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(path, None), PhoneNumberFormat.NATIONAL)
    except NumberParseException:
        return path


def local_digits(path: str, country: str) -> str:
    """The number without country code and leading zeros, as some carriers want it."""
    try:
        return str(phonenumbers.parse(path, country or None).national_number)
    except NumberParseException:
        return path


def country_of_number(number: str) -> str:
    """The ISO 3166-1 alpha-2 code of an international number; "" if no country has it."""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or ""
    except NumberParseException:
        return ""
    return region if _COUNTRY.fullmatch(region) else ""
