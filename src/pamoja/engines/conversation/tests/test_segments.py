"""What a text costs as SMS, and where it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pamoja.engines.conversation.segments import cost, plainer, split


@pytest.mark.parametrize(
    ("text", "encoding", "length", "segments"),
    [
        ("", "gsm7", 0, 0),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("€" * 80, "gsm7", 160, 1),
        ("é@ñ", "gsm7", 3, 1),
        ("ê", "ucs2", 1, 1),
        ("ن" * 70, "ucs2", 70, 1),
        ("ن" * 71, "ucs2", 71, 2),
        ("😀" * 35, "ucs2", 70, 1),
        ("😀" * 67, "ucs2", 134, 3),  # 33 of them fit into each segment of 67
        ("a" * 152 + "€" + "a" * 152, "gsm7", 306, 3),  # the euro does not fit behind 152
    ],
)
def test_segments(text: str, encoding: str, length: int, segments: int) -> None:
    found = cost(text)
    assert (found.encoding, found.length, found.segments) == (encoding, length, segments)


def test_a_quote_does_not_double_the_price() -> None:
    assert plainer("“Yes”, it’s fine…") == '"Yes", it\'s fine...'
    assert plainer("“نعم”") == "“نعم”"


def test_a_text_is_cut_between_choices() -> None:
    lines = [f"{number}. {'x' * 40}" for number in range(1, 11)]
    parts = split("\n".join(lines), 1)
    assert "\n".join(parts) == "\n".join(lines)
    assert [line for part in parts for line in part.split("\n")] == lines
    assert all(cost(part).segments == 1 for part in parts)


def test_a_line_longer_than_a_message_is_cut_between_words() -> None:
    parts = split("word " * 100, 1)
    assert len(parts) > 3 and all(set(part.split()) == {"word"} for part in parts)


def test_what_costs_nothing_stays_whole() -> None:
    assert split("a" * 5000, 0) == ("a" * 5000,)


@given(some.text(max_size=400), some.integers(1, 3))
def test_no_part_is_longer_than_asked_and_no_word_is_lost(text: str, most: int) -> None:
    parts = split(text, most)
    assert all(cost(part).segments <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
