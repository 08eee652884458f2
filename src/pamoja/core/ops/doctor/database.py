"""The database: reachable, new enough, set as it should be, migrated, and of the same opinion about the time."""

import shutil
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from pamoja.core.clock import now
from pamoja.core.ops.doctor.findings import Finding, bad, fine, warn

OLDEST_POSTGRES = 15
LARGEST_SKEW = timedelta(seconds=5)
# the day of this release: a clock before it has lost its battery
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
PRAGMAS = {"journal_mode": "wal", "foreign_keys": "1", "synchronous": "2"}


def is_reachable() -> bool:
    """Whether the database answers."""
    try:
        connection.ensure_connection()
    except Error:
        return False
    return True


def reachable() -> Iterable[Finding]:
    """The database's kind and version. Nothing else is looked at when it does not answer."""
    if not is_reachable():
        advice = "Is it running? Check PAMOJA_DATABASE_URL, or that PAMOJA_DATA_DIR can be written."
        yield bad("database", f"The {connection.display_name} database does not answer.", advice)
    elif connection.vendor == "sqlite":
        yield fine("database", f"SQLite {sqlite3.sqlite_version} at {connection.settings_dict['NAME']}")
    else:
        yield from _postgres_version()


def _postgres_version() -> Iterable[Finding]:
    major, minor = connection.get_database_version()[:2]
    fact = f"PostgreSQL {major}.{minor}"
    if major < OLDEST_POSTGRES:
        yield bad("database", fact, f"Pamoja needs PostgreSQL {OLDEST_POSTGRES} or newer.")
    else:
        yield fine("database", fact)


def pragmas() -> Iterable[Finding]:
    """SQLite's own settings: without these, writers block each other or a power cut loses data."""
    if connection.vendor != "sqlite":
        return
    for name, wanted in PRAGMAS.items():
        found = str(_scalar(f"PRAGMA {name}"))
        if found != wanted:
            advice = "Another program may hold the file, or it lies on a network drive: move it to a local disk."
            yield warn("database", f"PRAGMA {name} is {found}, it should be {wanted}.", advice)


def _scalar(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def migrations() -> Iterable[Finding]:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield bad("database", f"{len(pending)} migrations are pending.", "Run ./run manage migrate.")
    else:
        yield fine("database", "all migrations are applied")


def clock() -> Iterable[Finding]:
    """Whether this host's clock is plausible, and agrees with the database's."""
    if now() < RELEASED:
        yield bad(
            "clock", f"This host believes it is {now():%Y-%m-%d}.", "Set the clock (timedatectl), check its battery."
        )
    if connection.vendor != "postgresql":
        return
    skew = abs(_scalar("SELECT clock_timestamp()") - now())  # type: ignore[operator]
    if skew > LARGEST_SKEW:
        fact = f"This host and the database disagree by {skew.total_seconds():.0f} s."
        yield bad("clock", fact, "Run a time service (chrony) on both.")
    else:
        yield fine("clock", "agrees with the database's clock")


def backup_tools() -> Iterable[Finding]:
    """PostgreSQL is backed up by its own programs."""
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        advice = "On Debian: sudo apt install postgresql-client"
        yield warn("backup", "./run backup needs pg_dump, which is not here.", advice)
