"""What the tests need of Debian is installed only where that was asked for, and what is missing is said."""

import shutil
from pathlib import Path

import pytest

from launcher import debian, postgres
from launcher.debian import BROWSER_PACKAGES, POSTGRES_PACKAGES, Found
from launcher.place import Place

APT_GET = """#!/bin/sh
echo "$DEBIAN_FRONTEND $*" >> "$BOOK"
if [ "$1" = install ]; then printf '#!/bin/sh\\n' > "$BIN/chromium"; chmod +x "$BIN/chromium"; fi
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A machine with `apt-get` and without browser and PostgreSQL; we are root."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "chmod").symlink_to(str(shutil.which("chmod")))
    (folder / "apt-get").write_text(APT_GET)
    (folder / "apt-get").chmod(0o755)
    monkeypatch.setattr(postgres, "tools", lambda path=None: None)
    monkeypatch.setattr(debian.os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", str(folder))
    return Place(tmp_path, {"PATH": str(folder), "BIN": str(folder), "BOOK": str(tmp_path / "book")})


def installed(place: Place) -> list[str]:
    book = place.root / "book"
    return book.read_text().splitlines() if book.exists() else []


def under_ci(place: Place) -> Place:
    return Place(place.root, {**place.environ, "CI": "true"})


@pytest.mark.parametrize("is_asked", [True, False])
def test_packages_come_by_request_or_under_ci(bare: Place, is_asked: bool) -> None:
    found = debian.ensure(bare if is_asked else under_ci(bare), asked=is_asked)
    packages = " ".join([*POSTGRES_PACKAGES, *BROWSER_PACKAGES])
    update, install = installed(bare)
    assert update == "noninteractive update -q"
    assert install == f"noninteractive install -y -q --no-install-recommends {packages}"
    assert found.chromium and found.missing() == [*POSTGRES_PACKAGES]


def test_nothing_is_installed_unasked(bare: Place) -> None:
    assert debian.ensure(bare, asked=False) == Found(None, postgres=False)
    assert installed(bare) == []


def test_nobody_but_root_installs(bare: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    debian.ensure(under_ci(bare), asked=True)
    assert installed(bare) == []


def test_nothing_is_installed_where_all_is_there(bare: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "tools", lambda path=None: Path("/there"))
    (bare.root / "bin" / "chromium").symlink_to(str(bare.root / "bin" / "apt-get"))
    assert debian.ensure(under_ci(bare), asked=True).missing() == []
    assert installed(bare) == []


def test_what_is_skipped_is_said_with_the_way_to_have_it(capsys: pytest.CaptureFixture[str]) -> None:
    debian.say_skipped(Found(None, postgres=False))
    said = capsys.readouterr().out
    assert "its half of the tests is skipped (sudo apt install postgresql)" in said
    assert "the browser tests are skipped (sudo apt install chromium" in said
    debian.say_skipped(Found("/usr/bin/chromium", postgres=True))
    assert capsys.readouterr().out == ""
