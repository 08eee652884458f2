"""A test of a session passes as it was recorded, and with nothing else in it."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from pamoja.engines.flows.tests.sessions import AMINA, ASSETS, POLL, said

from .goflow.kinds import runner
from .goflow.result import Result

PATHS = list[str | int]


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    """A poll that is begun and answered once, with what our own engine makes of it."""
    started = {"type": "manual", "flow": {"uuid": POLL, "name": "Poll"}, "triggered_on": "2025-05-04T12:00:00Z"}
    test = {"contact": AMINA, "trigger": started, "resumes": [said("yes")]}
    return {**test, "outputs": json.loads(json.dumps(list(runner._outputs(ASSETS, test))))}


def outcome(folder: Path, test: Any, strict: bool = False) -> Result:
    (folder / "poll.json").write_text(json.dumps(ASSETS), encoding="utf-8")
    (folder / "poll.answered.json").write_text(json.dumps(test), encoding="utf-8")
    (found,) = runner.results(folder, strict)
    assert isinstance(found, Result)
    return found


def leaves(value: Any, path: PATHS) -> Iterator[PATHS]:
    """The paths of all that holds nothing else."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [each for key, member in members for each in leaves(member, [*path, key])]
    yield from found or [path]


def spoiled(test: Any, path: PATHS) -> Any:
    """The test with something else at a path of what it expects."""
    copy = deepcopy(test)
    holder = copy["outputs"]
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = {"else": holder[path[-1]]}
    return copy


@pytest.mark.parametrize("strict", [True, False])
def test_a_session_passes_as_it_was_recorded(recorded: Any, strict: bool, tmp_path: Path) -> None:
    assert len(recorded["outputs"]) == 2
    assert outcome(tmp_path, recorded, strict) == Result("runner", "poll.answered", True)


def test_anything_else_in_what_is_expected_fails(recorded: Any, tmp_path: Path) -> None:
    paths = list(leaves(recorded["outputs"], []))
    assert len(paths) > 50
    assert [path for path in paths if outcome(tmp_path, spoiled(recorded, path)).passed] == []


@pytest.mark.parametrize("part", ["outputs", "resumes"])
def test_a_sprint_more_or_less_fails(part: str, recorded: Any, tmp_path: Path) -> None:
    assert not outcome(tmp_path, recorded | {part: recorded[part][:-1]}).passed
    assert not outcome(tmp_path, recorded | {part: [*recorded[part], recorded[part][-1]]}).passed


def test_answers_of_web_services_that_nobody_asked_for_fail(recorded: Any, tmp_path: Path) -> None:
    unused = {"http_mocks": {"https://example.org": [{"status": 200, "body": ""}]}}
    assert "unused mocks" in outcome(tmp_path, recorded | unused).detail
