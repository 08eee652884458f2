"""A PostgreSQL server of one's own for the length of a test run, removed with its data at the end."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from launcher.place import Stop

START_SECONDS = "60"
# Test data need not survive a power cut: without these waits the suite runs about twice as fast.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB")
INITDB = ("-U", "pamoja", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")


def tools(path: str | None = None) -> Path | None:
    """The folder with PostgreSQL's server programs, the newest one; Debian keeps them off the PATH."""
    found = shutil.which("initdb", path=path)
    if found:
        return Path(found).parent
    debian = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "initdb").exists()]
    return max(debian, key=lambda p: int(re.sub(r"\D", "", p.parent.name) or 0), default=None)


def _as_postgres(argv: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, so root runs it as the `postgres` user of the Debian package."""
    return ["runuser", "-u", "postgres", "--", *argv] if os.geteuid() == 0 else argv


def _call(argv: list[str], cwd: Path) -> None:
    done = subprocess.run(_as_postgres(argv), cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"{done.stdout}{done.stderr}\nThe throw-away PostgreSQL did not obey: {' '.join(argv)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def throwaway(programs: Path, settings: Sequence[str] = FAST) -> Iterator[Mapping[str, str]]:
    """Start a server in a temporary folder, yield the variables that point at it, always end it."""
    home = Path(tempfile.mkdtemp(prefix="pamoja-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data, port = home / "data", _free_port()
    try:
        _call([str(programs / "initdb"), "-D", str(data), *INITDB], home)
        _start(programs, home, data, port, settings)
        yield {"PAMOJA_DATABASE_URL": f"postgres://pamoja@127.0.0.1:{port}/postgres"}
    finally:
        stop = [str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop"]
        subprocess.run(_as_postgres(stop), cwd="/", capture_output=True, check=False)
        shutil.rmtree(home, ignore_errors=True)


def _start(programs: Path, home: Path, data: Path, port: int, settings: Sequence[str]) -> None:
    # pg_ctl hands the options to a shell as one string
    words = " ".join(f"-c {word}" for word in settings)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home} {words}"
    argv = [str(programs / "pg_ctl"), "-D", str(data), "-l", str(home / "log"), "-t", START_SECONDS]
    _call([*argv, "-w", "-o", options, "start"], home)
