"""Languages are named, not numbered."""

import pytest
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
