"""Gower's distance against its definition, worked by hand and pair by pair."""

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamoja.engines.quality.distance import Gower, metres
from pamoja.engines.quality.model import Question, Record

QUESTIONS = [Question("n", "number"), Question("one", "one"), Question("many", "many"), Question("text", "text")]
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "n": st.integers(0, 20),
        "one": st.sampled_from("abc"),
        "many": st.lists(st.sampled_from("xyz"), unique=True, min_size=1),
        "text": st.sampled_from(["well", "Well", "river"]),
    },
)


def table(answers: list[dict[str, Any]]) -> Any:
    gower = Gower(QUESTIONS, [Record(str(n), each) for n, each in enumerate(answers)])
    return gower.rows(slice(0, len(answers)))


def test_each_question_counts_one_part() -> None:
    some = {"n": 0, "one": "a", "many": ["x", "y"], "text": "Well"}
    other = {"n": 5, "one": "b", "many": ["y", "z"], "text": "well"}

    found = table([some, other, {"n": 10}])

    assert round(float(found[0, 1]), 5) == round((0.5 + 1 + 2 / 3 + 0) / 4, 5)
    assert found[0, 2] == 1.0, "one whole difference of number, and three answers that only one of them gave"


def test_an_answer_that_neither_gave_is_not_alike() -> None:
    assert table([{"one": "a"}, {"one": "a"}, {"one": "b", "text": "x"}])[0].tolist() == [0, 0, 1]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # of a busy machine
@given(st.lists(ANSWERS, min_size=2, max_size=8))
def test_distances_are_those_of_the_definition(answers: list[dict[str, Any]]) -> None:
    numbers = [each["n"] for each in answers if "n" in each]
    reach = (max(numbers) - min(numbers) if numbers else 0) or 1

    found = table(answers)

    for i, one in enumerate(answers):
        for j, two in enumerate(answers[:i]):
            np.testing.assert_allclose(found[i, j], _by_definition(one, two, reach), atol=1e-6)


def _by_definition(one: dict[str, Any], two: dict[str, Any], reach: int) -> float:
    parts = []
    for key in one.keys() | two.keys():
        if key not in one or key not in two:
            parts.append(1.0)
        elif key == "n":
            parts.append(abs(one[key] - two[key]) / reach)
        elif key == "many":
            parts.append(1 - len({*one[key]} & {*two[key]}) / len({*one[key], *two[key]}))
        else:
            parts.append(float(one[key].lower() != two[key].lower()))
    return sum(parts) / len(parts) if parts else 1.0


def test_metres_are_those_of_the_great_circle() -> None:
    # a degree of latitude is 111.195 km on a sphere of 6,371.0088 km
    assert round(float(metres([1.0], [0.0], 0.0, 0.0)[0])) == 111195
    assert round(float(metres([0.0], [180.0], 0.0, 0.0)[0]) / 1000) == 20015
