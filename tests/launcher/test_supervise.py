"""Children are started, restarted when they die, and ended with the launcher."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher import supervise
from launcher.place import ROOT
from launcher.supervise import Child, Supervisor

PATIENCE_SECONDS = 20.0


def wait_for(question: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not question():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def child(tmp_path: Path, script: str, name: str = "worker") -> Child:
    return Child(name, [sys.executable, "-c", script], tmp_path / f"{name}.log", os.environ, tmp_path)


SLEEP = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Supervisor, list[str]]]:
    """A supervisor at work in a thread, with short pauses."""
    monkeypatch.setattr(supervise, "FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(supervise.signal, "signal", lambda *_: None)  # a thread may not set handlers
    said: list[str] = []
    supervisor = Supervisor([child(tmp_path, SLEEP)], said.append)
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    yield supervisor, said
    supervisor.stopping.set()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_a_killed_child_is_started_again(watched: tuple[Supervisor, list[str]]) -> None:
    supervisor, said = watched
    worker = supervisor.children[0]
    wait_for(lambda: worker.is_running)
    first = worker.process.pid
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: worker.is_running and worker.process.pid != first)
    assert len(said) == 1
    assert "worker ended (status -9)" in said[0]


def test_the_pause_doubles_up_to_half_a_minute_and_starts_anew_after_a_healthy_life(tmp_path: Path) -> None:
    worker = child(tmp_path, "pass")
    worker.started = 1000.0
    assert [worker.plan_restart(1001.0) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert worker.plan_restart(1000.0 + supervise.HEALTHY_AFTER_SECONDS) == 1


def test_a_child_that_ignores_the_polite_signal_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "STOP_SECONDS", 0.3)
    worker = child(tmp_path, STUBBORN)
    worker.start()
    wait_for(lambda: "up" in worker.log.read_text())
    Supervisor([worker], print).stop()
    assert worker.process.returncode == -signal.SIGKILL


def test_the_output_of_a_child_is_in_its_log_and_a_huge_log_is_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "LARGEST_LOG", 3)
    (tmp_path / "worker.log").write_text("before")
    worker = child(tmp_path, "print('hello')")
    worker.start()
    worker.process.wait()
    assert worker.log.read_text() == "hello\n"
    assert (tmp_path / "worker.old.log").read_text() == "before"


LAUNCHER = """
import os, sys
from pathlib import Path
from launcher.supervise import Child, Supervisor
here = Path(sys.argv[1])
script = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
worker = Child("worker", [sys.executable, "-c", script], here / "log", os.environ, here)
Supervisor([worker], print).run()
print("clean end")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_child_outlives_the_launcher(tmp_path: Path, number: signal.Signals) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    pid = tmp_path / "pid"
    wait_for(lambda: pid.exists() and pid.read_text())
    launcher.send_signal(number)
    said, _ = launcher.communicate(timeout=PATIENCE_SECONDS)
    wait_for(lambda: not Path(f"/proc/{pid.read_text()}").exists())
    assert ("clean end" in said) == (number != signal.SIGKILL)
