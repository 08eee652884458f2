"""Where a text is cut into messages."""

from hypothesis import given
from hypothesis import strategies as some

from pamoja.engines.conversation.segments import split
from pamoja.engines.text.gsm7 import cost


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
