"""Risk, suppression and treatments: figures worked out by hand, and what must hold for any records."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamoja.engines.disclosure import (
    band,
    coarse_point,
    month,
    pseudonym,
    rare_merged,
    risk_of,
    suppress_cells,
    suppress_records,
    year,
)
from pamoja.engines.disclosure.anonymity import class_of, sizes_of

KEYS = ("age", "sex", "place")
BUSY = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # of a busy machine
BAND = re.compile(r"(-?\d+)-(-?\d+)")
CELLS = st.one_of(st.none(), st.sampled_from("abc"))
RECORDS = st.lists(
    st.fixed_dictionaries(
        {**dict.fromkeys(KEYS, CELLS), "illness": st.sampled_from("xyz"), "home": st.sampled_from("123456")}
    ),
    max_size=40,
)
Row = dict[str, str | None]
# The patients of Machanavajjhala et al. 2007, figure 2: 4-anonymous, and one class all with cancer.
PATIENTS = [
    *({"zip": "130**", "age": "<30", "illness": each} for each in ("heart", "heart", "viral", "viral")),
    *({"zip": "1485*", "age": ">=40", "illness": each} for each in ("cancer", "heart", "viral", "viral")),
    *({"zip": "130**", "age": "3*", "illness": "cancer"} for _ in range(4)),
]


def test_the_published_table_is_4_anonymous_and_not_diverse() -> None:
    risk = risk_of(PATIENTS, ("zip", "age"), 5, ("illness",))
    assert (risk.least, risk.classes, risk.unique, risk.below, risk.expected) == (4, 3, 0, 12, 3.0)
    assert risk.diversity == {"illness": 1}
    assert risk_of(PATIENTS, ("zip", "age"), 4).below == 0


def test_figures_of_a_small_table() -> None:
    records = [{"age": "1", "sex": "f"}, {"age": "1", "sex": "f"}, {"age": "2", "sex": "f"}, {"age": None, "sex": "m"}]
    risk = risk_of(records, ("age", "sex"), 2)
    assert (risk.records, risk.classes, risk.least, risk.unique, risk.below) == (4, 3, 1, 2, 2)
    assert risk_of([], ("age",), 5).least == 0
    assert risk_of(records, (), 5).least == 4, "without key variables all are alike"


def _alike(record: Row, records: list[Row], keys: tuple[str, ...]) -> list[Row]:
    return [each for each in records if all(each[key] == record[key] for key in keys)]


@BUSY
@given(RECORDS, st.integers(1, 6), st.sampled_from([(), ("age",), KEYS]))
def test_the_figures_are_those_of_comparing_each_with_each(records: list[Row], k: int, keys: tuple[str, ...]) -> None:
    for unit in ("", "home"):
        found = risk_of(records, keys, k, ("illness",), unit)
        alike = [_alike(each, records, keys) for each in records]
        sizes = [len({row["home"] for row in rows} if unit else rows) for rows in alike]
        assert found.least == min(sizes, default=0)
        assert (found.records, found.unique) == (len(records), sizes.count(1))
        assert found.below == sum(size < k for size in sizes)
        assert abs(found.expected - sum(1 / size for size in sizes)) < 1e-9
        assert found.diversity["illness"] == min((len({row["illness"] for row in rows}) for rows in alike), default=0)


def test_members_of_one_household_count_once() -> None:
    members = [{"age": "0-9", "home": "1"}] * 5 + [{"age": "30-39", "home": each} for each in "1223"]
    risk = risk_of(members, ("age",), 3, unit="home")
    assert (risk.classes, risk.least, risk.unique, risk.below) == (2, 1, 5, 5)
    assert risk.expected == 5 / 1 + 4 / 3
    done = suppress_cells(members, ("age",), 3, "home")
    assert (len(done.records), done.cells, done.dropped) == (4, 5, 5), "a household that is alone with nothing told"


@BUSY
@given(RECORDS, st.integers(1, 4))
def test_what_stands_in_another_table_counts_and_is_not_blanked(records: list[Row], k: int) -> None:
    for suppress in (suppress_records, suppress_cells):
        done = suppress(records, ("age", "sex"), k, "home", ("place",))
        for record in done.records:
            assert len({each["home"] for each in _alike(record, done.records, KEYS)}) >= k
        before, after = (Counter((row["place"], row["home"]) for row in rows) for rows in (records, done.records))
        assert after <= before


@BUSY
@given(RECORDS, st.integers(1, 6))
def test_after_suppression_every_class_has_k(records: list[dict[str, str | None]], k: int) -> None:
    for suppress in (suppress_records, suppress_cells):
        done = suppress(records, KEYS, k)
        assert all(size >= k for size in sizes_of(done.records, KEYS).values())
        assert len(done.records) + done.dropped == len(records)


@BUSY
@given(RECORDS, st.integers(1, 6))
def test_cells_are_blanked_and_nothing_is_made_up(records: list[dict[str, str | None]], k: int) -> None:
    done = suppress_cells(records, KEYS, k)
    assert done.dropped <= suppress_records(records, KEYS, k).dropped
    for record in done.records:
        assert any(
            all(record[name] in (None, other[name]) for name in KEYS) and record["illness"] == other["illness"]
            for other in records
        )


@BUSY
@given(RECORDS, st.integers(1, 6))
def test_records_in_large_classes_stay_as_they_are(records: list[dict[str, str | None]], k: int) -> None:
    before = sizes_of(records, KEYS)
    fine = [record for record in records if before[class_of(record, KEYS)] >= k]
    rest = iter(suppress_cells(records, KEYS, k).records)
    assert all(any(record == each for each in rest) for record in fine), "in their order"


@pytest.mark.parametrize(
    ("number", "width", "wanted"),
    [(23, 5, "20-24"), ("23.9", 5, "20-24"), (25, 5, "25-29"), (0, 10, "0-9"), (-3, 5, "-5--1"), (7, 1, "7-7"),
     ("many", 5, None), ("NaN", 5, None), ("1e400", 5, None), (True, 5, None)],
)  # fmt: skip
def test_bands(number: object, width: int, wanted: str | None) -> None:
    assert band(number, width) == wanted


@BUSY
@given(st.integers(-(10**9), 10**9), st.sampled_from([5, 10, 100]))
def test_a_number_lies_in_its_band(number: int, width: int) -> None:
    found = band(number, width)
    assert found is not None
    low, high = map(int, BAND.fullmatch(found).groups())  # type: ignore[union-attr]
    assert low <= number <= high == low + width - 1 and low % width == 0


def test_days() -> None:
    assert (month("2026-03-09"), year("2026-03-09T10:00:00Z")) == ("2026-03", "2026")
    assert month("9 March") is None and year("20260309") is None


def test_positions_lose_their_decimals() -> None:
    assert coarse_point(-9.71717, 33.2666, 1) == "-9.7 33.3"
    assert coarse_point(-9.71717, 33.2666, 2) == "-9.72 33.27"


def test_a_pseudonym_is_the_same_under_one_key_alone() -> None:
    assert pseudonym("Ann", b"1") == pseudonym("Ann", b"1") != pseudonym("Ann", b"2")
    assert pseudonym("Ann", b"1") != pseudonym("Bo", b"1") and "Ann" not in pseudonym("Ann", b"1")


def test_rare_values_join_until_they_are_enough() -> None:
    values = [*"aaaaaaa", *"bbbbbb", "c", "d", None]
    assert rare_merged(values, 5, "other") == {"a": "a", "b": "other", "c": "other", "d": "other"}
    assert rare_merged("aaaaa", 5, "other") == {"a": "a"}
    assert rare_merged("a", 5, "other") == {"a": "other"}


@BUSY
@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.integers(1, 8))
def test_no_value_is_left_that_is_rare(values: list[str], least: int) -> None:
    merged = rare_merged(values, least, "other")
    left = [merged[each] for each in values]
    if len(values) >= least:
        assert all(left.count(each) >= least for each in set(left))
    else:
        assert set(left) <= {"other"}
