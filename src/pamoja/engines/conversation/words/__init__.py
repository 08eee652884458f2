"""What the conversation itself says and understands, in each language. The questions are the form's own."""

from pamoja.engines.conversation.words.ar import AR
from pamoja.engines.conversation.words.base import Words, quoted
from pamoja.engines.conversation.words.en import EN
from pamoja.engines.conversation.words.fr import FR
from pamoja.engines.text.fold import fold

LANGUAGES = {each.code: each for each in (EN, FR, AR)}


def known_words(tag: str) -> Words | None:
    """The language that a code ("fr") or a name ("Français (fr)") means."""
    parts = set(fold(tag).split())
    return next((each for each in LANGUAGES.values() if parts & {each.code, *each.names}), None)


def words_for(*tags: str) -> Words:
    """The first language that one of these means, else English."""
    return next((found for found in map(known_words, tags) if found is not None), EN)


__all__ = ["LANGUAGES", "Words", "known_words", "quoted", "words_for"]
