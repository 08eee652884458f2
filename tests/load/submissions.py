"""How many submissions a second the server takes, over HTTP, each on disk before its answer (fsync on).

`./run bench submissions [--seconds 8] [--clients 1,8,32] [--postgres] [--beside URL | --judging]` starts a server and
an outbox worker of its own on a throw-away folder, with the 3-field form, a form of 250 questions (a generated one of
the same size), and a 200 KB photo beside the 3-field form. The database is SQLite, or a throw-away PostgreSQL with its
usual settings. The comparison column is what ODK Central 2026.2 gave on such a machine (two cores, client on the same
machine); read the ratio, not the number.
`--judging` measures in turns a server that judges each record by the rules of its form after the answer, as ours does,
and one that does not; and how long the outbox then works on until every record of the measurement is judged.
A machine's speed wanders from day to day: `--beside http://host:port/v1/key/KEY/projects/1` measures another running
server that speaks OpenRosa and has the same three forms (`_prepare_submissions.py` makes them), in turns with ours.
Its submissions stay there: never aim it at a server in use.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from launcher.serve import WEB_THREADS, web_processes
from tests.load._database import database
from tests.load._devices import QUESTIONS, Load, Server, Tally, loads, send
from tests.load._told import machine
from tests.served import APPLICATION, free_port, running, web_server

PEER = {
    ("3 fields", 1): (110, 122),
    ("3 fields", 8): (142, 224),
    ("3 fields", 32): (120, 287),
    ("250 questions", 1): (46, 105),
    ("250 questions", 8): (151, 161),
    ("250 questions", 32): (151, 153),
    ("200 KB photo", 8): (145, 149),
}
WARM_SECONDS = 3
REST = 2  # times as long as a measurement took
PREPARE = Path(__file__).with_name("_prepare_submissions.py")
OUTBOX = [sys.executable, "-m", "pamoja.config.manage", "work", "outbox"]


@dataclass(frozen=True)
class Ours(Server):
    """Our own server, whose outbox worker goes on after the answers; `env` is what its processes run with."""

    outbox: "subprocess.Popen[bytes]"
    env: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """What one measurement gave: submissions a second, milliseconds (sorted) of those taken, words of those refused."""

    rate: float
    latencies: list[float]
    failures: list[str]

    def within(self, percent: int) -> float:
        """Milliseconds within which this share of the submissions was answered."""
        return statistics.quantiles(self.latencies, n=100)[percent - 1] if len(self.latencies) > 1 else 0.0


def main() -> int:
    """Measure every load at every number of clients and print a table."""
    options = _options()
    if options.judging:
        return _judging(options.clients, options.seconds, options.postgres)
    with database(options.postgres) as variables, _server(variables) as ours:
        for server in (ours, options.beside):
            if server:
                _measure(loads()[0], max(options.clients), WARM_SECONDS, server)
        heading = "  peer per s   p95 ms   ratio" if options.beside else "  peer per s   ratio"
        print(f"{'load':<16}{'clients':>8}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{heading}")
        failed = 0
        for load in loads():
            for clients in options.clients:
                failed += _compare(load, clients, options.seconds, ours, options.beside)
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=lambda text: [int(n) for n in text.split(",")], default=[1, 8, 32])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--judging", action="store_true")
    parser.add_argument("--beside", type=_address, metavar="URL")
    return parser.parse_args()


def _address(text: str) -> Server:
    """The server at an address as a collecting app has it; without TLS, which our clients do not speak."""
    url = urlsplit(text)
    if url.scheme != "http" or not url.hostname:
        raise argparse.ArgumentTypeError("an address looks like http://localhost:8383/v1/key/KEY/projects/1")
    return Server(url.hostname, url.port or 80, f"{url.path.rstrip('/')}/submission")


def _judging(clients: list[int], seconds: float, is_postgres: bool) -> int:
    """Rates with and without judging, and how long the judging goes on after the last answer."""
    print(machine("PostgreSQL" if is_postgres else "SQLite"))
    title = f"{'load':<16}{'clients':>8}{'judged/s':>10}{'p95 ms':>9}{'drained s':>11}"
    print(f"{title}{'unjudged/s':>12}{'p95 ms':>9}{'drained s':>11}   ratio", flush=True)
    failed = 0
    with (
        database(is_postgres) as one,
        database(is_postgres) as other,
        _server(one) as judged,
        _server(other, "tests.load._unjudged:application") as unjudged,
    ):
        for server in (judged, unjudged):
            _measure(loads()[0], max(clients), WARM_SECONDS, server)
            _drain(server)
        for load in loads():
            for number in clients:
                failed += _with_and_without(load, number, seconds, judged, unjudged)
    return 1 if failed else 0


def _with_and_without(load: Load, clients: int, seconds: float, judged: Ours, unjudged: Ours) -> int:
    us = _measure(load, clients, seconds, judged)
    ours = f"{us.rate:>10.0f}{us.within(95):>9.1f}{_drain(judged):>11.1f}"
    them = _measure(load, clients, seconds, unjudged)
    theirs = f"{them.rate:>12.0f}{them.within(95):>9.1f}{_drain(unjudged):>11.1f}"
    print(f"{load.name:<16}{clients:>8}{ours}{theirs}{us.rate / max(them.rate, 1):>7.2f}×", flush=True)
    return len(us.failures) + len(them.failures)


def _drain(server: Ours) -> float:
    """Seconds from now until the outbox has told every consumer; to start the program that looks takes some of them."""
    argv = [sys.executable, "-m", "tests.load._drain", str(time.time())]
    done = subprocess.run(argv, env=dict(server.env), check=True, capture_output=True, text=True)
    return float(done.stdout.splitlines()[-1])


def _compare(load: Load, clients: int, seconds: float, ours: Ours, peer: Server | None) -> int:
    """Measure ours and then, if there is one, the peer; print a line and return the number of failures."""
    us = _measure(load, clients, seconds, ours)
    them = _in_turn(load, clients, seconds, ours, peer) if peer else None
    beside = _measured(us, them) if them else _published(load.name, clients, us)
    cuts = "".join(f"{us.within(percent):>9.1f}" for percent in (50, 95, 99))
    print(f"{load.name:<16}{clients:>8}{us.rate:>9.0f}{cuts}  {beside}", flush=True)
    failures = us.failures + (them.failures if them else [])
    if failures:
        print(f"  {len(failures)} failed, the first: {failures[0]}")
    return len(failures)


def _measure(load: Load, clients: int, seconds: float, server: Server) -> Result:
    tallies = [Tally() for _ in range(clients)]
    end = time.perf_counter() + seconds
    threads = [threading.Thread(target=send, args=(load, tally, end, server)) for tally in tallies]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    latencies = sorted(ms for tally in tallies for ms in tally.latencies)
    return Result(len(latencies) / took, latencies, [words for tally in tallies for words in tally.failures])


def _in_turn(load: Load, clients: int, seconds: float, ours: Ours, peer: Server) -> Result:
    """Measure the peer. Before and after, the server that was measured has time to work off what its answers put off;
    what our outbox has not done by then stands still meanwhile, and weighs on our next measurement.
    """
    time.sleep(REST * seconds)
    ours.outbox.send_signal(signal.SIGSTOP)
    try:
        them = _measure(load, clients, seconds, peer)
        time.sleep(REST * seconds)
    finally:
        ours.outbox.send_signal(signal.SIGCONT)
    return them


def _measured(us: Result, them: Result) -> str:
    ratio = f"{us.rate / them.rate:>7.1f}×" if them.rate else f"{'–':>8}"
    return f"{them.rate:>10.0f}{them.within(95):>9.1f}{ratio}"


def _published(name: str, clients: int, us: Result) -> str:
    peer = PEER.get((name, clients))
    return f"{peer[0]}–{peer[1]:<7}{us.rate / peer[1]:>6.1f}×" if peer else "–"


@contextmanager
def _server(variables: Mapping[str, str], application: str = APPLICATION) -> Iterator[Ours]:
    """A server on a folder of its own, with forms and a device."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, **variables, "PAMOJA_DATA_DIR": folder, "PAMOJA_MODE": "demo", "PYTHONPATH": "src:."}
        prepared = subprocess.run(
            [sys.executable, str(PREPARE), str(QUESTIONS)], env=env, check=True, capture_output=True, text=True
        )
        ready = json.loads(prepared.stdout.splitlines()[-1])
        port = free_port()
        with (
            (Path(folder) / "log").open("wb") as log,  # they log as they do in earnest
            running(OUTBOX, env, log) as outbox,  # first: it takes as long to start, and nobody waits for it
            web_server(port, WEB_THREADS, env, log, web_processes(), application),
        ):
            path = f"/odk/v1/key/{ready['key']}/projects/{ready['project']}/submission"
            yield Ours("127.0.0.1", port, path, outbox, env)


if __name__ == "__main__":
    sys.exit(main())
