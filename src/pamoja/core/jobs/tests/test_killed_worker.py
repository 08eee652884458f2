"""A job whose worker is killed (SIGKILL) in the middle of a batch is taken up and every batch happens once."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from pamoja.core.testing.processes import RealDatabase, ended, real_database

SET_UP = """
import os, signal, django
django.setup()
from django.core.management import call_command
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import system_actor
from pamoja.core.testing.jobs import write_notes
from pamoja.core.workspaces.models import Workspace

def work():
    if os.environ["PAMOJA_JOBS"] == "database":
        call_command("db_worker", "--batch", "--no-startup-delay", "--interval", "0")
    else:
        call_command("procrastinate", "worker", "--one-shot")
"""
DIE_IN_THE_SECOND_BATCH = """
river = Workspace.objects.create(slug="river", name="River")
start_job(system_actor("night", river), write_notes, count=12)
advance = Progress.advance

def fall(self, *args, **kwargs):
    advance(self, *args, **kwargs)
    if self.done == 10:
        os.kill(os.getpid(), signal.SIGKILL)

Progress.advance = fall
work()
"""
TAKE_UP = 'call_command("run_schedule", "--once"); work()'


@pytest.fixture(params=["database", "procrastinate"])
def database(request: pytest.FixtureRequest, migrated: RealDatabase, tmp_path: Path) -> Iterator[RealDatabase]:
    if request.param == "procrastinate" and connection.vendor != "postgresql":
        pytest.skip("procrastinate needs PostgreSQL")
    with real_database(migrated, tmp_path, PAMOJA_JOBS=request.param) as found:
        found.run("-m", "django", "migrate", "--verbosity", "0")  # procrastinate brings tables of its own
        yield found


@pytest.mark.slow
def test_a_killed_worker_loses_and_doubles_nothing(database: RealDatabase) -> None:
    ended(database.start("-c", SET_UP + DIE_IN_THE_SECOND_BATCH), [-signal.SIGKILL])
    assert database.query("SELECT state, done FROM jobs_progress") == [("running", 5)]
    database.query("UPDATE jobs_progress SET leased_until = queued_at")
    database.run("-c", SET_UP + TAKE_UP)
    assert database.query("SELECT state, done, attempts FROM jobs_progress") == [("done", 12, 2)]
    titles = sorted(title for (title,) in database.query("SELECT title FROM testing_note"))
    assert titles == sorted(f"note {number}" for number in range(12))
