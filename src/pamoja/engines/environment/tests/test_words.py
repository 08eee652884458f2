"""Words, collations and locales; expectations checked against goflow and gocommon."""

import pytest

from pamoja.engines.environment.collation import collated, same, skeleton
from pamoja.engines.environment.locales import best_locale, country_of, language_of, two_letter_code
from pamoja.engines.environment.tokens import (
    glob_matches,
    glob_select,
    split_by,
    truncated,
    word_segments,
    words,
)


def test_words_of_messages_keep_apostrophes_marks_and_symbols() -> None:
    assert words("Mum's 2nd_try: 👍👍 हाँ!") == ["Mum's", "2nd_try", "👍", "👍", "हाँ"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mum's 1,234.5 e-mail!", ["Mum's", "1,234.5", "e", "mail"]),
        ("à 10:30 — l'été 😀", ["à", "10", "30", "l'été"]),
        ("日本 カタカナ ไทย", ["日", "本", "カタカナ"]),
        ("_ .", ["_"]),
    ],
)
def test_words_by_unicode_leave_out_what_is_between(text: str, found: list[str]) -> None:
    assert word_segments(text) == found


def test_texts_are_split_by_marks_of_choice() -> None:
    assert split_by(" a.b  c.", ". ") == ["a", "b", "c"]
    assert split_by("a b", "") == ["a b"]


def test_long_texts_are_cut_with_their_ending_inside() -> None:
    assert [truncated("abcdef", limit, "...") for limit in (-1, 3, 5, 6)] == ["", "abc", "ab...", "abcdef"]


def test_stars_stand_at_the_ends_of_a_pattern() -> None:
    assert [glob_matches("hello", each) for each in ("h*", "*o", "*ll*", "h*o", "")] == [True, True, True, False, False]
    assert glob_matches("", "")
    assert glob_select("hello", ["*", "*lo", "hel*", "x"]) == "hel*"
    assert glob_select("aé", ["a*", "*é"]) == "*é"
    assert glob_select("hello", ["x"]) == ""


@pytest.mark.parametrize(
    ("collation", "one", "other", "are"),
    [
        ("default", "ÀB", "àb", True),
        ("default", "AB", "\u0410B", False),
        ("confusables", "AB", "\u0410B", True),
        ("arabic_variants", "علي", "على", True),
        ("default", "علي", "على", False),
        ("arabic_variants", "٣", "۳", True),
    ],
)
def test_a_collation_decides_what_is_the_same(collation: str, one: str, other: str, are: bool) -> None:
    assert same(collation, one, other) is are


def test_what_cannot_be_seen_has_no_part_in_the_skeleton() -> None:
    assert skeleton("pay\u034fpal") == skeleton("раураl") == "paypal"
    assert collated("default", "İΣ") == "iσ"


@pytest.mark.parametrize(
    ("preferred", "available", "best"),
    [
        (["por-AO"], ["pt-BR", "pt-PT"], "pt-PT"),
        (["spa-PE"], ["es-ES", "es-MX"], "es-MX"),
        (["eng-KE"], ["en-US", "en-GB"], "en-GB"),
        (["ach", "fra"], ["en-US", "fra-CA"], "fra-CA"),
        (["ach"], ["en-US", "fra-CA"], "en-US"),
        (["zho-TW"], ["zh-CN", "zh-HK"], "zh-HK"),
        (["zho"], ["en", "cmn", "zh-CN"], "zh-CN"),
        (["kon-CD"], ["en", "fr"], "fr"),
        (["nor"], ["en", "nb"], "nb"),
        (["nob"], ["fr", "da"], "da"),
        (["nob"], ["fr", "sw"], "fr"),
        (["kin", "hin"], ["fra", "hin"], "hin"),
        (["nya", ""], ["por", "eng"], "eng"),
        (["kin-RW"], ["por", "fra"], "fra"),
        (["kir"], ["por", "rus"], "rus"),
        (["eus"], ["por", "spa"], "spa"),
        ([""], ["ara", "spa"], "spa"),
        ([""], ["ara", "zho"], "ara"),
        (["eng-US", "eng"], ["eng-US", "spa", "fra"], "eng-US"),
        (["spa-EC"], ["spa-ES", "spa-MX"], "spa-MX"),
        (["por"], ["por-PT", "por-BR"], "por-BR"),
        (["eng-RW"], ["eng-US", "eng-GB"], "eng-GB"),
        (["ara"], ["ara-SA", "ara-EG"], "ara-EG"),
        (["eng-US"], ["en_US", "es"], "en_US"),
    ],
)
def test_the_closest_locale_is_chosen(preferred: list[str], available: list[str], best: str) -> None:
    assert best_locale(preferred, available) == best


def test_locales_have_a_language_and_maybe_a_country() -> None:
    assert [(language_of(each), country_of(each)) for each in ("eng-RW", "eng", "")] == [
        ("eng", "RW"),
        ("eng", ""),
        ("", ""),
    ]
    assert [two_letter_code(each) for each in ("eng", "swa", "ach")] == ["en", "sw", ""]
