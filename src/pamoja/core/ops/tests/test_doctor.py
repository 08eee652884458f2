"""The doctor tells what is in force, finds what is wrong, and never shows a secret."""

import io
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from pamoja.core.clock import now
from pamoja.core.events.models import Outbox
from pamoja.core.ops.doctor import database, effective, machine, work
from pamoja.core.ops.doctor.examine import examine
from pamoja.core.ops.doctor.findings import Finding, Level
from pamoja.core.ops.heartbeats import beating
from pamoja.core.ops.models import Heartbeat

pytestmark = pytest.mark.django_db


def report() -> str:
    out = io.StringIO()
    try:
        call_command("doctor", stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def facts(found: Any, level: Level) -> str:
    return "\n".join(finding.fact + finding.advice for finding in found if finding.level is level)


def test_each_setting_is_shown_with_its_origin(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAMOJA_LANGUAGE", "fr")
    settings.PAMOJA = {**settings.PAMOJA, "LANGUAGE": "fr"}
    lines = {line.name: line for line in effective.effective_settings()}
    assert set(lines) == {f"PAMOJA_{each.name}" for each in settings.PAMOJA_SETTINGS}
    assert (lines["PAMOJA_LANGUAGE"].shown, lines["PAMOJA_LANGUAGE"].origin) == ("fr", "environment")
    assert lines["PAMOJA_TIME_ZONE"].origin == "default"


def test_no_secret_is_shown(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secrets = {each.name: f"hush-{each.name}" for each in settings.PAMOJA_SETTINGS if each.is_secret}
    settings.PAMOJA = {**settings.PAMOJA, **secrets}
    monkeypatch.setenv("PAMOJA_KEYS_FILE", str(tmp_path / "keys"))
    said = report()
    assert "hush" not in said
    assert said.count("(set, hidden)") == len(secrets) >= 3
    assert f"file {tmp_path / 'keys'}" in said


def test_a_misspelt_setting_is_named_with_the_right_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAMOJA_DATABSE_URL", "x")
    found = list(effective.misspelt_settings())
    assert "PAMOJA_DATABSE_URL" in found[0].fact
    assert "PAMOJA_DATABASE_URL" in found[0].advice


@pytest.mark.parametrize(
    ("base", "allowed", "is_bad"),
    [
        ("https://office.example", ["office.example"], False),
        ("https://office.example", [".example"], False),
        ("https://office.example", ["localhost"], True),
        ("http://[::1]:8000", ["[::1]"], False),
    ],
)
def test_the_public_address_must_be_answered(settings: Any, base: str, allowed: list[str], is_bad: bool) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS = base, allowed
    assert ("does not answer to" in facts(effective.addresses(), Level.BAD)) == is_bad


def test_a_demo_in_public_and_production_without_https_are_bad(settings: Any) -> None:
    settings.BASE_URL = "http://office.example"
    settings.PAMOJA = {**settings.PAMOJA, "MODE": "demo"}
    assert "known passwords" in facts(effective.demo_in_public(), Level.BAD)
    settings.IS_PRODUCTION = True
    assert "unencrypted" in facts(effective.addresses(), Level.BAD)


def test_the_database_is_named_and_migrated() -> None:
    assert connection.display_name in facts(database.reachable(), Level.FINE)
    assert "all migrations are applied" in facts(database.migrations(), Level.FINE)


def test_a_pending_migration_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.MigrationExecutor, "migration_plan", lambda *_: [("a", False)])
    found = examine()
    assert "1 migrations are pending" in facts(found, Level.BAD)
    assert not any(finding.topic == "queues" for finding in found)


def test_a_silent_database_ends_the_examination_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    found = examine()
    assert "does not answer" in facts(found, Level.BAD)
    assert not any(finding.topic in ("clock", "workers") for finding in found)


def test_a_clock_without_a_battery_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "now", lambda: database.RELEASED - timedelta(days=9000))
    assert "believes it is" in facts(database.clock(), Level.BAD)


def test_a_worker_is_alive_while_it_beats() -> None:
    assert "No jobs worker is alive" in facts(work.workers(), Level.WARNING)
    with beating("jobs"):
        assert "jobs is alive on" in facts(work.workers(), Level.FINE)
    assert not Heartbeat.objects.exists()


def test_a_worker_that_stopped_beating_is_not_alive() -> None:
    with beating("jobs"):
        Heartbeat.objects.update(beat_at=now() - timedelta(minutes=2))
        assert "No jobs worker is alive" in facts(work.workers(), Level.WARNING)


def test_a_killed_worker_of_this_host_is_not_alive_though_it_beat_just_now() -> None:
    with beating("jobs"):
        Heartbeat.objects.update(pid=2**22 + 1)  # above the largest process number of Linux
        assert "No jobs worker is alive" in facts(work.workers(), Level.WARNING)


def test_a_late_outbox_and_dead_letters_are_told() -> None:
    assert "0 due in the outbox" in facts(work.outbox(), Level.FINE)
    Outbox.objects.create(handler="x", key="1", due_at=now() - timedelta(hours=1))
    Outbox.objects.create(handler="x", key="2", state=Outbox.State.DEAD)
    found = list(work.outbox())
    assert "1 due in the outbox, the oldest since" in facts(found, Level.BAD)
    assert "1 in the outbox were given up" in facts(found, Level.WARNING)


@pytest.mark.parametrize(("free", "level"), [(10**11, Level.FINE), (10**9, Level.WARNING), (10**7, Level.BAD)])
def test_room_on_the_disk_is_judged(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    settings.DATA_DIR = tmp_path
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: usage(free))
    assert [finding.level for finding in machine.disk()] == [level]


def test_a_data_folder_for_everybody_is_bad_in_production(settings: Any, tmp_path: Path) -> None:
    settings.IS_PRODUCTION, settings.DATA_DIR = True, tmp_path
    tmp_path.chmod(0o755)
    assert "chmod 700" in facts(machine.rights(), Level.BAD)
    tmp_path.chmod(0o700)
    assert not list(machine.rights())


def test_the_report_ends_with_a_failure_only_when_something_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    command = "pamoja.core.ops.management.commands.doctor.examine"
    monkeypatch.setattr(command, lambda: [Finding(Level.WARNING, "a", "b", "c")])
    assert report().endswith("Nothing is wrong.\n")
    monkeypatch.setattr(command, lambda: [Finding(Level.BAD, "a", "b", "c")])
    assert report().endswith("1 of these need to be put right.")
