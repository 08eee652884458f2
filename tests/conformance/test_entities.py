"""Every case of the tables about entities, against the product."""

import json
from typing import Any

import pytest

from ._entities.replaying import expected_of, outcome_of
from .entities import OWN, REAL

CASES = json.loads((OWN / "cases.json").read_text("utf-8"))
FILES = json.loads((OWN / "central_testdata.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["description"])
def test_records_do_to_entities_what_the_specification_says(case: dict[str, Any], db: None) -> None:
    assert outcome_of(case, OWN) == expected_of(case)


@pytest.mark.skipif(not REAL.is_dir(), reason="the files of ODK Central are not here")
@pytest.mark.parametrize("case", FILES, ids=lambda case: case["description"])
def test_files_of_another_server_make_the_same_entities(case: dict[str, Any], db: None) -> None:
    assert outcome_of(case, REAL) == expected_of(case)
