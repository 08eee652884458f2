"""Each setting and each command is documented, and nothing else is."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from launcher.main import HELP
from launcher.place import ROOT
from pamoja.config.env import SETTINGS

REFERENCE = ROOT / "docs" / "reference"


def rows(name: str) -> str:
    return (REFERENCE / name).read_text()


def test_each_setting_has_a_row_and_each_row_a_setting() -> None:
    documented = set(re.findall(r"(?m)^\| `PAMOJA_([A-Z0-9_]+)` \|", rows("settings.md")))
    assert documented == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize("setting", [each for each in SETTINGS if each.is_secret], ids=lambda each: each.name)
def test_a_secret_is_marked_as_one(setting: object) -> None:
    row = re.search(rf"(?m)^\| `PAMOJA_{setting.name}` .*$", rows("settings.md"))
    assert row and "**Secret" in row[0]


def test_each_command_of_the_launcher_has_a_paragraph() -> None:
    commands = {words.split()[1] for words in re.findall(r"(?m)^\./run [a-z]+", HELP)}
    headings = " ".join(re.findall(r"(?m)^## .*$", rows("commands.md")))
    assert {name for name in commands if f"./run {name}" not in headings} == set()
    assert len(commands) == 9


def test_each_management_command_has_a_row() -> None:
    table = rows("commands.md").partition("| command |")[2]
    documented = {name for cell in re.findall(r"(?m)^\| (`.*?) \|", table) for name in re.findall(r"`(\w+)`", cell)}
    ours = {name for name, app in get_commands().items() if str(app).startswith("pamoja.")}
    assert documented == ours


def test_documents_link_to_files_that_are_there() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
        if not (path.parent / target).exists() and not Path(target).is_absolute()
    ]
    assert broken == []
