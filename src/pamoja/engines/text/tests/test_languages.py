import pytest

from pamoja.engines.text.languages import is_language


@pytest.mark.parametrize("code", ["eng", "swa", "ARA", "und", "mul", "qaa", "qtz", "aav"])
def test_codes_of_three_letters_name_languages(code):
    assert is_language(code)


@pytest.mark.parametrize("code", ["", "en", "base", "vvv", "qua1", "a-b", "quz "])
def test_other_words_do_not(code):
    assert not is_language(code)
