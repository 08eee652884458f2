"""Set-up happens once, happens again when an input changed, and says what is missing."""

import shutil
import sys
from pathlib import Path

import pytest

from launcher import install, stamps
from launcher.place import Place, Stop


def program(folder: Path, name: str, script: str) -> None:
    """Put a small shell program on the fake PATH."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A checkout with nothing in it, and a PATH with two programs on it."""
    root = tmp_path / "checkout"
    root.mkdir()
    for name in ("requirements.lock", "requirements-dev.lock"):
        (root / name).write_text("Django==5.2 \\\n    --hash=sha256:00\n")
    for name in ("mkdir", "ln"):
        program(tmp_path / "bin", name, f'exec {shutil.which(name)} "$@"')
    return Place(root, {"PATH": str(tmp_path / "bin"), "COUNT": str(tmp_path / "count")})


@pytest.fixture
def uv(place: Place, tmp_path: Path) -> Path:
    """A uv that makes an environment whose Python finds Django, and that counts its installations."""
    make = f'mkdir -p "$6/bin"; ln -sf {sys.executable} "$6/bin/python"'
    program(tmp_path / "bin", "uv", f'if [ "$1" = venv ]; then {make}; else echo "$7" >> "$COUNT"; fi')
    return tmp_path / "count"


def installs(count: Path) -> int:
    return len(count.read_text().splitlines()) if count.exists() else 0


@pytest.fixture(autouse=True)
def django_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "_imports_django", lambda place: place.python.exists())


def test_packages_are_installed_once(place: Place, uv: Path) -> None:
    install.python_packages(place, dev=False)
    install.python_packages(place, dev=False)
    assert installs(uv) == 1


def test_a_changed_lock_is_installed_again(place: Place, uv: Path) -> None:
    install.python_packages(place, dev=False)
    (place.root / "requirements.lock").write_text("Django==5.2.1\n")
    install.python_packages(place, dev=False)
    assert installs(uv) == 2


def test_the_tools_of_developers_come_with_the_packages_themselves(place: Place, uv: Path) -> None:
    install.python_packages(place, dev=True)
    install.python_packages(place, dev=False)
    assert uv.read_text().split() == [str(place.root / "requirements-dev.lock")]


def test_the_tools_of_developers_are_not_taken_as_there(place: Place, uv: Path) -> None:
    install.python_packages(place, dev=False)
    install.python_packages(place, dev=True)
    assert installs(uv) == 2


def test_a_linked_environment_is_left_alone(place: Place, uv: Path, tmp_path: Path) -> None:
    place.venv.symlink_to(tmp_path)
    install.python_packages(place, dev=False)
    assert installs(uv) == 0


def test_a_failed_installation_shows_its_log_and_leaves_no_stamp(place: Place, tmp_path: Path) -> None:
    program(tmp_path / "bin", "uv", "echo no route to the index; exit 2")
    with pytest.raises(Stop, match="no route to the index"):
        install.python_packages(place, dev=False)
    assert not (place.venv / ".pamoja.json").exists()


def test_a_python_without_venv_is_told_the_debian_package(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Stop, match="apt install python3-venv"):
        install.python_packages(place, dev=False)


@pytest.mark.parametrize(
    ("node", "said"),
    [(None, "There is none"), ("v18.19.0", "This is version 18"), ("v20.20.2", "sudo apt install npm")],
)
def test_a_missing_or_old_node_is_one_clear_sentence(place: Place, tmp_path: Path, node: str | None, said: str) -> None:
    (place.root / "frontend").mkdir()
    (place.root / "package-lock.json").write_text("{}")
    if node:
        program(tmp_path / "bin", "node", f"echo {node}")
    with pytest.raises(Stop, match=said):
        install.npm_assets(place)


def test_assets_are_built_until_their_stamp_matches(place: Place, tmp_path: Path) -> None:
    (place.root / "package-lock.json").write_text("{}")
    (place.root / "frontend").mkdir()
    (place.root / "frontend" / "app.js").write_text("1")
    wanted = stamps.tree(place.root, [place.root / "package-lock.json", place.root / "frontend"])
    built = place.root / "src/pamoja/web/static/built"
    program(tmp_path / "bin", "node", "echo v20.20.2")
    build = f'echo "$1" >> "$COUNT"; mkdir -p node_modules {built}; printf {wanted} > {built}/.stamp'
    program(tmp_path / "bin", "npm", build)
    install.npm_assets(place)
    install.npm_assets(place)
    assert (tmp_path / "count").read_text().split() == ["ci", "run"]
    (place.root / "frontend" / "app.js").write_text("2")
    install.npm_assets(place)
    assert (tmp_path / "count").read_text().split() == ["ci", "run", "run"]


def test_a_stamp_that_is_damaged_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "stamp").write_text("{half")
    assert stamps.read(tmp_path / "stamp") == {}
    assert stamps.read(tmp_path / "absent") == {}
