"""References of contacts; expectations from goflow."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pamoja.engines.environment.environment import OBFUSCATION_KEY
from pamoja.engines.environment.obfuscation import MOST, decode_id, encode_id, is_reference


@pytest.mark.parametrize(("number", "reference"), [(777_777, "MYUFPD"), (1_234_567_890, "MFWTZ4D")])
def test_a_number_has_a_reference(number: int, reference: str) -> None:
    assert encode_id(number, OBFUSCATION_KEY) == reference


@given(some.integers(1, MOST), some.lists(some.integers(0, 2**32 - 1), min_size=4, max_size=4))
def test_a_reference_leads_back_to_its_number(number: int, key: list[int]) -> None:
    reference = encode_id(number, key)

    assert decode_id(reference, key) == decode_id(reference.lower(), key) == number


def test_a_bit_too_many_of_seven_letters_is_left_out() -> None:
    """Seven letters have 35 bits, the numbers 34: two texts stand for each."""
    assert encode_id(5_000_000_000, OBFUSCATION_KEY) == "KS2Q9W2"
    assert decode_id("KS2Q9W2", OBFUSCATION_KEY) == decode_id("3S2Q9W2", OBFUSCATION_KEY)


def test_what_is_no_reference_is_refused() -> None:
    texts = ("ABCDEF", "abcdef2", "ABCDE", "ABCDE0", "ABCDEé", "ABCDEß", "ABCDEſ")

    assert [each for each in texts if is_reference(each)] == ["ABCDEF", "abcdef2", "ABCDEſ"]
    assert decode_id("ABCDEſ", OBFUSCATION_KEY) == decode_id("ABCDES", OBFUSCATION_KEY)
    with pytest.raises(ValueError, match="not a valid"):
        decode_id("ABCDE0", OBFUSCATION_KEY)
    assert [encode_id(number, OBFUSCATION_KEY) for number in (0, MOST + 1)] == ["", ""]
