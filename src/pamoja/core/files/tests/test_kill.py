"""A power cut between the bytes and their row."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import io, os, signal
import django; django.setup()
from datetime import timedelta
from unittest.mock import patch
from django.core.management import call_command
from django.db import connections
from pamoja.core.files import services, storage, sweeper
from pamoja.core.files.kinds import FileKind, register_file_kind
from pamoja.core.files.models import StoredFile
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

register_file_kind(FileKind("note", lambda *_: True))
die = lambda *_args, **_more: os.kill(os.getpid(), signal.SIGKILL)
store = lambda data: services.store_file(io.BytesIO(data), kind="note", name="a name")
delete = lambda: services.delete_file(StoredFile.objects.order_by("pk").last())


def killed(place, name, work):
    "Do the work in a process that is killed when it reaches a function; say whether it was."
    connections.close_all()
    if (child := os.fork()) == 0:
        with patch.object(place, name, die):
            work()
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def state():
    found = [b"".join(services.read_chunks(one))[:4] for one in StoredFile.objects.order_by("pk")]
    swept = sweeper.sweep_files(timedelta(0))
    return found, sweeper.missing_files(), swept, sum(1 for _ in storage.file_store().walk())


call_command("migrate", verbosity=0)
with workspace_active(Workspace.objects.create(slug="river", name="River")):
    store(b"kept")
    big = b"x" * 100_000
    print(killed(storage, "_sync_folder", lambda: store(big)), *state())
    print(killed(storage.os, "fdopen", lambda: store(big)), *state())
    print(killed(services, "keep_file", lambda: store(big)), *state())
    print(killed(services, "insert_rows", lambda: store(big)), *state())
    store(big)
    print(killed(StoredFile, "delete", delete), *state())
    print(killed(storage.LocalFiles, "delete", delete), *state())
"""
# killed, files that are there, files without bytes, left-over bytes swept, bytes that remain
EXPECTED = """\
True [b'kept'] [] 0 1
True [b'kept'] [] 1 1
True [b'kept'] [] 1 1
True [b'kept'] [] 1 1
True [b'kept', b'xxxx'] [] 0 2
True [b'kept'] [] 1 1
"""


@pytest.mark.slow
@pytest.mark.once  # it is about the disk, and makes a database of SQLite
def test_a_kill_at_any_step_loses_no_file_and_leaves_nothing_after_the_sweep(tmp_path: Path) -> None:
    ours = {"PAMOJA_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "pamoja.config.test_settings"}
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PAMOJA_")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=rest | ours | {"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.stdout == EXPECTED, done.stderr
