"""Each problem, event and permission is documented as it is, and nothing else is."""

import ast
import re

import pytest

from launcher.place import ROOT
from pamoja.core.ops.reference import API, PERMISSIONS, with_api, with_permissions
from pamoja.core.permissions import KINDS
from pamoja.core.problems import CATALOGUE
from tests.docs.emitted import emitted

REFERENCE = ROOT / "docs" / "reference"
PARAGRAPH = r"(?m)^### `([a-z0-9-]+)`\n\n\*\*(\d{3})\*\* (.+)"


def paragraphs() -> dict[str, tuple[str, str]]:
    """Status and first words of each problem's paragraph."""
    return {
        code: (status, words) for code, status, words in re.findall(PARAGRAPH, (REFERENCE / "problems.md").read_text())
    }


def rows_of_events() -> dict[str, set[str]]:
    """The documented data keys of each event."""
    rows = re.findall(r"(?m)^\| `([a-z_]+\.[a-z_]+)` \| (.*?)\| .+ \|$", (REFERENCE / "events.md").read_text())
    return {name: set(re.findall(r"`(\w+)`", keys)) for name, keys in rows}


def test_each_problem_has_a_paragraph_and_each_paragraph_a_problem() -> None:
    assert set(paragraphs()) == set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_problem_is_documented_with_its_status_and_title(code: str) -> None:
    status, words = paragraphs()[code]
    assert status == str(CATALOGUE[code].status)
    assert words.startswith(f"{CATALOGUE[code].title}. ")


def test_problems_are_registered_where_every_process_finds_them() -> None:
    registering = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "pamoja.core.problems"
        if any(name.name == "register" for name in node.names)
    }
    assert {path for path in registering if not path.endswith("/problems.py")} == set()


def test_each_event_has_a_row_and_each_row_an_event() -> None:
    assert set(rows_of_events()) == set(emitted())


@pytest.mark.parametrize(("name", "keys"), sorted(emitted().items()))
def test_the_data_of_an_event_are_documented(name: str, keys: set[str]) -> None:
    assert keys <= rows_of_events()[name]


def test_the_table_of_permissions_is_what_the_kinds_say() -> None:
    text = (ROOT / PERMISSIONS).read_text()
    assert text == with_permissions(text)
    assert len(KINDS) > 10


def test_the_description_of_the_api_is_the_one_that_was_reviewed() -> None:
    assert (ROOT / API).read_text() == with_api(""), "review the change, then: ./run manage reference --write"
