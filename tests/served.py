"""A web server of ours in a process of its own, for tests and measurements that talk to it over HTTP."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

READY_SECONDS = 60
STOP_SECONDS = 10
APPLICATION = "pamoja.config.wsgi:application"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server(
    port: int,
    threads: int,
    env: Mapping[str, str],
    log: int | IO[bytes],
    processes: int = 1,
    application: str = APPLICATION,
) -> Iterator[None]:
    """Workers that answer on this port of the loopback. Raises TimeoutError when it does not."""
    program = str(Path(sys.executable).with_name("granian"))
    address = ["--host", "127.0.0.1", "--port", str(port)]
    options = ["--workers", str(processes), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"]
    argv = [program, "--interface", "wsgi", *address, *options, application]
    with running(argv, env, log):
        _wait(port)
        yield


@contextmanager
def running(argv: list[str], env: Mapping[str, str], log: int | IO[bytes]) -> "Iterator[subprocess.Popen[bytes]]":
    """A program that runs meanwhile; `log` as `subprocess` takes it."""
    with subprocess.Popen(argv, env=env, stdout=log, stderr=log) as process:
        try:
            yield process
        finally:
            _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Granian may miss a TERM while its workers boot."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _wait(port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")
