"""Keys are equal when values are, and in their order."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.apps.messaging.contacts.keys import KEY_LENGTH, number_key, text_key

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e100"), max_value=Decimal("1e100"))


@given(NUMBERS, NUMBERS)
def test_keys_of_numbers_are_in_the_order_of_the_numbers(one: Decimal, other: Decimal) -> None:
    assert (number_key(one) < number_key(other)) is (one < other)
    assert (number_key(one) == number_key(other)) is (one == other)


def test_numbers_next_to_each_other() -> None:
    ordered = ["-12.5", "-12", "-1.5", "-1", "-0.05", "0", "0.05", "0.5", "1", "1.5", "9", "10", "10.5", "100"]
    keys = [number_key(Decimal(text)) for text in ordered]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    assert number_key(Decimal("1.50")) == number_key(Decimal("1.5")) and number_key(Decimal("-0")) == keys[5]


@pytest.mark.parametrize("size", [KEY_LENGTH - 1, KEY_LENGTH, 640])
def test_texts_that_differ_at_their_end_have_two_keys_of_bounded_length(size: int) -> None:
    one, other = text_key("x" * (size - 1) + "a"), text_key("x" * (size - 1) + "b")
    assert one != other and len(one) <= KEY_LENGTH


def test_case_and_blanks_around_make_no_difference() -> None:
    assert text_key(" Nyarugenge\t") == text_key("nyarugenge") == "nyarugenge"
