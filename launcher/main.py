"""The command line of `./run`."""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence

from launcher import checks, install, serve, suites, testing
from launcher.place import Place, Stop
from launcher.steps import say

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000

HELP = """\
./run                        set up, load the demo, serve (--port 8000, --host 127.0.0.1, --no-demo)
./run install [--with NAME]  set up without serving; with an extra, such as splink
./run test [PYTEST...]       every check and test, on SQLite and PostgreSQL
                             (--sqlite-only --postgres-only --no-browser --no-checks --install)
./run check [--quick]        style, types, layers, templates, migrations, catalogues
./run conformance [SUITE]    replay conformance suites (--cases DIR)
./run bench [NAME]           measure
./run doctor                 what is set, what is reachable, what to do
./run backup FILE            one verified archive of database and files, while serving
./run restore FILE           bring such an archive back (--replace over existing data)
./run manage COMMAND...      any management command
"""

Command = Callable[[Place, list[str]], int]
# these are management commands that deserve a short name
MANAGED = ("doctor", "backup", "restore")


def main(argv: Sequence[str]) -> int:
    """Run one command; a `Stop` is printed as its sentence."""
    # so that every `finally` runs: a throw-away database server must not stay behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return dispatch(Place.here(), list(argv))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def dispatch(place: Place, words: list[str]) -> int:
    """Find the command that the first word names; with no word, serve."""
    commands: dict[str, Command] = {
        "test": testing.test,
        "check": lambda place, rest: checks.main(place, quick="--quick" in rest),
        "conformance": suites.conformance,
        "bench": suites.bench,
        "install": install.install,
        "manage": serve.manage,
        **{name: _managed(name) for name in MANAGED},
    }
    if not words or words[0].startswith("--") and words[0] != "--help":
        return _serve(place, words)
    if words[0] in ("help", "--help", "-h"):
        say(HELP)
        return 0
    if words[0] not in commands:
        raise Stop(f"There is no command «{words[0]}».\n\n{HELP}")
    return commands[words[0]](place, words[1:])


def _managed(name: str) -> Command:
    return lambda place, rest: serve.manage(place, [name, *rest])


def _serve(place: Place, words: list[str]) -> int:
    parser = argparse.ArgumentParser("./run")
    parser.add_argument("--host", default=DEFAULT_HOST)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--no-demo", action="store_true")
    given = parser.parse_args(words)
    return serve.serve(place, given.host, given.port, demo=not given.no_demo)
