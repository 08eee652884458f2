"""Statistics against values worked out elsewhere."""

import pytest

from pamoja.engines.quality.statistics import (
    fences,
    floats,
    logarithmic,
    rank_difference,
    share_difference,
    suits_logarithms,
)


def test_fences_lie_beyond_the_quartiles() -> None:
    found = fences(floats(range(1, 10)), 1.5)

    assert found is not None
    assert (found.low, found.middle, found.high) == (-3, 5, 13)  # quartiles 3 and 7


def test_values_that_are_all_the_same_have_no_fences() -> None:
    assert fences(floats([4, 4, 4]), 1.5) is None


def test_fences_of_logarithms_are_in_the_unit_of_the_values() -> None:
    found = logarithmic(floats([1, 10, 100, 1000, 10_000, 0, -5]), 1)

    assert found is not None
    assert [round(each, 6) for each in (found.low, found.middle, found.high)] == [0.1, 100, 100_000]


def test_logarithms_suit_what_is_lopsided_to_the_right_and_nothing_else() -> None:
    assert suits_logarithms(floats([1, 2, 4, 8, 16, 32]))
    assert not suits_logarithms(floats(range(1, 40)))
    assert not suits_logarithms(floats([40 - 1.4**n for n in range(10)]))


def test_ranks_of_two_groups_are_compared_as_mann_and_whitney_did() -> None:
    # no continuity correction: U is 4 (pairs won, and two ties of a half), its mean 12.5; the ties are two pairs
    z, greater = rank_difference(floats([1, 2, 3, 4, 5]), floats([4, 6, 7, 8, 3]))

    assert greater == pytest.approx(4 / 25)
    assert z == pytest.approx((4 - 12.5) / (25 / 12 * (11 - 12 / 90)) ** 0.5)


def test_shares_of_two_groups_are_compared_by_chi_squared() -> None:
    # [[10, 30], [30, 10]]: chi-squared is 20 with one degree of freedom, and (cbrt(20) - 7/9) / sqrt(2/9) is 4.108
    z, changed = share_difference(floats([10, 30]), floats([30, 10]))

    assert z == pytest.approx(4.108, abs=0.001)
    assert changed == 0.5
    assert share_difference(floats([5, 0]), floats([9, 0])) == (0.0, 0.0)
