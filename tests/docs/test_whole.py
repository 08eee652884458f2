"""Every document can be read by anybody: its links lead somewhere, and it speaks of the product alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.place import ROOT
from pamoja.web.help.page import draw
from pamoja.web.help.shelf import FILE, SECTIONS

DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "data").rglob("*.md")])
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
HEAVIEST_PICTURE = 150_000
FOREIGN_TO_READERS = re.compile(
    r"(?<![\w.])/(?:work|home/\w+|root|Users)/|\bissue \d|\bthis session\b|\bsub-?agent", re.IGNORECASE
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    """The words without blocks of code."""
    return re.sub(r"(?ms)^```.*?^```|^    .*?$", "", path.read_text())


def targets(path: Path) -> Iterator[tuple[bool, str, str]]:
    """Each link inside the project: whether it is a picture, its path and its anchor."""
    for is_picture, target in LINK.findall(prose(path)):
        if not re.match(r"[a-z][a-z0-9+.-]*:", target):
            file, _hash, anchor = target.partition("#")
            yield bool(is_picture), file, anchor


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    for _is_picture, file, anchor in targets(path):
        wanted = (path.parent / file).resolve() if file else path
        assert wanted.exists(), file
        if anchor:
            assert f'id="{anchor}"' in draw(wanted.read_text(), "reference").html, f"{file}#{anchor}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_a_document_speaks_of_the_product_alone(path: Path) -> None:
    assert FOREIGN_TO_READERS.findall(path.read_text()) == []


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=name)
def test_help_can_show_the_document(path: Path) -> None:
    assert path.parent.name in SECTIONS
    assert FILE.match(path.name)
    assert re.match(r"# \S", path.read_text())
    # help serves documents, not the other files of the project
    assert [file for _is_picture, file, _anchor in targets(path) if file and not file.endswith(".md")] == []
    assert not any(is_picture for is_picture, _file, _anchor in targets(path))


def test_a_translation_has_the_sections_of_its_original() -> None:
    for path in DOCS.rglob("*.??.md"):
        original = path.with_name(path.name.split(".")[0] + ".md")
        assert re.findall(r"(?m)^#+ ", prose(path)) == re.findall(r"(?m)^#+ ", prose(original)), name(path)


@pytest.mark.parametrize("path", sorted((DOCS / "images").glob("*")), ids=name)
def test_a_picture_is_light_and_somebody_shows_it(path: Path) -> None:
    assert path.stat().st_size < HEAVIEST_PICTURE
    assert name(path) in (ROOT / "README.md").read_text()
