"""The page about what a flow can do is written from what the engine has registered."""

import re

import pytest

from launcher.place import ROOT
from pamoja.core.ops.flow_parts import FLOWS, SECTIONS, with_parts
from pamoja.engines.flows.events import MAKERS

TEXT = (ROOT / FLOWS).read_text()
PARTS = dict(re.findall(r"(?ms)^## (\w+)\n(.*?)(?=^## |\Z)", TEXT))


def things(title: str) -> dict[str, str]:
    """What is said of each thing of a section, by its type."""
    return dict(re.findall(r"(?ms)^### `(\w+)`\n\n(.*?)(?=^### |\Z)", PARTS[title]))


def test_the_page_is_up_to_date() -> None:
    assert with_parts(TEXT) == TEXT, "./run manage reference --write"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.title)
def test_everything_that_is_registered_has_its_purpose(section: object) -> None:
    title, _, _, registered = section  # type: ignore[misc]
    said = things(title)
    assert said.keys() == registered.keys()
    assert [name for name, text in said.items() if not re.match(r"[A-Z`][^|]+?[.]\n", text)] == []


def test_every_event_has_its_row() -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \| ([^|]|\\\|){10,}\. \|", PARTS["Events"])
    assert [name for name, _ in rows] == sorted(MAKERS)


def test_members_say_what_they_are() -> None:
    said = things("Actions")["send_msg"]
    assert "| `text` | text | needed, template, translated |" in said
    assert "| `quick_replies` | list: text | template, translated |" in said
    assert "| `template` | reference: template |  |" in said
    assert "`uuid`" not in said
    assert "Only in flows of type `voice`." in things("Waits")["dial"]


def test_members_that_an_event_may_lack_stand_in_brackets() -> None:
    assert re.search(r"\| `msg_wait` .* \| `expires_on`, `\[timeout_seconds\]`, `\[hint\]` \|", PARTS["Events"])
    assert re.search(r"\| `wait_expired` .* \|  \|", PARTS["Events"])
