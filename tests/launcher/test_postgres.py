"""The throw-away PostgreSQL of a test run is there for its length, and gone with its data afterwards."""

import tempfile
from pathlib import Path

import psycopg
import pytest

from launcher import postgres
from launcher.place import Stop

PROGRAMS = postgres.tools()
needs_postgres = pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server programs here")


@needs_postgres
def test_it_serves_and_then_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = tempfile.mkdtemp
    monkeypatch.setattr(tempfile, "mkdtemp", lambda prefix: made.append(make(prefix=prefix)) or made[-1])
    with pytest.raises(KeyboardInterrupt), postgres.throwaway(PROGRAMS) as env:
        url = env["PAMOJA_DATABASE_URL"]
        with psycopg.connect(url) as server:
            encoding = server.execute("SHOW server_encoding").fetchone()
        assert encoding == ("UTF8",)
        raise KeyboardInterrupt
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)
    assert len(made) == 1
    assert not Path(made[0]).exists()


@needs_postgres
def test_a_server_that_does_not_start_is_told(tmp_path: Path) -> None:
    for name in ("initdb", "pg_ctl"):
        (tmp_path / name).write_text("#!/bin/sh\necho the disk is full; exit 1\n")
        (tmp_path / name).chmod(0o755)
    tmp_path.chmod(0o755)
    with pytest.raises(Stop, match="the disk is full|Permission denied"), postgres.throwaway(tmp_path):
        pytest.fail("it started")
