"""Workers run by name, with a heartbeat."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from pamoja.core.ops import heartbeats, workers
from pamoja.core.ops.management.commands import work
from pamoja.core.ops.models import Heartbeat
from pamoja.core.ops.workers import Worker, expected_workers, register_worker


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORKERS", {})


@pytest.fixture(autouse=True)
def steps_back(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """By how much workers gave way: these tests themselves do not."""
    steps: list[int] = []
    monkeypatch.setattr(work.os, "nice", steps.append)
    return steps


def test_a_worker_is_registered_once() -> None:
    register_worker(Worker("checker", "check"))
    with pytest.raises(ValueError, match="twice"):
        register_worker(Worker("checker", "check"))


def test_a_worker_whose_command_does_not_exist_is_not_expected() -> None:
    register_worker(Worker("ghost", "no_such_command"))
    assert sorted(expected_workers()) == ["jobs", "outbox", "schedule"]


def test_the_job_worker_is_that_of_the_backend(settings: Any) -> None:
    assert expected_workers()["jobs"].command == "db_worker"
    settings.PAMOJA = {**settings.PAMOJA, "JOBS": "procrastinate"}
    assert workers._jobs().command == "procrastinate"


@pytest.mark.django_db
def test_work_runs_the_command_with_a_heartbeat_and_gives_way_to_pages(
    monkeypatch: pytest.MonkeyPatch, steps_back: list[int]
) -> None:
    register_worker(Worker("checker", "check", ("--tag", "models")))
    seen = []
    monkeypatch.setattr(work, "call_command", lambda *words: seen.append((words, Heartbeat.objects.get().name)))
    call_command("work", "checker")
    assert seen == [(("check", "--tag", "models"), "checker")]
    assert steps_back == [work.GIVES_WAY]
    assert not Heartbeat.objects.exists()


def test_an_unknown_worker_is_answered_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match="There is: jobs, outbox, schedule"):
        call_command("work", "nobody")


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_goes_on_while_the_work_does(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = threading.Event()
    renew = heartbeats.beat

    def counted(name: str) -> None:
        renew(name)
        if threading.current_thread() is not threading.main_thread():
            beats.set()

    monkeypatch.setattr(heartbeats, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(heartbeats, "beat", counted)
    with heartbeats.beating("jobs"):
        assert beats.wait(10)


@pytest.mark.django_db
def test_prepare_answers_with_the_workers(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    call_command("prepare", "--answer", str(tmp_path / "answer"), "--no-demo", verbosity=0)
    assert json.loads((tmp_path / "answer").read_text()) == {"workers": ["jobs", "outbox", "schedule"], "sign_ins": []}
