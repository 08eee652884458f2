"""What an installation refuses to start with, and where it reads its secrets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.place import ROOT

OWN = {"PAMOJA_SECRET_KEY": "x" * 50, "PAMOJA_KEYS": "k1:" + "A" * 43 + "="}
SHOW = "from pamoja.config import settings as s; print(s.SECRET_KEY, s.MASTER_KEYS)"


def started(tmp_path: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """One process with these settings only."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAMOJA_", "DJANGO_"))}
    env = {**kept, "PYTHONPATH": str(ROOT / "src"), "PAMOJA_DATA_DIR": str(tmp_path), **more}
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=False)


def refused(tmp_path: Path, **more: str) -> str:
    """What it says instead of starting."""
    done = started(tmp_path, "-m", "pamoja.config.manage", "version", **more)
    assert done.returncode, "it started"
    assert "Traceback" not in done.stderr
    return done.stderr


def secrets_in_force(tmp_path: Path, **more: str) -> list[str]:
    done = started(tmp_path, "-c", SHOW, **more)
    assert not done.returncode, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("missing", ["PAMOJA_SECRET_KEY", "PAMOJA_KEYS"])
def test_production_refuses_demo_secrets_in_one_sentence(tmp_path: Path, missing: str) -> None:
    own = {name: value for name, value in OWN.items() if name != missing}
    said = refused(tmp_path, PAMOJA_MODE="production", **own)
    assert "Production needs secrets of its own: set PAMOJA_SECRET_KEY and PAMOJA_KEYS" in said


def test_production_starts_with_its_own_secrets(tmp_path: Path) -> None:
    assert secrets_in_force(tmp_path, PAMOJA_MODE="production", **OWN) == list(OWN.values())


def test_a_demo_starts_with_nothing_set(tmp_path: Path) -> None:
    assert secrets_in_force(tmp_path)[0].startswith("demo-only")


def test_a_mode_that_does_not_exist_is_told(tmp_path: Path) -> None:
    assert "use demo, test or production" in refused(tmp_path, PAMOJA_MODE="prod")


def test_a_number_that_is_none_is_told_with_its_name(tmp_path: Path) -> None:
    said = refused(tmp_path, PAMOJA_TRUSTED_PROXIES="one")
    assert "PAMOJA_TRUSTED_PROXIES" in said


def test_secrets_are_read_from_files_which_win(tmp_path: Path) -> None:
    files = {}
    for name, value in OWN.items():
        (tmp_path / name).write_text(value + "\n")
        files[f"{name}_FILE"] = str(tmp_path / name)
    found = secrets_in_force(tmp_path, PAMOJA_MODE="production", PAMOJA_SECRET_KEY="other", **files)
    assert found == list(OWN.values())


def test_a_secret_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = refused(tmp_path, PAMOJA_KEYS_FILE=str(tmp_path / "nowhere"))
    assert "nowhere" in said
