"""Languages are named, not numbered."""

from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from pamoja.core.languages import language_words


@pytest.mark.parametrize(
    ("code", "words"),
    [("fr", "French"), ("ny", "Nyanja"), ("sw-KE", "Swahili"), ("qqq", "qqq"), ("", ""), ("?", "?")],
)
def test_a_language_has_its_name(code: str, words: str) -> None:
    assert language_words(code) == words


def test_a_language_is_named_in_the_language_of_the_page() -> None:
    with override("ar"):
        assert language_words("en") == "الإنجليزية"


@pytest.mark.parametrize(("language", "words"), [("en", "6 May 2010"), ("fr", "6 mai 2010"), ("ar", "6 مايو، 2010")])
def test_no_word_of_ours_takes_the_place_of_a_month(language: str, words: str) -> None:
    with override(language):
        assert date_format(date(2010, 5, 6), "DATE_FORMAT") == words
