"""Aim ODK Central's own API tests at our server: they run as they are, from a checkout that stands ready.

    python -m tests.conformance.central --cases CHECKOUT [--only TEXT] [FILE ...]

A test that reaches for Central's inside (its database, its mail, its mocks) or asks no server at all cannot be asked
of another server: it is skipped, named, and not counted. A failing test is told with the reason that
`central_known.json` has for it, and counted; the table of numbered errors is compared first. CHECKOUT is a folder in
which `npx mocha` can run the tests; Node is taken from PATH, or from node_modules of the checkout.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.served import free_port, web_server

from ._central.errors import differences
from ._central.known import Known
from ._runner import ROOT, cases_folder_of, finish, main

HERE = Path(__file__).with_name("_central")
PUBLIC_ADDRESS = "http://localhost:8989"  # which Central's tests expect to read in answers
THREADS = 4
TESTS = "test/integration"


class BrokenOff(Exception):
    """The tests did not run to their end, or lines about them were lost: what was counted is no result."""


def run(argv: Sequence[str] | None = None) -> int:
    """Run the suite and return the exit code."""
    options = _options(argv)
    checkout = cases_folder_of(options.cases) if options.cases else None
    if checkout is None or not (checkout / "node_modules/.bin/mocha").exists():
        print("Skipped: --cases names no checkout of ODK Central's backend in which mocha stands ready.")
        return 0
    known = Known.read()
    otherwise = differences(checkout)
    for line in otherwise:
        print(f"numbered error {line}")
    with serving() as address:
        totals = Counter(_tell(line, known) for line in _tests(checkout, address, options))
    for each in () if options.files or options.only else known.unmet():
        print(f"stale: there is no such test any more: {each}")
    print(f"{totals['skipped']} skipped: they ask for Central's inside, not for its API")
    for line in known.summary():
        print(line)
    return finish(totals["passed"], totals["failed"] + len(otherwise))


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, help="checkout of central-backend, ready to run its tests")
    parser.add_argument("--only", default="", help="only tests whose name has this text")
    parser.add_argument("files", nargs="*", help="files or folders below test/integration; all by default")
    return parser.parse_args(argv)


@contextmanager
def serving() -> Iterator[str]:
    """Our server in test settings, at the root of an address, with a folder of its own."""
    with tempfile.TemporaryDirectory() as data:
        port = free_port()
        env = os.environ | {
            "PAMOJA_DATA_DIR": data,
            "PAMOJA_BASE_URL": PUBLIC_ADDRESS,
            "PAMOJA_ODK_AT_ROOT": "true",
            "PAMOJA_TRUSTED_PROXIES": "1",
            "PAMOJA_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "tests.conformance._central.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        env.pop("PAMOJA_DATABASE_URL", None)
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=env, check=True, cwd=ROOT)
        with Path(data, "log").open("wb") as log, web_server(port, THREADS, env, log):
            yield f"http://localhost:{port}"


def _tests(checkout: Path, address: str, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A line for each test, as it ends. Raises BrokenOff when not all that ended were told."""
    folder = checkout / TESTS
    files = [str(folder / name) for name in options.files] or [str(folder)]
    bin_folder = checkout / "node_modules/.bin"
    shims = ["--require", str(HERE / "aim.cjs"), "--reporter", str(HERE / "tell.cjs")]
    command = [str(bin_folder / "mocha"), "--recursive", "--timeout", "20000", "--exit", *shims]
    command += ["--file", str(checkout / "test/assertions.js")]
    command += ["--fgrep", options.only] if options.only else []
    env: Mapping[str, str] = os.environ | {
        "PAMOJA_AIM": address,
        "NODE_CONFIG_ENV": "test",
        "PATH": os.pathsep.join([str(bin_folder), os.environ["PATH"]]),
    }
    with subprocess.Popen([*command, *files], cwd=checkout, env=env, stdout=subprocess.PIPE, text=True) as process:
        yield from told_whole(process.stdout or ())


def told_whole(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What the reporter said, among whatever else the tests wrote. Raises BrokenOff."""
    count, ended = 0, None
    for told in (json.loads(line) for line in lines if line.startswith('{"outcome"')):
        if told["outcome"] == "ended":
            ended = told["lines"]
        else:
            count += 1
            yield told | {"file": told["file"].removeprefix(f"{TESTS}/")}
    if count != ended:
        raise BrokenOff(f"{count} tests were told of, and not all that ran")


def _tell(line: dict[str, Any], known: Known) -> str:
    """Print what did not pass, and what is known of it; return how it ended."""
    why, said = str(line.get("why", "")).splitlines(), known.said_of(line)
    if line["outcome"] != "passed":
        print(f"{line['outcome']}: {line['file']} · {line['name']}: {why[0] if why else ''}", flush=True)
    if said:
        print(f"    {said} ({line['file']} · {line['name']})", flush=True)
    return str(line["outcome"])


if __name__ == "__main__":
    main(run)
