"""What SMS can carry, and what a text costs."""

import pytest

from pamoja.engines.text.gsm7 import cost, decode, encode, is_gsm7, plain, plainer


@pytest.mark.parametrize(
    ("text", "encoding", "length", "segments"),
    [
        ("", "gsm7", 0, 1),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("€" * 80, "gsm7", 160, 1),
        ("é@ñ", "gsm7", 3, 1),
        ("ê", "ucs2", 1, 1),
        ("ن" * 70, "ucs2", 70, 1),
        ("ن" * 71, "ucs2", 71, 2),
        ("😀" * 35, "ucs2", 70, 1),
        ("😀" * 67, "ucs2", 134, 3),  # 33 of them fit into each segment of 67
        ("a" * 152 + "€" + "a" * 152, "gsm7", 306, 3),  # the euro does not fit behind 152
    ],
)
def test_segments(text: str, encoding: str, length: int, segments: int) -> None:
    found = cost(text)
    assert (found.encoding, found.length, found.segments) == (encoding, length, segments)


def test_a_quote_does_not_double_the_price() -> None:
    assert plainer("“Yes”, it’s fine…") == '"Yes", it\'s fine...'
    assert plainer("“نعم”") == "“نعم”"
    assert plainer("Ça va") == "Ça va"


def test_letters_that_sms_has_not_can_be_written_plainly() -> None:
    assert plain("Ça, « œuf » à São Tomé\t– ñandú") == 'Ca, " oeuf " à Sao Tomé - ñandu'


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("Aé@", b"A\x05\x00"),
        ("[5 €]", b"\x1b<5 \x1be\x1b>"),
        ("5 ☺", b"5 ?"),
    ],
)
def test_a_text_is_coded_by_places(text: str, coded: bytes) -> None:
    assert encode(text) == coded
    assert decode(coded) == text.replace("☺", "?")
    assert is_gsm7(text) is ("☺" not in text)


def test_codes_that_mean_nothing_are_question_marks() -> None:
    assert decode(b"a\xffb\x1bAc\x1b") == "a?b?c"
