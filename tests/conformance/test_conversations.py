"""The forms that come along are talked through to a record without a fault, whatever is answered."""

import pytest

from ._runner import ROOT
from .conversations import form_of, talk_through

FORMS = ("sample_water_points/form.csv", "impact_cleaningtools/household.xlsx")


@pytest.mark.once
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_talked_through_to_a_clean_record(name: str, seed: int) -> None:
    form = form_of(ROOT / "data/forms" / name)
    assert form is not None
    walked, broken = talk_through(form, seed)
    assert (walked.ended, walked.stuck, broken) == ("finished", "", []), f"seed {seed}"
