from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.people.births import (
    Birth,
    Precision,
    age_on,
    age_range,
    from_age,
    is_maybe_under,
    is_surely_under,
    likeness,
    read,
    span,
    write,
)

TODAY = date(2026, 3, 1)
DAYS = st.dates(date(1900, 1, 1), date(2026, 1, 1))
BIRTHS = st.builds(Birth, DAYS, st.sampled_from(Precision))


@pytest.mark.parametrize(
    ("birth", "first", "last"),
    [
        (Birth(date(2024, 2, 10)), date(2024, 2, 10), date(2024, 2, 10)),
        (Birth(date(2024, 2, 10), Precision.MONTH), date(2024, 2, 1), date(2024, 2, 29)),
        (Birth(date(2024, 2, 10), Precision.YEAR), date(2024, 1, 1), date(2024, 12, 31)),
        (Birth(date(2024, 2, 10), Precision.ESTIMATED), date(2022, 1, 1), date(2026, 12, 31)),
    ],
)
def test_precision_widens_the_days_of_birth(birth: Birth, first: date, last: date) -> None:
    assert span(birth) == (first, last)


def test_one_born_on_29_february_is_a_year_older_on_1_march() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), TODAY) == 18


def test_a_year_gives_a_range_of_ages() -> None:
    assert age_range(Birth(date(2008, 6, 1), Precision.YEAR), TODAY) == (17, 18)
    assert age_range(from_age(30, TODAY), TODAY) == (27, 32)


def test_one_who_may_be_a_child_is_told_from_one_who_surely_is() -> None:
    unsure = Birth(date(2008, 1, 1), Precision.YEAR)
    assert is_maybe_under(unsure, 18, TODAY) and not is_surely_under(unsure, 18, TODAY)
    assert is_surely_under(Birth(date(2010, 1, 1), Precision.YEAR), 18, TODAY)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (Birth(date(2010, 3, 4)), Birth(date(2010, 3, 4)), 1.0),
        (Birth(date(2010, 3, 4)), Birth(date(2010, 4, 3)), 0.7),
        (Birth(date(2010, 3, 4)), Birth(date(2010, 3, 1), Precision.MONTH), 0.9),
        (Birth(date(2010, 3, 4)), Birth(date(2010, 1, 1), Precision.YEAR), 0.8),
        (Birth(date(2010, 3, 4)), Birth(date(2011, 7, 1), Precision.ESTIMATED), 0.7),
        (Birth(date(2010, 3, 4)), Birth(date(2015, 3, 4)), 0.0),
    ],
)
def test_birth_dates_agree_as_far_as_their_precision_lets_them(a: Birth, b: Birth, expected: float) -> None:
    assert likeness(a, b) == expected


@given(BIRTHS, BIRTHS)
def test_likeness_is_symmetric_and_bounded(a: Birth, b: Birth) -> None:
    assert 0.0 <= likeness(a, b) <= 1.0
    assert likeness(a, b) == likeness(b, a)


@given(BIRTHS, DAYS)
def test_the_written_day_lies_in_its_span_and_the_age_in_its_range(birth: Birth, on: date) -> None:
    first, last = span(birth)
    assert first <= birth.day <= last
    low, high = age_range(birth, on)
    assert 0 <= low <= max(0, age_on(birth.day, on)) <= high


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2015", date(2015, 1, 1), Precision.YEAR),
        ("2015-03", date(2015, 3, 1), Precision.MONTH),
        ("2015-3-7", date(2015, 3, 7), Precision.EXACT),
        ("2015-03-27 00:00:00", date(2015, 3, 27), Precision.EXACT),
        ("2015-03-27T00:00:00", date(2015, 3, 27), Precision.EXACT),
        ("27/03/2015", date(2015, 3, 27), Precision.EXACT),
        ("27.3.2015", date(2015, 3, 27), Precision.EXACT),
        ("03/2015", date(2015, 3, 1), Precision.MONTH),
    ],
)
def test_a_written_date_tells_its_precision(text: str, day: date, precision: Precision) -> None:
    assert read(text) == Birth(day, precision)


@pytest.mark.parametrize("text", ["", "15", "2015-13", "31/02/2015", "27/03/15", "about 2015"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)


@given(st.builds(Birth, DAYS, st.sampled_from([Precision.EXACT, Precision.MONTH, Precision.YEAR])))
def test_what_is_written_is_read_again_with_the_same_span(birth: Birth) -> None:
    assert span(read(write(birth))) == span(birth)


def test_an_estimate_is_said_to_be_one() -> None:
    assert read("1990", is_estimated=True).precision is Precision.ESTIMATED
