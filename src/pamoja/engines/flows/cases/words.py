"""Tests for words in what people write, compared in the collation of the environment."""

from collections.abc import Sequence

from pamoja.engines.environment.collation import collated
from pamoja.engines.environment.tokens import words as words_of
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import TEXT
from pamoja.engines.excellent.values import XObject
from pamoja.engines.flows.cases.memory import remembered
from pamoja.engines.flows.cases.registry import router_test
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched

Word = tuple[str, str]
"""As it was written, and as it is compared."""


@router_test("has_phrase", TEXT, TEXT)
def has_phrase(call: Call, text: str, phrase: str) -> XObject:
    """Whether the words of a phrase stand in a text, in this order and with no others between them.

    After a word that does not fit, the search goes on with the next word: "no no water" has no "no water".

    @(has_phrase("we have no Clean Water", "clean water").match) → Clean Water
    @(has_phrase("water that is not clean", "clean water")) → false
    @(has_phrase("clean water", "").match) →
    """
    found, wanted = _words(call, text), _forms(call, phrase)
    matches: list[str] = []
    for word, form in found:
        if len(matches) == len(wanted):
            break
        if form == wanted[len(matches)]:
            matches.append(word)
        else:
            matches.clear()
    return matched(" ".join(matches)) if len(matches) == len(wanted) else NOT_MATCHED


@router_test("has_only_phrase", TEXT, TEXT)
def has_only_phrase(call: Call, text: str, phrase: str) -> XObject:
    """Whether a text has the words of a phrase and no others.

    @(has_only_phrase("Clean Water", "clean water").match) → Clean Water
    @(has_only_phrase("no clean water", "clean water")) → false
    @(has_only_phrase("", "").match) →
    """
    found, wanted = _words(call, text), _forms(call, phrase)
    return _joined(found) if tuple(form for _, form in found) == wanted else NOT_MATCHED


@router_test("has_all_words", TEXT, TEXT)
def has_all_words(call: Call, text: str, words: str) -> XObject:
    """Whether a text has each of some words, in any order and any number.

    @(has_all_words("Water is CLEAN", "clean water").match) → Water CLEAN
    @(has_all_words("clean well", "clean water")) → false
    """
    wanted = set(_forms(call, words))
    found = [pair for pair in _words(call, text) if pair[1] in wanted]
    return _joined(found) if wanted == {form for _, form in found} else NOT_MATCHED


@router_test("has_any_word", TEXT, TEXT)
def has_any_word(call: Call, text: str, words: str) -> XObject:
    """Whether a text has at least one of some words.

    @(has_any_word("Yes, we do", "yes ndiyo").match) → Yes
    @(has_any_word("two wells and a latrine", "latrine wells").match) → wells latrine
    @(has_any_word("maybe", "yes ndiyo")) → false
    """
    wanted = set(_forms(call, words))
    found = [pair for pair in _words(call, text) if pair[1] in wanted]
    return _joined(found) if found else NOT_MATCHED


def _words(call: Call, text: str) -> tuple[Word, ...]:
    return _cut(call.env.input_collation, text)


def _forms(call: Call, text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(form for _, form in _words(call, text))


@remembered
def _cut(collation: str, text: str) -> tuple[Word, ...]:
    """A text in words."""
    return tuple((word, collated(collation, word)) for word in words_of(text))


def _joined(pairs: Sequence[Word]) -> XObject:
    return matched(" ".join(word for word, _ in pairs))
