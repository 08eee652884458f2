"""The words that steer a conversation stand in the reference."""

from pathlib import Path

import pytest

from pamoja.engines.conversation.words import LANGUAGES, Words

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/words-of-conversations.md"
ROWS = [[cell.strip() for cell in line.split("|")] for line in PAGE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("column", "words"), list(enumerate(LANGUAGES.values(), 2)), ids=LANGUAGES)
def test_every_word_is_told_in_the_column_of_its_language(column: int, words: Words) -> None:
    told = {word.strip() for row in ROWS if len(row) > column for word in row[column].split(",")}
    every = {word for command in words.commands.values() for word in command} | set(words.days) | set(words.now)
    assert every - told == set()
