"""When a restore is refused, with the reason, before anything is touched."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from pamoja.core.ops.backup import archive, services
from pamoja.core.ops.backup.archive import Manifest
from pamoja.core.ops.heartbeats import beating
from pamoja.core.ops.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def untouched(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation in a folder of its own, whose database must not be loaded."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    monkeypatch.setattr(services.engines, "load", lambda dumped: pytest.fail("the database was touched"))


def archived(tmp_path: Path, **changed: Any) -> str:
    """A whole archive whose manifest says something else than ours would."""
    target = tmp_path / "b.tar"
    with archive.writing(target, target, replace(services._manifest(), **changed)):
        pass
    return str(target)


def test_while_a_worker_runs(tmp_path: Path) -> None:
    with beating("jobs"), pytest.raises(CommandError, match="is running"):
        call_command("restore", archived(tmp_path), "--replace")


def test_while_a_worker_runs_on_another_machine(tmp_path: Path) -> None:
    Heartbeat.objects.create(name="jobs", host="elsewhere", pid=os.getpid())
    with pytest.raises(CommandError, match="jobs on elsewhere"):
        call_command("restore", archived(tmp_path), "--replace")


def test_of_a_newer_version(tmp_path: Path) -> None:
    path = archived(tmp_path, migrations=["ops.9999_future"], version="9.0")
    with pytest.raises(CommandError, match=r"newer version \(9\.0; ops\.9999_future\)"):
        call_command("restore", path, "--replace")


def test_of_another_kind_of_database(tmp_path: Path) -> None:
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    with pytest.raises(CommandError, match=f"The backup is of {other}"):
        call_command("restore", archived(tmp_path, vendor=other), "--replace")


def test_over_files_without_leave(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.jpg").write_text("a photo")
    with pytest.raises(CommandError, match="add --replace"):
        call_command("restore", archived(tmp_path))


def test_a_backup_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("precious")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(tmp_path / "b.tar"))
    assert (tmp_path / "b.tar").read_text() == "precious"


def test_a_failed_backup_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(target: Path) -> None:
        raise services.engines.CannotCopy("pg_dump is not here. On Debian: sudo apt install postgresql-client")

    monkeypatch.setattr(services.engines, "dump", fail)
    with pytest.raises(CommandError, match="apt install postgresql-client"):
        call_command("backup", str(tmp_path / "b.tar"))
    assert list(tmp_path.iterdir()) == []


def test_missing_keys_are_told(tmp_path: Path) -> None:
    found: Manifest = services._manifest()
    assert services.keys_missing(found) == []
    mine = found.key_ids[0]
    other = replace(found, key_ids=[mine, "lost"], key_checks={mine: "other", "lost": "x"}, secret_check="other")
    lost, changed, secret = services.keys_missing(other)
    assert "PAMOJA_KEYS has no key «lost»" in lost and "audit" in lost
    assert f"PAMOJA_KEYS has another key under «{mine}»" in changed and "audit" in changed
    assert "PAMOJA_SECRET_KEY is another one" in secret and "audit" not in secret


def test_a_backup_from_before_the_checks_of_keys_is_judged_by_their_ids() -> None:
    assert services.keys_missing(replace(services._manifest(), key_checks={})) == []
