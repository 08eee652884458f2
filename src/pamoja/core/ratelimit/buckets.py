"""Where attempts are counted. One statement decides and counts, so that no two processes can both be the last.

The algorithm is GCRA (ITU-T I.371, annex A): of each caller only one number is kept, the time at which the bucket
will have run empty.
"""

import os
import sqlite3
import threading
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection

from pamoja.core.ratelimit.models import RateBucket

CLEAN_EVERY = 1000  # attempts of one process
SHORTEST_WAIT = 0.001  # seconds: who was refused waits, though the bucket leaked meanwhile
TABLE = "CREATE TABLE IF NOT EXISTS bucket (key BLOB PRIMARY KEY, empty_at REAL NOT NULL) WITHOUT ROWID"
TAKE = """
    INSERT INTO {table} (key, empty_at) VALUES ({p}, {p} + {p})
    ON CONFLICT (key) DO UPDATE SET empty_at = {later}({table}.empty_at, {p}) + {p}
    WHERE {later}({table}.empty_at, {p}) + {p} <= {p} + {p}
    RETURNING empty_at
"""


class Buckets(Protocol):
    """What a limit needs of a place to count."""

    def take(self, key: bytes, now: float, cost: float, window: float) -> float:
        """Count an attempt of `cost` seconds unless the bucket would hold more than `window`.

        Returns 0, or the seconds after which the attempt would be counted.
        """

    def wait(self, key: bytes, now: float, cost: float, window: float) -> float:
        """What `take` would return, without counting."""

    def clear(self) -> None:
        """Forget everything."""


class FileBuckets:
    """A SQLite file, shared by the processes of one machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._attempts = 0

    def take(self, key: bytes, now: float, cost: float, window: float) -> float:
        """See Buckets."""
        connected = self._connected()
        self._clean(connected, now)
        statement = TAKE.format(table="bucket", p="?", later="max")
        if connected.execute(statement, _values(key, now, cost, window)).fetchall():
            return 0.0
        return max(self.wait(key, now, cost, window), SHORTEST_WAIT)

    def wait(self, key: bytes, now: float, cost: float, window: float) -> float:
        """See Buckets."""
        row = self._connected().execute("SELECT empty_at FROM bucket WHERE key = ?", [key]).fetchone()
        return _wait(row[0] if row else now, now, cost, window)

    def clear(self) -> None:
        """See Buckets."""
        if self.path.exists():
            self._connected().execute("DELETE FROM bucket")

    def _clean(self, connected: sqlite3.Connection, now: float) -> None:
        self._attempts += 1
        if self._attempts % CLEAN_EVERY == 0:
            connected.execute("DELETE FROM bucket WHERE empty_at < ?", [now])

    def _connected(self) -> sqlite3.Connection:
        """This thread's connection; one from before a fork is left alone."""
        if getattr(self._local, "pid", None) != os.getpid():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._local.connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
            for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=OFF", TABLE):
                self._local.connection.execute(statement)
            self._local.pid = os.getpid()
        found: sqlite3.Connection = self._local.connection
        return found


class DatabaseBuckets:
    """The table of the main database, shared by all machines."""

    def __init__(self) -> None:
        self._attempts = 0

    def take(self, key: bytes, now: float, cost: float, window: float) -> float:
        """See Buckets. Inside a transaction of the caller's it is counted when that commits."""
        self._attempts += 1
        if self._attempts % CLEAN_EVERY == 0:
            RateBucket.objects.filter(empty_at__lt=now).delete()
        later = "max" if connection.vendor == "sqlite" else "greatest"
        statement = TAKE.format(table=RateBucket._meta.db_table, p="%s", later=later)
        with connection.cursor() as cursor:
            cursor.execute(statement, _values(key, now, cost, window))
            if cursor.fetchall():
                return 0.0
        return max(self.wait(key, now, cost, window), SHORTEST_WAIT)

    def wait(self, key: bytes, now: float, cost: float, window: float) -> float:
        """See Buckets."""
        row = RateBucket.objects.filter(key=key).values_list("empty_at", flat=True).first()
        return _wait(row if row is not None else now, now, cost, window)

    def clear(self) -> None:
        """See Buckets."""
        RateBucket.objects.all().delete()


def _values(key: bytes, now: float, cost: float, window: float) -> list[bytes | float]:
    return [key, now, cost, now, cost, now, cost, now, window]


def _wait(empty_at: float, now: float, cost: float, window: float) -> float:
    return max(empty_at + cost - window - now, 0.0)


_files: dict[Path, FileBuckets] = {}


def buckets() -> Buckets:
    """The counters of this installation."""
    if connection.vendor != "sqlite":
        return DatabaseBuckets()
    path = Path(settings.DATA_DIR) / "limits.sqlite3"
    return _files.setdefault(path, FileBuckets(path))
