"""What people write, as the form engine has it."""

from datetime import datetime

import pytest

from pamoja.engines.conversation.reading import moments, numbers, places
from pamoja.engines.conversation.reading.choices import Option, find, find_many, keyed
from pamoja.engines.conversation.words import LANGUAGES

NOW = datetime.fromisoformat("2026-03-14T15:09:26.535+03:00")
EN, FR, AR = LANGUAGES["en"], LANGUAGES["fr"], LANGUAGES["ar"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12", "12"),
        (" ١٢ ", "12"),
        ("۱۲", "12"),
        ("१२", "12"),
        ("1 200", "1200"),
        ("1,200", "1200"),
        ("1.200", "1200"),
        ("12 345 678", "12345678"),
        ("−5", "-5"),
        ("007", "7"),
        ("1,2", None),
        ("twelve", None),
        ("12 kg", None),
        ("", None),
        ("1" * 30, None),
    ],
)
def test_whole_numbers(written: str, expected: str | None) -> None:
    assert numbers.whole(written) == expected


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("3.5", "3.5", "3.5"),
        ("3,5", "3.5", "3.5"),
        ("٣٫٥", "3.5", "3.5"),
        ("1,200", "1200", "1.200"),
        ("1.200", "1.200", "1.200"),
        ("0,250", "0.250", "0.250"),
        ("1,200.5", "1200.5", "1200.5"),
        ("1.200,5", "1200.5", "1200.5"),
        ("1 200,5", "1200.5", "1200.5"),
        ("1,200,300", "1200300", "1200300"),
        (".5", "0.5", "0.5"),
        ("-0,25", "-0.25", "-0.25"),
        ("3,5,6", None, None),
        ("much", None, None),
    ],
)
def test_numbers_by_the_custom_of_the_language(written: str, english: str | None, french: str | None) -> None:
    assert numbers.number(written, EN.thousands) == english
    assert numbers.number(written, FR.thousands) == french


def test_the_star_of_a_telephone_is_the_point() -> None:
    assert numbers.number("12*5", EN.thousands, is_spoken=True) == "12.5"
    assert numbers.number("12*5", EN.thousands) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-02-03", "2026-02-03"),
        ("3/2/2026", "2026-02-03"),
        ("3.2.26", "2026-02-03"),
        ("03-02-2026", "2026-02-03"),
        ("3 2 2026", "2026-02-03"),
        ("2/25/2026", "2026-02-25"),
        ("03022026", "2026-02-03"),
        ("1/1/87", "1987-01-01"),
        ("3 Feb 2026", "2026-02-03"),
        ("3rd of February, 2026", "2026-02-03"),
        ("Feb 3, 2026", "2026-02-03"),
        ("today", "2026-03-14"),
        ("Yesterday", "2026-03-13"),
        ("31/2/2026", None),
        ("0/0/0000", None),
        ("soon", None),
        ("12", None),
    ],
)
def test_dates_in_english(written: str, expected: str | None) -> None:
    found = moments.day(written, EN, NOW)
    assert (found and found.isoformat()) == expected


@pytest.mark.parametrize(
    ("written", "words", "expected"),
    [
        ("hier", FR, "2026-03-13"),
        ("aujourd'hui", FR, "2026-03-14"),
        ("aujourd’hui", FR, "2026-03-14"),
        ("avant-hier", FR, "2026-03-12"),
        ("1er août 2025", FR, "2025-08-01"),
        ("3 févr. 2026", FR, "2026-02-03"),
        ("اليوم", AR, "2026-03-14"),
        ("أمس", AR, "2026-03-13"),
        ("٣ شباط ٢٠٢٦", AR, "2026-02-03"),
        ("٣/٢/٢٠٢٦", AR, "2026-02-03"),
        ("3 كانون الأول 2025", AR, "2025-12-03"),
    ],
)
def test_dates_in_other_languages(written: str, words: object, expected: str) -> None:
    found = moments.day(written, words, NOW)  # type: ignore[arg-type]
    assert found is not None and found.isoformat() == expected


