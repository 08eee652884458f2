"""Letters in their other cases, one for one."""

from pamoja.engines.text.cases import lower, title, trimmed, upper


def test_each_letter_has_one_other() -> None:
    assert lower("ΣΑΣ İSTANBUL ẞ") == "σασ istanbul ß"
    assert upper("straße ﬁn ᾳ") == "STRAßE ﬁN ᾼ"


def test_words_begin_after_blanks_and_after_marks_of_ascii() -> None:
    assert title("o'neil-smith ǆ a«b_c") == "O'Neil-Smith ǅ A«b_c"


def test_only_white_space_of_unicode_is_trimmed() -> None:
    assert trimmed("\u3000 a\x1f\n") == "a\x1f"


def test_letters_are_changed_one_by_one() -> None:
    assert [lower("İ"), upper("ŉ"), upper("ⓐ"), title("élodie\xa0ça 3rd a\x1cb")] == [
        "i",
        "ŉ",
        "Ⓐ",
        "Élodie\xa0Ça 3rd A\x1cB",
    ]
