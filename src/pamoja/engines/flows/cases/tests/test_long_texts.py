"""Tests of words take time in proportion to the text: flows hand them whole answers of web services."""

from time import process_time

import pytest

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import truthy
from pamoja.engines.flows.cases import TESTS

WORDS = 40_000
"""So many that the square of it would take minutes."""
SAME = "a " * WORDS
OTHERS = " ".join(f"b{number}" for number in range(WORDS))


@pytest.mark.parametrize(
    ("test", "words", "is_passed"),
    [
        ("has_phrase", f"{SAME} b", False),
        ("has_phrase", SAME, True),
        ("has_only_phrase", SAME, True),
        ("has_all_words", OTHERS, False),
        ("has_any_word", OTHERS, False),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_a_long_text_is_looked_through_once(test: str, words: str, is_passed: bool) -> None:
    start = process_time()
    found = TESTS[test](Call(Environment(), lambda: 0.5), [SAME, words])
    assert truthy(found) is is_passed
    assert process_time() - start < 5
