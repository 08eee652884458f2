"""Languages are named, not numbered."""

from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from pamoja.core.countries import country_choices, country_words
from pamoja.core.languages import common_languages, language_code, language_names, language_words


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


@pytest.mark.parametrize(
    ("page", "words", "code"),
    [
        ("en", "Swahili", "sw"),
        ("en", " swahili ", "sw"),
        ("fr", "francais", "fr"),
        ("ar", "السواحلية", "sw"),
        ("en", "sw-KE", "sw-KE"),
        ("fr", "luo", "luo"),
        ("en", "Klingonish", None),
        ("en", "", None),
    ],
)
def test_a_language_is_known_by_its_name_and_by_its_code(page: str, words: str, code: str | None) -> None:
    with override(page):
        assert language_code(words) == code


def test_each_name_in_the_list_leads_to_its_language() -> None:
    for page in ("en", "fr", "ar"):
        with override(page):
            wrong = {name: code for code, name in language_names().items() if language_code(name) != code}
            assert wrong == {}


def test_the_languages_of_a_country_come_before_those_of_the_product() -> None:
    assert common_languages("MW") == ["en", "ny", "tum", "tog", "zu", "fr", "ar"]
    assert common_languages("") == ["en", "fr", "ar"]


def test_a_country_has_its_name_in_the_language_of_the_page() -> None:
    with override("fr"):
        assert country_words("TCD") == "Tchad"
        names = [name for _code, name in country_choices()]
    assert names[:2] == ["Afghanistan", "Afrique du Sud"]
    assert len(names) == len(set(names)) == 249
    assert country_words("XXX") == "XXX"
