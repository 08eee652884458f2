"""Weights, probabilities and reasons, checked against sums done by hand."""

from math import isclose, log2

import numpy as np
import pytest

from pamoja.engines.linkage import Field, Level, Model, exact, judge
from pamoja.engines.linkage.batch import levels_of, probabilities, table_of, weights_of
from pamoja.engines.linkage.defaults import person_model
from pamoja.engines.linkage.weights import probability_of

SEX = Field("sex", exact.compare, (Level("exact", 0.98, 0.5), Level("different", 0.02, 0.5)))
TOWN = Field(
    "town", exact.compare, (Level("exact", 0.9, 0.1), Level("different", 0.1, 0.9)), by_rarity=frozenset({"exact"})
)
PERSON = person_model(100_000)
SMALL = Model((SEX, TOWN), prior=0.1)
AMINA = {
    "given": "Amina", "family": "Yusuf Omar", "birth": "1994-05-17", "sex": "female", "place": "MWI/MW1/MW101/",
}  # fmt: skip


def test_the_weights_add_up_to_the_odds() -> None:
    found = judge(SMALL, {"sex": "f", "town": "zomba"}, {"sex": "f", "town": "zomba"})
    by_hand = (0.1 / 0.9) * (0.98 / 0.5) * (0.9 / 0.1)
    assert isclose(found.probability, by_hand / (1 + by_hand))
    assert [(reason.field, reason.level) for reason in found.reasons] == [("sex", "exact"), ("town", "exact")]
    assert isclose(found.reasons[1].weight, log2(9))


def test_a_field_that_one_side_leaves_empty_says_nothing() -> None:
    found = judge(SMALL, {"sex": "f", "town": ""}, {"sex": "m", "town": "zomba"})
    assert [reason.field for reason in found.reasons] == ["sex"]
    assert found.reasons[0].weight < 0


def test_a_rare_town_says_more_than_a_common_one() -> None:
    pair = {"sex": "", "town": "zomba"}
    rare, common = (judge(SMALL, pair, pair, lambda _field, _value, s=share: s) for share in (0.001, 0.3))
    assert isclose(rare.reasons[0].weight, log2(0.9 / 0.001))
    assert isclose(common.reasons[0].weight, log2(0.9 / 0.3))


def test_what_is_known_of_no_value_leaves_the_weight_of_its_level() -> None:
    pair = {"sex": "", "town": "zomba"}
    assert isclose(judge(SMALL, pair, pair, lambda _field, _value: None).reasons[0].weight, log2(9))


@pytest.mark.parametrize(("weight", "expected"), [(0.0, 0.5), (1.0, 2 / 3), (-1.0, 1 / 3), (10_000.0, 1.0)])
def test_a_weight_is_the_logarithm_of_the_odds(weight: float, expected: float) -> None:
    assert isclose(probability_of(weight), expected)


@pytest.mark.parametrize(
    ("changes", "is_likely"),
    [
        ({}, True),
        ({"given": "أمينة", "family": "يوسف عمر"}, True),
        ({"given": "Yusuf", "family": "Amina"}, True),
        ({"birth": "1994-05-71"[:7]}, True),
        ({"birth": "1994-05-11", "family": "Youssouf"}, True),
        ({"given": "Halima"}, False),  # her twin
        ({"birth": "2011-02-03"}, False),
        ({"sex": "male", "birth": "1994"}, False),
    ],
)
def test_the_shipped_model_judges_as_a_registrar_would(changes: dict[str, str], is_likely: bool) -> None:
    rare = judge(PERSON, AMINA, AMINA | changes, lambda _field, _value: 0.002)
    assert (rare.probability >= 0.5) is is_likely, rare


def test_the_chances_of_each_field_of_the_shipped_model_add_up_to_one() -> None:
    for field in PERSON.fields:
        assert isclose(sum(level.m for level in field.levels), 1, abs_tol=1e-3), field.name
        assert isclose(sum(level.u for level in field.levels), 1, abs_tol=1e-3), field.name


def test_a_twin_is_told_by_her_name_alone() -> None:
    twin = {reason.field: reason.weight for reason in judge(PERSON, AMINA, AMINA | {"given": "Halima"}).reasons}
    assert twin["given"] < 0
    assert twin["family"] == twin["place"] == twin["birth"] == 0


def test_exchanged_names_are_told_so() -> None:
    found = judge(PERSON, AMINA, AMINA | {"given": "Yusuf Omar", "family": "Amina"})
    assert {(r.field, r.level) for r in found.reasons if r.level == "swapped"} == {
        ("given", "swapped"),
        ("family", "swapped"),
    }


def test_a_name_whose_words_stand_in_another_order_is_no_other_name() -> None:
    found = judge(PERSON, AMINA, AMINA | {"given": "Yusuf", "family": "Amina Omar"})
    assert ("given", "swapped") in {(reason.field, reason.level) for reason in found.reasons}
    assert found.probability > 0.9


def test_many_pairs_at_once_are_judged_as_each_by_itself() -> None:
    others = [
        AMINA | {"given": "Yusuf Omar", "family": "Amina"},
        AMINA | {"given": "Yusuf", "family": "Amina Omar"},
        AMINA | {"birth": ""},
        AMINA | {"given": "Halima"},
    ]
    records = [AMINA, *others]
    table = table_of({field.name: [record.get(field.name, "") for record in records] for field in PERSON.fields})
    pairs = np.zeros(len(others), int), np.arange(1, len(records))
    weights = weights_of(PERSON, table, pairs, levels_of(PERSON, table, pairs))

    def share(field: str, value: str) -> float:
        column = table[field]
        return float(column.shares[column.values.index(value)])

    for weight, chance, other in zip(weights, probabilities(weights), others, strict=True):
        alone = judge(PERSON, AMINA, other, share)
        assert isclose(alone.weight, weight)
        assert isclose(alone.probability, chance)
