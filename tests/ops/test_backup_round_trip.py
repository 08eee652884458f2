"""Back up a working installation, lose it, bring it back: each step a process of its own, on both databases."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from launcher.place import ROOT

START = "import django; django.setup(); from pamoja.core.accounts.models import User; "
PHOTO = b"\xff\xd8 a photo"
EMAILS = START + "print(*User.objects.values_list('email', flat=True).order_by('pk'))"
MAKE_USER = START + "User.objects.create(email={!r})"
WRITER = """
import itertools, django
django.setup()
from pamoja.core.ops.models import Heartbeat
for number in itertools.count():
    Heartbeat.objects.create(name="row", host="writer", pid=number)
    print(number, flush=True)
"""


@dataclass(frozen=True)
class Office:
    """An installation with a data folder and a database of its own."""

    data: Path
    url: str

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}",
            "DJANGO_SETTINGS_MODULE": "pamoja.config.settings",
            "PAMOJA_MODE": "test",
            "PAMOJA_DATA_DIR": str(self.data),
            "PAMOJA_DATABASE_URL": self.url,
        }

    def python(self, script: str) -> str:
        return self._run("-c", script).stdout.strip()

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return self._run("-m", "django", *words)

    def refused(self, *words: str) -> str:
        done = self._run("-m", "django", *words, check=False)
        assert done.returncode, done.stdout
        return done.stderr

    def _run(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        argv = [sys.executable, *words]
        done = subprocess.run(argv, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert not check or not done.returncode, done.stdout + done.stderr
        return done


@pytest.fixture
def database_urls() -> Iterator[list[str]]:
    """Two empty databases of the kind that this run tests; for SQLite the data folder is enough."""
    if connection.vendor == "sqlite":
        yield ["", ""]
        return
    parts = urlsplit(settings.PAMOJA["DATABASE_URL"])
    names = [f"office_{uuid.uuid4().hex}" for _ in range(2)]
    with psycopg.connect(urlunsplit(parts), autocommit=True) as server:
        for name in names:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield [urlunsplit(parts._replace(path=f"/{name}")) for name in names]
        for name in names:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def offices(database_urls: list[str], tmp_path: Path) -> tuple[Office, Office]:
    """One installation with an account and a file, and an empty one."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = (Office(tmp_path / name, url) for name, url in zip(("one", "two"), database_urls, strict=True))
    one.manage("migrate", "-v0")
    one.python(MAKE_USER.format("amina@example.org"))
    (one.data / "files" / "photos").mkdir(parents=True)
    (one.data / "files" / "photos" / "a.jpg").write_bytes(PHOTO)
    return one, two


@pytest.fixture
def writer(offices: tuple[Office, Office]) -> Iterator["subprocess.Popen[str]"]:
    """A process that writes to the first installation without a pause."""
    argv = [sys.executable, "-c", WRITER]
    with subprocess.Popen(argv, env=offices[0].env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.slow
@pytest.mark.timeout(900)  # a dozen processes, on a machine that may be busy
def test_a_backup_made_while_serving_comes_back_whole_or_changes_nothing(
    offices: tuple[Office, Office], writer: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    one, two = offices
    archive = tmp_path / "b.tar"
    one.manage("backup", str(archive))
    assert writer.poll() is None, "the writer was disturbed by the backup"
    writer.kill()
    two.manage("restore", str(archive))
    assert (two.data / "files" / "photos" / "a.jpg").read_bytes() == PHOTO

    two.python(MAKE_USER.format("later@example.org"))
    (two.data / "files" / "later.jpg").write_bytes(b"later")
    assert "add --replace" in two.refused("restore", str(archive))
    assert "is not what was written" in two.refused("restore", str(damaged(archive)), "--replace")
    assert two.python(EMAILS) == "amina@example.org later@example.org"

    two.manage("restore", str(archive), "--replace")
    assert two.python(EMAILS) == "amina@example.org"
    assert [p.name for p in (two.data / "files").rglob("*.jpg")] == ["a.jpg"]
    assert not list(two.data.glob(".restore-*"))


def damaged(archive: Path) -> Path:
    """A copy with one bit turned inside its first part."""
    whole = bytearray(archive.read_bytes())
    whole[20_000] ^= 1
    archive.with_name("damaged.tar").write_bytes(whole)
    return archive.with_name("damaged.tar")
