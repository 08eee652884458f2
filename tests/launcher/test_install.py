"""Set-up happens once, happens again when an input changed, and says what is missing."""

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import install, stamps
from launcher.place import ROOT, Place, Stop


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


@pytest.mark.parametrize("has_uv", [True, False])
def test_packages_are_taken_with_their_hashes_only(place: Place, tmp_path: Path, has_uv: bool) -> None:
    if has_uv:
        program(tmp_path / "bin", "uv", "")
    words = install._install(place, place.root / "requirements.lock")
    assert words[0] == str(tmp_path / "bin" / "uv") if has_uv else words[:3] == [str(place.python), "-m", "pip"]
    assert "install" in words and words[-3:] == ["--require-hashes", "-r", str(place.root / "requirements.lock")]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_version_and_a_hash(name: str) -> None:
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", (ROOT / name).read_text())[1:]
    assert len(entries) > 50
    assert [each for each in entries if not re.match(r"[\w.\[\]-]+==\S+[^#]*--hash=sha256:[0-9a-f]{64}", each)] == []


def hooks(root: Path) -> str:
    argv = ["git", "-C", str(root), "config", "core.hooksPath"]
    return subprocess.run(argv, capture_output=True, text=True, check=False).stdout.strip()


def test_a_clone_gets_the_git_hook_unless_it_has_hooks_of_its_own(tmp_path: Path) -> None:
    for name in ("plain", "own", "robot"):
        subprocess.run(["git", "init", "-q", str(tmp_path / name)], check=True)
    subprocess.run(["git", "-C", str(tmp_path / "own"), "config", "core.hooksPath", "mine"], check=True)
    for name, environ in (("plain", {}), ("own", {}), ("robot", {"CI": "true"})):
        install.git_hooks(Place(tmp_path / name, environ))
    assert [hooks(tmp_path / name) for name in ("plain", "own", "robot")] == [".githooks", "mine", ""]


def test_the_git_hook_runs_the_quick_check() -> None:
    hook = ROOT / ".githooks" / "pre-commit"
    assert os.access(hook, os.X_OK) and 'run" check --quick' in hook.read_text()


def test_ci_runs_all_tests_and_may_install(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    program(tmp_path, "run", 'echo "$CI" "$PWD" "$@"')
    plain = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run([str(tmp_path / ".ci/run"), "-k", "x"], env=plain, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["true", str(tmp_path), "test", "-k", "x"]


def test_an_old_python_is_told_where_a_newer_one_comes_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = (3, 9, 2, "final", 0)
    monkeypatch.setattr(sys, "version_info", old)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer and this is Python 3\.9\. On Debian 12"):
        runpy.run_path(str(ROOT / "run"))


def test_an_old_python_hands_over_to_a_newer_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "newer", "python3.12", "")
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(sys, "argv", ["run", "help"])
    monkeypatch.setenv("PATH", str(tmp_path / "newer"))
    called: list[list[str]] = []

    def handed_over(program: str, words: list[str]) -> None:
        called.append(words)
        raise SystemExit

    monkeypatch.setattr(os, "execv", handed_over)
    with pytest.raises(SystemExit):
        runpy.run_path(str(ROOT / "run"))
    assert called == [[str(tmp_path / "newer" / "python3.12"), str(ROOT / "run"), "help"]]


def test_an_extra_is_installed_only_for_who_asks(place: Place, uv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "npm_assets", lambda place: None)
    monkeypatch.setattr(install, "catalogues", lambda place: None)
    (place.root / "requirements-splink.lock").write_text("splink==5.0.0 \\\n    --hash=sha256:00\n")
    install.install(place, [])
    assert installs(uv) == 1
    install.install(place, ["--with", "splink"])
    assert installs(uv) == 2
    with pytest.raises(SystemExit):
        install.install(place, ["--with", "dev"])


def test_nothing_is_installed_into_an_environment_of_somebody_else(place: Place, tmp_path: Path) -> None:
    (place.root / "requirements-splink.lock").write_text("")
    place.venv.symlink_to(tmp_path)
    with pytest.raises(Stop, match="link"):
        install.install(place, ["--with", "splink"])


@pytest.fixture
def extra(place: Place, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lock of an extra, in a checkout whose set-up is its packages."""
    monkeypatch.setattr(install, "set_up", lambda place: install.python_packages(place, dev=False))
    lock = place.root / "requirements-splink.lock"
    lock.write_text("splink==4.0\n")
    return lock


def test_an_extra_is_installed_on_wish(place: Place, uv: Path, extra: Path) -> None:
    install.install(place, [])
    install.install(place, ["--with", "splink"])
    assert uv.read_text().split() == [str(place.root / "requirements.lock"), str(extra)]


def test_the_tools_of_developers_are_no_extra(place: Place, uv: Path, extra: Path) -> None:
    with pytest.raises(SystemExit):
        install.install(place, ["--with", "dev"])
    assert installs(uv) == 0


def test_an_extra_is_not_put_into_what_somebody_else_looks_after(place: Place, uv: Path, extra: Path) -> None:
    place.venv.symlink_to(place.root)
    with pytest.raises(Stop, match="link"):
        install.install(place, ["--with", "splink"])
    assert installs(uv) == 0
