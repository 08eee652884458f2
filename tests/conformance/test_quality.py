"""What checks with their defaults find of a real cleaning log, and how much they ask people to look at."""

import pytest

from ._runner import conformance_root
from .quality import LEAST_FOUND, MOST_FLAGS, SUITE, judge

FOLDER = conformance_root() / SUITE


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the records are not here")
def test_defaults_find_most_of_what_officers_found_without_drowning_them() -> None:
    outcome = judge(FOLDER)

    assert (outcome.records, len(outcome.lines)) == (632, 726)
    assert len(outcome.found) >= LEAST_FOUND
    assert outcome.per_record <= MOST_FLAGS
    assert {each.issue for each in outcome.found} >= {"outlier", "Other_response", "same as data collection date"}
