"""The catalogues are complete, and no translation loses or invents a placeholder."""

import re
import shutil
from pathlib import Path

import pytest

from launcher.place import ROOT
from pamoja.core.ops import catalogues

pofile = pytest.importorskip("babel.messages.pofile")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[ds]")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_message_is_translated_with_its_placeholders(language: str) -> None:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = pofile.read_po(file)
    broken = [message.id for message in catalogue if message.id and not _is_whole(message)]
    assert broken == []


def test_an_update_of_the_catalogues_changes_nothing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "locale", tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    (tmp_path / "src").symlink_to(ROOT / "src")
    catalogues.update(tmp_path, ["fr", "ar"])
    for language in ("fr", "ar"):
        path = f"locale/{language}/LC_MESSAGES/django.po"
        assert (tmp_path / path).read_text() == (ROOT / path).read_text()


def _is_whole(message) -> bool:
    """Each form is there; none names what the source does not; the last (general) form names all of it."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    words = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = set(PLACEHOLDER.findall(" ".join(ids)))
    found = [set(PLACEHOLDER.findall(text)) for text in words]
    return all(words) and all(names <= wanted for names in found) and found[-1] == wanted
