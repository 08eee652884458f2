"""Each language has everything, and its command words are its own."""

from string import Formatter

import pytest

from pamoja.engines.conversation.media import CHAT, IVR, SMS
from pamoja.engines.conversation.words import LANGUAGES, Words, words_for
from pamoja.engines.text.fold import fold

EN = LANGUAGES["en"]


def holes(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_language_has_all_that_english_has(words: Words) -> None:
    assert set(words.phrases) == set(EN.phrases)
    assert set(words.commands) == set(EN.commands)
    assert len(words.months) == 12 and sorted(set(words.days.values())) == [-2, -1, 0, 1]


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_phrases_have_the_holes_of_english(words: Words) -> None:
    wrong = {
        key
        for key, phrase in words.phrases.items()
        if holes(phrase) - set(words.commands) != holes(EN.phrases[key]) - set(EN.commands)
    }
    assert wrong == set()


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_no_word_means_two_commands_and_none_is_an_answer_to_yes_or_no(words: Words) -> None:
    every = [fold(word) for each in words.commands.values() for word in each]
    assert len(every) == len(set(every)) and all(every)
    assert not set(every) & {fold(word) for word in (*words.yes, words.phrases["no"], *words.days, *words.now)}
    english = {word: name for word, name in EN.by_word.items() if words.by_word.get(word, name) != name}
    assert english == {}, "English words are understood in every language"


@pytest.mark.parametrize("medium", [SMS, CHAT, IVR], ids=lambda each: each.name)
@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_phrase_can_be_said_on_every_medium(words: Words, medium: object) -> None:
    given = dict.fromkeys(("title", "key", "label", "first", "last", "count", "low", "high", "answer", "text"), "x")
    for key in (each for each in words.phrases if ":" not in each):
        words.say(key, medium, **given)  # type: ignore[arg-type]


def test_a_language_is_known_by_code_and_name() -> None:
    named = ("fr", "Français (fr)", "French", "العربية", "Arabic::ar", "English (en)", "Swahili (sw)")
    assert [words_for(each).code for each in named] == ["fr", "fr", "fr", "ar", "ar", "en", "en"]
    assert words_for("sw", "fr").code == "fr"
