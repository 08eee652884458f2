"""Keep child processes alive: start, log, restart with a growing pause, stop them all in order."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
HEALTHY_AFTER_SECONDS = 60.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.1
LARGEST_LOG = 10_000_000
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask Linux to stop this child when the launcher is killed, so that no port stays taken."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    argv: Sequence[str]
    log: Path
    env: Mapping[str, str]
    cwd: Path
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start the process in a group of its own, its output appended to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.cwd,
                env=dict(self.env),
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        self.started = time.monotonic()

    @property
    def is_running(self) -> bool:
        """Whether the process is there now."""
        return self.process is not None and self.process.poll() is None

    def plan_restart(self, now: float) -> float:
        """Say after how many seconds to start again: twice the last pause, or one after a healthy life."""
        healthy = now - self.started >= HEALTHY_AFTER_SECONDS
        longer = min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        self.pause = FIRST_PAUSE_SECONDS if healthy or not self.pause else longer
        self.due = now + self.pause
        return self.pause

    def send(self, number: signal.Signals) -> None:
        """Signal the whole group, if it is still there."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


class Supervisor:
    """Runs a set of children until it is told to stop."""

    def __init__(self, children: Sequence[Child], tell: Callable[[str], None]) -> None:
        self.children = children
        self.tell = tell
        self.stopping = threading.Event()

    def run(self, when_started: Callable[[], None] = lambda: None) -> None:
        """Start all, watch them, and stop them when a signal or `stopping` says so."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            for child in self.children:
                child.start()
            when_started()
            while not self.stopping.wait(POLL_SECONDS):
                self.watch(time.monotonic())
        finally:
            self.stop()

    def watch(self, now: float) -> None:
        """Plan the restart of each child that has ended, and do the restarts that are due."""
        for child in self.children:
            if child.is_running:
                continue
            if child.process is not None:
                code, child.process = child.process.returncode, None  # once for each end
                pause = child.plan_restart(now)
                self.tell(f"{child.name} ended (status {code}), starts again in {pause:.0f} s: {child.log}")
            elif now >= child.due:
                child.start()

    def stop(self) -> None:
        """End all children: politely first, for good after ten seconds."""
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.is_running for child in self.children) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        for child in self.children:
            child.send(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
