"""Aim pyodk's own end-to-end tests at our server: they run as they are, from a checkout that stands ready.

    python -m tests.conformance.pyodk --cases CHECKOUT [--only TEXT]

CHECKOUT is a folder whose tests pytest can run, with `.venv/bin/python` there or `python3` on PATH. The tests are those
of `tests/test_client.py`. Three of them name a form that their own set-up makes under another id (with one apostrophe
more): they expect it in the project already, as it is in the one that its makers test with, so it is put there first.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import requests

from ._runner import cases_folder_of, finish, main
from .central import serving

PLUGINS = Path(__file__).with_name("_pyodk")
EMAIL, PASSWORD = "alice@getodk.org", "PWORD-alice-24772-~"
CONFIG = f"""[central]
base_url = "{{address}}"
username = "{EMAIL}"
password = "{PASSWORD}"
default_project_id = 1
"""

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>Odd id</h:title><model><instance><data id="'=+/*-451%/%" version="1"><fruit/><note_fruit/>
<meta><instanceID/></meta></data></instance><bind nodeset="/data/fruit" type="string"/>
<bind nodeset="/data/note_fruit" type="string"/><bind nodeset="/data/meta/instanceID" type="string"/></model></h:head>
<h:body><input ref="/data/fruit"><label>Fruit</label></input></h:body></h:html>"""


def run(argv: Sequence[str] | None = None) -> int:
    """Run the suite and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, help="checkout of pyodk, ready to run its tests")
    parser.add_argument("--only", default="", help="only tests whose name has this text")
    options = parser.parse_args(argv)
    checkout = cases_folder_of(options.cases) if options.cases else None
    if checkout is None or not (checkout / "tests/test_client.py").exists():
        print("Skipped: --cases names no checkout of pyodk.")
        return 0
    with serving() as address, tempfile.TemporaryDirectory() as folder:
        _prepare(address)
        totals = Counter(_tests(checkout, address, Path(folder), options.only))
    return finish(totals["passed"], totals["failed"] + (not totals))


def _prepare(address: str) -> None:
    """The project that the tests work in, with the form that they expect to find."""
    requests.post(f"{address}/__test/reset", timeout=60).raise_for_status()
    session = requests.post(f"{address}/v1/sessions", json={"email": EMAIL, "password": PASSWORD}, timeout=60).json()
    headers = {"Authorization": f"Bearer {session['token']}", "Content-Type": "application/xml"}
    url = f"{address}/v1/projects/1/forms?publish=true"
    requests.post(url, FORM, headers=headers, timeout=60).raise_for_status()


def _tests(checkout: Path, address: str, folder: Path, only: str) -> Iterator[str]:
    """How each test ended; what failed is printed, and the whole output when no test ran at all."""
    (folder / "config.toml").write_text(CONFIG.format(address=address))
    own = checkout / ".venv/bin/python"
    python = str(own) if own.exists() else shutil.which("python3") or "python3"
    plugin = ["-p", PLUGINS.joinpath("against_a_server.py").stem, "-p", "no:cacheprovider"]
    command = [python, "-m", "pytest", "-q", "-s", *plugin, *(["-k", only] if only else []), "tests/test_client.py"]
    env = os.environ | {
        "PYODK_CONFIG_FILE": str(folder / "config.toml"),
        "PYODK_CACHE_FILE": str(folder / "cache.toml"),
        "PYTHONPATH": str(PLUGINS),
    }
    done = subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"outcome"')]
    if not lines:
        print(done.stdout, done.stderr)
    for line in lines:
        if line["outcome"] != "passed":
            print(f"{line['outcome']}: {line['name']}: {next(iter(line['why'].splitlines()), '')}", flush=True)
        yield line["outcome"]


if __name__ == "__main__":
    main(run)
