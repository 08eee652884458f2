"""How measurements are told: the machine, each figure beside its bar, and last whether every bar was met."""

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


def machine(database: str) -> str:
    """A line on this machine: without it a figure tells little."""
    known = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in known.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} × {names[0] if names else platform.machine()} · "
        f"{memory:.0f} GB · {platform.system()} {platform.release()} · Python {platform.python_version()} · "
        f"{database} · load {load}"
    )


@dataclass
class Spent:
    """Seconds by the clock, and of this process on its processor: on a busy machine the two lie far apart."""

    wall: float = 0.0
    busy: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """Filled in when the block ends."""
    spent, wall, busy = Spent(), time.perf_counter(), time.process_time()
    yield spent
    spent.wall, spent.busy = time.perf_counter() - wall, time.process_time() - busy


@dataclass
class Board:
    """The bars and what was measured."""

    failed: list[str] = field(default_factory=list)
    count: int = 0

    def most(self, what: str, figure: float, bar: float, unit: str, more: str = "") -> None:
        """A figure that should not exceed its bar."""
        self._tell(what, figure, f"≤ {bar:,.0f}", unit, more, is_met=figure <= bar)

    def least(self, what: str, figure: float, bar: float, unit: str, more: str = "") -> None:
        """A figure that should reach its bar."""
        self._tell(what, figure, f"≥ {bar:,.0f}", unit, more, is_met=figure >= bar)

    def _tell(self, what: str, figure: float, bar: str, unit: str, more: str, is_met: bool) -> None:
        self.count += 1
        if not is_met:
            self.failed.append(what)
        verdict = "pass" if is_met else "FAIL"
        print(f"{what:46} {figure:10,.1f} {unit:7} bar {bar:9} {verdict}  {more}", flush=True)

    def end(self) -> int:
        """Say how many bars were met; the exit code."""
        print(f"{self.count - len(self.failed)} bars met, {len(self.failed)} missed")
        return 1 if self.failed else 0
