"""Whole lists: candidate pairs, learning without labels, persons out of pairs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.linkage.batch import table_of
from pamoja.engines.linkage.blocking import candidate_pairs
from pamoja.engines.linkage.clusters import connected, one_to_one
from pamoja.engines.linkage.estimate import estimate_u, maximise, random_pairs
from pamoja.engines.linkage.model import Field, Level, Model

SIGNS = ("a", "b", "c")
TRUE_M, TRUE_U, SHARE = (0.9, 0.8, 0.95), (0.1, 0.05, 0.2), 0.3


def model(m: float = 0.7, u: tuple[float, ...] = TRUE_U) -> Model:
    def compare(a: str, b: str) -> int:
        return int(a != b)

    fields = [
        Field(name, compare, (Level("exact", m, chance), Level("different", 1 - m, 1 - chance)))
        for name, chance in zip(SIGNS, u, strict=True)
    ]
    return Model(tuple(fields), prior=0.01)


def test_pairs_that_share_a_key_come_once_and_in_order() -> None:
    rules = {"year": [["1990"], ["1991"], ["1990"], []], "sound": [["mn"], ["mn"], ["mn", "ys"], ["ys"]]}
    left, right = candidate_pairs(rules)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2), (2, 3)]


def test_a_key_that_too_many_share_is_passed_over() -> None:
    left, _right = candidate_pairs({"sex": [["f"]] * 5, "year": [["1"], ["1"], ["2"], ["3"], ["4"]]}, most=4)
    assert len(left) == 1


def test_nothing_to_bring_together_is_no_error() -> None:
    assert [len(side) for side in candidate_pairs({"sound": [[], []]})] == [0, 0]
    assert [len(side) for side in candidate_pairs({})] == [0, 0]


def test_the_chances_that_made_the_data_are_found_again_without_labels() -> None:
    chance = np.random.default_rng(7)
    is_match = chance.random(60_000) < SHARE
    agree = [chance.random(60_000) < np.where(is_match, m, u) for m, u in zip(TRUE_M, TRUE_U, strict=True)]
    levels = np.stack([np.where(each, 0, 1) for each in agree], axis=1).astype(np.int8)
    m, share = maximise(model(), levels)
    assert np.allclose([chances[0] for chances in m], TRUE_M, atol=0.02)
    assert abs(share - SHARE) < 0.02


def test_missing_values_do_not_pull_the_chances() -> None:
    chance = np.random.default_rng(7)
    is_match = chance.random(60_000) < SHARE
    agree = [chance.random(60_000) < np.where(is_match, m, u) for m, u in zip(TRUE_M, TRUE_U, strict=True)]
    levels = np.stack([np.where(each, 0, 1) for each in agree], axis=1).astype(np.int8)
    levels[chance.random(levels.shape) < 0.2] = -1
    m, _share = maximise(model(), levels)
    assert np.allclose([chances[0] for chances in m], TRUE_M, atol=0.02)


def test_u_is_how_often_strangers_agree_and_the_same_for_the_same_seed() -> None:
    start = model()
    table = table_of({name: [str(number % 10) for number in range(1000)] for name in SIGNS})
    first, again = (estimate_u(start, table, 20_000, seed=3) for _time in range(2))
    assert first == again
    assert abs(first.fields[0].levels[0].u - 0.1) < 0.01
    assert all((left != right).all() for left, right in [random_pairs(50, 1000, 1)])


def test_what_hangs_together_is_one_person() -> None:
    assert connected(6, [4, 1, 2], [5, 2, 3]).tolist() == [0, 1, 1, 1, 4, 4]


def test_one_to_one_keeps_the_best_pair_of_each() -> None:
    assert one_to_one([0, 0, 1, 1], [10, 11, 10, 11], [0.9, 0.8, 0.99, 0.7]) == [2, 1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_no_order_of_the_pairs_changes_the_persons(pairs: list[tuple[int, int]]) -> None:
    forth = connected(10, [a for a, _b in pairs], [b for _a, b in pairs])
    back = connected(10, [b for _a, b in reversed(pairs)], [a for a, _b in reversed(pairs)])
    assert forth.tolist() == back.tolist()
    assert all(forth[a] == forth[b] for a, b in pairs)
