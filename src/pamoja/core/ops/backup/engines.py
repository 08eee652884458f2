"""Copy a running database out and in: SQLite by its online backup, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

DATABASE_PARTS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
NO_CLIENT = "{program} is not here. On Debian: sudo apt install postgresql-client (of the server's version or newer)."
PAGES_AT_A_TIME = 2000


class CannotCopy(RuntimeError):
    """The database could not be copied; the message says what to do."""


def dump(target: Path) -> None:
    """Write a consistent copy of the live database. Raises CannotCopy."""
    if connection.vendor == "sqlite":
        _dump_sqlite(target)
    else:
        _call("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def check(dumped: Path) -> None:
    """See that a copy can be used. Raises CannotCopy."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(dumped)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise CannotCopy(f"the copy of the database is damaged: {said}")
    else:
        _call("pg_restore", "--list", "--file=/dev/null", str(dumped), connects=False)


def load(dumped: Path) -> None:
    """Put a copy in the place of the live database, whole or not at all. Raises CannotCopy."""
    if connection.vendor == "sqlite":
        _load_sqlite(dumped)
    else:
        _load_postgres(dumped)


def _dump_sqlite(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        # in steps, so that writers get their turn
        connection.connection.backup(copy, pages=PAGES_AT_A_TIME, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")


def _load_sqlite(dumped: Path) -> None:
    with closing(sqlite3.connect(dumped)) as copy:
        copy.execute("PRAGMA journal_mode=WAL")  # its pages must have the mode of the target's
        connection.ensure_connection()
        copy.backup(connection.connection)
    connection.close()


def _load_postgres(dumped: Path) -> None:
    script = dumped.with_suffix(".sql")
    _call("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dumped), connects=False)
    connection.close()
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    _call("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-c", empty, "-f", str(script))


def _call(program: str, *words: str, connects: bool = True) -> None:
    found = shutil.which(program)
    if not found:
        raise CannotCopy(NO_CLIENT.format(program=program))
    env = {**os.environ, **_libpq()} if connects else None
    done = subprocess.run([found, *words], env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CannotCopy(f"{program}: {done.stderr.strip()[-2000:]}")


def _libpq() -> dict[str, str]:
    """The connection as libpq's variables: a password in an argument would be seen by every account."""
    held = connection.settings_dict
    wanted = {
        "PGHOST": held["HOST"],
        "PGPORT": held["PORT"],
        "PGUSER": held["USER"],
        "PGPASSWORD": held["PASSWORD"],
        "PGDATABASE": held["NAME"],
        "PGSSLMODE": held["OPTIONS"].get("sslmode", ""),
    }
    return {name: str(value) for name, value in wanted.items() if value}
