"""What is fuzzed takes what fuzzing begins with, and what a first few changes make of it."""

import pytest

from tests.fuzz.seeds import changed, seeds
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_takes_its_seeds(target: str) -> None:
    for each in seeds(target):
        TARGETS[target](each)


def test_changed_flows_are_read_or_refused() -> None:
    for number, each in enumerate(seeds("flows")):
        TARGETS["flows"](changed(each, number))
