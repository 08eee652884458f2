"""How many sprints a second one core runs: a stretch of a session from a message to the next wait or the end.

`./run bench flows [--seconds 5] [--cases DIR]` talks through a poll of two questions, then at random (with a seed)
through the largest export below DIR, then replays goflow's tests of sessions there. A sprint is measured as a server
has it: contact and session are read from their JSON texts, the engine runs, both are written again; of the poll also
with the session kept in memory. Seconds are those of the processor. Then come the size of a session that waits, and
how long the largest export takes to be parsed, migrated and checked. Without cases only the poll is measured.
"""

import argparse
import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conformance._runner import conformance_root
from tests.load._talks import POLL, Guessing, Place, answer_poll, begun, largest_export, place, poll, stored, talk
from tests.load._told import Board, machine

LEAST_SPRINTS = 1_500
SEED = 1
HELD = 2_000
MEGABYTE = 1e6


def main() -> int:
    """Measure, and tell each figure."""
    parser = argparse.ArgumentParser("./run bench flows", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--cases", type=Path, default=conformance_root() / "rapidpro")
    options = parser.parse_args()
    print(machine("no database"), flush=True)
    board = Board()
    _measure_poll(board, options.seconds)
    export = largest_export(options.cases / "flows-idems")
    if export:
        _measure_export(export, options.seconds)
    _measure_replays(options.cases, options.seconds)
    return board.end()


def _measure_poll(board: Board, seconds: float) -> None:
    at = place(poll())
    for title, is_stored in (("poll, stored at each wait", True), ("poll, kept in memory", False)):
        rate = _rate(seconds, lambda kept=is_stored: talk(at, POLL, answer_poll, kept))  # type: ignore[misc]
        board.least(title, rate, LEAST_SPRINTS, "/s")
    _measure_waiting(at)


def _rate(seconds: float, once: Callable[[], int]) -> float:
    """Sprints a second of the processor; the first time fills caches."""
    once()
    sprints, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        sprints += once()
    return sprints / (time.process_time() - started)


def _measure_waiting(at: Place) -> None:
    """What a session takes while it waits for its first answer, in a database and in memory."""
    kept = stored(begun(at, POLL))
    _tell("session that waits, as JSON", len(kept.session.encode()), "bytes", f"contact {len(kept.contact)}")
    gc.collect()
    tracemalloc.start()
    held = [begun(at, POLL) for _ in range(HELD)]
    gc.collect()
    _tell("session that waits, in memory", tracemalloc.get_traced_memory()[0] / len(held), "bytes", "with its contact")
    tracemalloc.stop()


def _measure_export(export: Path, seconds: float) -> None:
    text = export.read_bytes()
    parsed, data = _timed(lambda: json.loads(text))
    at = place(data)
    flows = [each["uuid"] for each in data["flows"]]
    migrated, _ = _timed(lambda: [at.flow(each) for each in flows])
    size = (
        f"{len(text) / MEGABYTE:.1f} MB, {len(flows)} flows, {sum(len(each['nodes']) for each in data['flows'])} nodes"
    )
    _tell("largest export, JSON parsed", parsed * 1000, "ms", size)
    _tell("largest export, migrated, read and checked", migrated * 1000, "ms", "each flow when it is first needed")
    guessing = Guessing(SEED)
    _tell("largest export, walked at random", _rate(seconds, lambda: _walk(at, flows, guessing)), "/s", f"seed {SEED}")


def _walk(at: Place, flows: list[str], guessing: Guessing) -> int:
    return talk(at, guessing.chance.choice(flows), guessing)


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    result = do()
    return time.process_time() - started, result


def _measure_replays(folder: Path, seconds: float) -> None:
    """goflow's tests of sessions; the reading of their assets is not counted."""
    from tests.load._replays import replays

    found = list(replays(folder))
    if not found:
        return
    spent, sprints = 0.0, 0
    while spent < seconds:
        for replay in found:
            run = replay()
            took, count = _timed(run)
            spent, sprints = spent + took, sprints + count
    _tell("goflow's tests of sessions", sprints / spent, "/s", f"{len(found)} tests")


def _tell(what: str, figure: float, unit: str, more: str = "") -> None:
    """A figure without a bar."""
    print(f"{what:46} {figure:10,.1f} {unit:7} {'':22}{more}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