def test_months_and_years() -> None:
    for written in ("3/2026", "03-2026", "2026-03", "March 2026", "032026"):
        found = moments.month(written, EN, NOW)
        assert found is not None and found.isoformat() == "2026-03-01", written
    assert moments.month("13/2026", EN, NOW) is None
    year = moments.year("١٩٨٧", NOW)
    assert year is not None and year.isoformat() == "1987-01-01"
    assert moments.year("87", NOW) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("14:30", "14:30"),
        ("14.30", "14:30"),
        ("14h30", "14:30"),
        ("14h", "14:00"),
        ("1430", "14:30"),
        ("2:30 pm", "14:30"),
        ("2:30 P.M.", "14:30"),
        ("2pm", "14:00"),
        ("12 am", "00:00"),
        ("12:15 pm", "12:15"),
        ("now", "15:09"),
        ("25:00", None),
        ("14:75", None),
        ("14", None),
        ("13 pm", None),
        ("noon", None),
    ],
)
def test_times(written: str, expected: str | None) -> None:
    found = moments.clock(written, EN, NOW)
    assert (found and f"{found:%H:%M}") == expected


def test_moments_are_in_the_zone_of_now() -> None:
    for written in ("3/2/2026 14:30", "2026-02-03T14:30", "3 Feb 2026 2:30 pm", "3/2/2026, 1430", "030220261430"):
        found = moments.moment(written, EN, NOW)
        assert found is not None and found.isoformat() == "2026-02-03T14:30:00+03:00", written
    assert moments.moment("3/2/2026", EN, NOW) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("-13.96 33.77", "-13.9600000 33.7700000 0 0"),
        ("-13.96, 33.77", "-13.9600000 33.7700000 0 0"),
        ("-13,96 33,77", "-13.9600000 33.7700000 0 0"),
        ("13.96 S 33.77 E", "-13.9600000 33.7700000 0 0"),
        ("13.96S, 33.77E", "-13.9600000 33.7700000 0 0"),
        ("١٥٫٣ ٤٤٫٢", "15.3000000 44.2000000 0 0"),
        ("91 10", None),
        ("10", None),
        ("here", None),
    ],
)
def test_places(written: str, expected: str | None) -> None:
    assert places.place(written) == expected


def test_a_shape_is_closed_and_a_line_is_not() -> None:
    assert places.trace("1 1; 1 2; 2 2", is_closed=False) == (
        "1.0000000 1.0000000 0 0; 1.0000000 2.0000000 0 0; 2.0000000 2.0000000 0 0"
    )
    shape = places.trace("1 1\n1 2\n2 2", is_closed=True)
    assert shape is not None and shape.endswith("; 1.0000000 1.0000000 0 0") and shape.count(";") == 3
    assert places.trace("1 1", is_closed=False) is None


def labels(options: tuple[Option, ...]) -> list[str]:
    return [each.label for each in options]


FOOD = keyed([("maize", "Maize"), ("rice", "Rice"), ("other", "Other food"), ("oth2", "Other drink"), ("99", "Épicé")])


@pytest.mark.parametrize(
    ("written", "expected", "is_exact"),
    [
        ("1", ["Maize"], True),
        ("٢", ["Rice"], True),
        ("1.", ["Maize"], True),
        ("2. Rice", ["Rice"], True),
        ("RICE", ["Rice"], True),
        ("oth2", ["Other drink"], True),
        ("99", ["Épicé"], True),
        ("epice", ["Épicé"], True),
        ("ma", ["Maize"], False),
        ("other", ["Other food"], True),
        ("oth", ["Other food", "Other drink"], False),
        ("drink", ["Other drink"], False),
        ("6", [], False),
        ("rye", [], False),
        ("!", [], False),
    ],
)
def test_a_choice_by_number_name_value_or_beginning(written: str, expected: list[str], is_exact: bool) -> None:
    found = find(FOOD, written)
    assert (labels(found.options), found.is_exact) == (expected, is_exact)


def test_a_printed_number_counts_before_a_value_that_looks_like_it() -> None:
    assert find(keyed([("0", "No"), ("1", "Yes")]), "1").options[0].label == "No"


def test_choices_called_by_numbers_have_letters() -> None:
    options = keyed([("a", "0"), ("b", "1"), ("c", "2 or more")])
    assert [each.key for each in options] == ["a", "b", "c"]
    assert labels(find(options, "1").options) == ["1"]
    assert labels(find(options, "a").options) == ["0"]


@pytest.mark.parametrize("written", ["1 3", "1,3", "1، 3", "١ ٣", "maize, other food", "Maize; 3", "1\n3"])
def test_several_choices(written: str) -> None:
    assert [each.only and each.only.label for each in find_many(FOOD, written)] == ["Maize", "Other food"]


def test_keys_of_a_telephone_follow_each_other() -> None:
    assert [each.only and each.only.label for each in find_many(FOOD, "13", is_spoken=True)] == ["Maize", "Other food"]
