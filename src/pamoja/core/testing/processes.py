"""A database of its own that several processes work on, some of which are killed.

The tests' own database lives in one process and in one transaction, so it proves nothing about a kill -9.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

SOURCE = Path(__file__).resolve().parents[3]
PATIENCE_S = 240
SQLITE_FILE = "pamoja.sqlite3"


@dataclass
class RealDatabase:
    """A migrated database with a data folder; `url` is empty for SQLite. `env` is what its processes are given."""

    folder: Path
    url: str
    env: dict[str, str] = field(default_factory=dict)

    def start(self, *words: str, **env: str) -> "subprocess.Popen[str]":
        """Start Python with these words."""
        own = {
            "PYTHONPATH": str(SOURCE),
            "DJANGO_SETTINGS_MODULE": "pamoja.config.test_settings",
            "PAMOJA_DATA_DIR": str(self.folder),
            "PAMOJA_DATABASE_URL": self.url,
        }
        words = (sys.executable, "-W", "ignore", *words)
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(words, env={**os.environ, **own, **self.env, **env}, **pipes)

    def run(self, *words: str, **env: str) -> str:
        """Run Python to its end; returns what it printed. Fails the test when the process failed."""
        return ended(self.start(*words, **env))

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement, past the ORM. Values are written %s."""
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as server:
                found = server.execute(statement, values)
                return found.fetchall() if found.description else []
        with closing(sqlite3.connect(self.folder / SQLITE_FILE, timeout=60)) as file, file:
            return file.execute(statement.replace("%s", "?"), values).fetchall()


def ended(process: "subprocess.Popen[str]", expected: Sequence[int] = (0,)) -> str:
    """Wait for a process; returns what it printed. Fails the test when it ended otherwise than expected."""
    said, _none = process.communicate(timeout=PATIENCE_S)
    assert process.returncode in expected, f"status {process.returncode}\n{said}"
    return said


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealDatabase]:
    """A database with every table and no rows, to copy from: migrating one takes longer than most tests."""
    with _database(tmp_path_factory.mktemp("migrated")) as database:
        database.run("-m", "django", "migrate", "--verbosity", "0")
        yield database


@contextmanager
def real_database(migrated: RealDatabase, folder: Path, **env: str) -> Iterator[RealDatabase]:
    """A fresh database of the kind that this test run is for, with every table, removed at the end."""
    if not migrated.url:
        shutil.copy(migrated.folder / SQLITE_FILE, folder)
    with _database(folder, template=urlsplit(migrated.url).path[1:] or "template1", **env) as database:
        yield database


@contextmanager
def _database(folder: Path, template: str = "template1", **env: str) -> Iterator[RealDatabase]:
    """A database of its own in PostgreSQL, a copy of `template`; on SQLite what the folder holds."""
    if connection.vendor == "sqlite":
        yield RealDatabase(folder, "", env)
        return
    name, parts = f"real_{uuid.uuid4().hex}", urlsplit(settings.PAMOJA["DATABASE_URL"])
    made, copied = sql.Identifier(name), sql.Identifier(template)
    with psycopg.connect(urlunsplit(parts), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, copied))
        try:
            yield RealDatabase(folder, urlunsplit(parts._replace(path=f"/{name}")), env)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))
