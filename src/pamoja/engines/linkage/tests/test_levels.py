"""At which level two values agree; the expectations are what a registrar would say of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.linkage import dates, exact, names


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("Amina", "amina", "exact"),
        ("Mohamed", "محمد", "same"),
        ("Tesfaye", "ተስፋዬ", "same"),
        ("Mitchell", "Mitchel", "same"),
        ("Gatluak", "Gatlauk", "close"),
        ("Englefield", "Englefiwld", "close"),
        ("Walter", "Watre", "near"),
        ("J.", "Joseph", "short"),
        ("Amina", "Rebecca", "different"),
        ("Hassan", "Hussein", "different"),
        ("123", "---", "different"),
    ],
)
def test_names_agree_by_letters_sound_or_beginning(a: str, b: str, level: str) -> None:
    assert names.LEVELS[names.compare(a, b)] == level
    assert names.compare(a, b) == names.compare(b, a)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("2015-03-27", "2015-03-27", "exact"),
        ("1990-01-01", "1990-01-01", "heaped"),
        ("1990-07-01", "1990-07-01", "heaped"),
        ("2015-03-12", "2015-12-03", "swapped"),
        ("2015-03-27", "2015-03-21", "one_digit"),
        ("1956-04-09", "1965-04-09", "one_digit"),
        ("2015-03-27", "2015-03-02", "month"),
        ("2015-03", "2015-03-27", "month"),
        ("2015", "2015-03-27", "year"),
        ("~2015", "2015", "year"),
        ("~2015", "2017-05-20", "near_year"),
        ("2015-03-27", "2018-11-05", "different"),
    ],
)
def test_dates_agree_as_far_as_both_are_known(a: str, b: str, level: str) -> None:
    assert dates.LEVELS[dates.compare(a, b)] == level
    assert dates.compare(a, b) == dates.compare(b, a)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("MWI/MW1/MW101/", "MWI/MW1/MW101/", "exact"),
        ("MWI/MW1/", "MWI/MW1/MW101/", "below"),
        ("MWI/MW1/MW101/A/", "MWI/MW1/MW101/B/", "district"),
        ("MWI/MW1/MW101/", "MWI/MW1/MW102/", "region"),
        ("MWI/MW1/", "MWI/MW2/", "different"),
        ("MWI/", "MWI/MW2/", "different"),
        ("MWI/MW1/", "ETH/ET1/", "different"),
    ],
)
def test_places_agree_as_far_down_as_they_share_their_path(a: str, b: str, level: str) -> None:
    assert exact.PLACE_LEVELS[exact.compare_places(a, b)] == level
    assert exact.compare_places(a, b) == exact.compare_places(b, a)


def test_a_number_with_one_sign_off_or_two_swapped_is_nearly_the_same() -> None:
    found = [
        exact.NUMBER_LEVELS[exact.compare_numbers("5304218", other)] for other in ("5304218", "5304281", "5399999")
    ]
    assert found == ["exact", "one_digit", "different"]
    assert exact.NUMBER_LEVELS[exact.compare_numbers("12", "13")] == "different", "of two signs one is half"


def test_a_text_may_share_only_its_beginning() -> None:
    found = [exact.TEXT_LEVELS[exact.compare_texts("TS19 0SH", x)] for x in ("ts19 0sh", "ts10 0sh", "ts19 7hb", "b1")]
    assert found == ["exact", "one_letter", "beginning", "different"]


@given(st.dates(), st.dates())
def test_any_two_days_have_a_level_in_either_order(a: object, b: object) -> None:
    assert dates.compare(str(a), str(b)) == dates.compare(str(b), str(a))
    assert 0 <= dates.compare(str(a), str(b)) < len(dates.LEVELS)
