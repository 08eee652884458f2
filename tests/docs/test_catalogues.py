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


def test_no_text_with_a_mere_percent_sign_is_flagged_and_a_second_update_changes_nothing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "locale", tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    (tmp_path / "src").symlink_to(ROOT / "src")
    paths = [tmp_path / f"locale/{language}/LC_MESSAGES/django.po" for language in ("fr", "ar")]
    catalogues.update(tmp_path, ["fr", "ar"])
    once = [path.read_text() for path in paths]
    assert all("python-brace-format, python-format" not in text for text in once)
    catalogues.update(tmp_path, ["fr", "ar"])
    assert [path.read_text() for path in paths] == once


def _is_whole(message) -> bool:
    """Each form is there; none names what the source does not; the last (general) form names all of it."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    words = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = set(PLACEHOLDER.findall(" ".join(ids)))
    found = [set(PLACEHOLDER.findall(text)) for text in words]
    return all(words) and all(names <= wanted for names in found) and found[-1] == wanted
