"""The database of a measurement: SQLite in its data folder, or a throw-away PostgreSQL with its usual settings."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from launcher import postgres


@contextmanager
def database(is_postgres: bool) -> Iterator[Mapping[str, str]]:
    """The variables that name the database; empty for SQLite in the data folder."""
    if not is_postgres:
        yield {"PAMOJA_DATABASE_URL": ""}
        return
    programs = postgres.tools()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed: sudo apt install postgresql")
    with postgres.throwaway(programs, settings=()) as variables:
        yield variables


def settle() -> None:
    """Let the database know what it holds, as it does by itself some minutes after rows came."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
