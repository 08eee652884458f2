"""Set up: the virtual environment, the npm assets and the message catalogues, each only when it changed."""

import argparse
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher import stamps
from launcher.place import Place, Stop
from launcher.steps import say, step

OLDEST_NODE = 20
NO_VENV = "Python's venv module is missing. On Debian: sudo apt install python3-venv"
NO_NODE = (
    "Pamoja needs Node.js 20 or newer to build the scripts of its pages. {found} On Debian 13: sudo apt "
    "install nodejs npm (Debian 12 has version 18: take version 20 from nodejs.org or deb.nodesource.com)"
)
NO_NPM = "Node.js is here but npm is not. On Debian: sudo apt install npm"


def set_up(place: Place, dev: bool = False, assets: bool = True) -> None:
    """Bring environment, assets and catalogues up to date; what shows no page needs no assets."""
    python_packages(place, dev)
    if assets:
        npm_assets(place)
    catalogues(place)
    git_hooks(place)


def python_packages(place: Place, dev: bool) -> None:
    """Install the hash-locked packages into `.venv`, unless its stamp says that they are there."""
    if place.venv.is_symlink():
        return  # somebody else looks after a linked environment
    stamp, base = place.venv / ".pamoja.json", place.root / "requirements.lock"
    lock = place.root / "requirements-dev.lock" if dev else base
    wanted = {path.name: stamps.tree(place.root, [path]) for path in {base, lock}}
    said = stamps.read(stamp)
    if wanted.items() <= said.items() and _imports_django(place):
        return
    _make_venv(place, clear=bool(said) and not _imports_django(place))
    _step(place, _counted("Installing {} Python packages", lock), _install(place, lock), "pip")
    stamps.write(stamp, **wanted)


def extras(place: Place) -> dict[str, Path]:
    """What can be installed beyond what everybody needs, by name: the locks beside the two of ours."""
    found = {path.name[len("requirements-") : -len(".lock")]: path for path in place.root.glob("requirements-*.lock")}
    return {name: path for name, path in found.items() if name != "dev"}


def install(place: Place, words: Sequence[str]) -> int:
    """`./run install --with splink`: set up, with extras."""
    known = extras(place)
    parser = argparse.ArgumentParser("./run install", description="Set up without serving.")
    parser.add_argument("--with", dest="extras", action="append", default=[], choices=sorted(known), metavar="EXTRA")
    wanted = parser.parse_args(list(words)).extras
    if wanted and place.venv.is_symlink():
        raise Stop("The environment is a link: whoever looks after it installs extras there.")
    set_up(place)
    for name in wanted:
        _step(
            place,
            _counted(f"Installing {{}} Python packages for {name}", known[name]),
            _install(place, known[name]),
            name,
        )
    return 0


def _imports_django(place: Place) -> bool:
    """False when the environment is broken, for instance after Debian's own Python moved to a new version."""
    argv = [
        str(place.python),
        "-c",
        "import importlib.util as i; raise SystemExit(not i.find_spec('django'))",
    ]
    return place.python.exists() and not subprocess.run(argv, check=False).returncode


def _counted(title: str, lock: Path) -> str:
    return title.format(len(re.findall(r"(?m)^[A-Za-z0-9]", lock.read_text())))


def _step(place: Place, title: str, argv: list[str], log: str) -> None:
    step(title, argv, place.logs / f"setup-{log}.log", place.root, place.environ)


def uv(place: Place) -> str | None:
    """The uv program when it is on the PATH: the same packages in a tenth of the time."""
    return shutil.which("uv", path=place.environ.get("PATH"))


def _make_venv(place: Place, clear: bool) -> None:
    can_install = (place.venv / "bin" / "pip").exists() or uv(place)
    if place.python.exists() and not clear and can_install:
        return
    if found := uv(place):
        argv = [found, "venv", "--quiet", "--clear", "--python", sys.executable, str(place.venv)]
    elif importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        argv = [sys.executable, "-m", "venv", "--clear", str(place.venv)]
    else:
        raise Stop(NO_VENV)
    _step(place, "Making the virtual environment", argv, "venv")


def _install(place: Place, lock: Path) -> list[str]:
    if found := uv(place):
        return [found, "pip", "install", "--python", str(place.python), "--require-hashes", "-r", str(lock)]
    pip = [str(place.python), "-m", "pip", "install", "--disable-pip-version-check"]
    return [*pip, "--require-hashes", "-r", str(lock)]


def npm_assets(place: Place) -> None:
    """Build the scripts and styles of the pages from the npm lock, unless the built ones match."""
    lock, stamp = place.root / "package-lock.json", place.root / "src/pamoja/web/static/built/.stamp"
    if not lock.exists() or stamps.said(stamp) == stamps.tree(place.root, [lock, place.root / "frontend"]):
        return
    npm = need_npm(place)
    _npm_ci(place, npm, lock)
    _step(place, "Building the scripts and styles of the pages", [npm, "run", "build"], "build")


def _npm_ci(place: Place, npm: str, lock: Path) -> None:
    modules = place.root / "node_modules"
    wanted = stamps.tree(place.root, [lock])
    if modules.is_symlink() or stamps.read(modules / ".pamoja.json").get("lock") == wanted:
        return
    _step(place, "Fetching the npm packages", [npm, "ci"], "npm")
    stamps.write(modules / ".pamoja.json", lock=wanted)


def need_npm(place: Place) -> str:
    """The npm program, or one sentence saying how to get it."""
    path = place.environ.get("PATH")
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    found = _node_version(node) if node else None
    if not node or not found or found < OLDEST_NODE:
        raise Stop(NO_NODE.format(found=f"This is version {found}." if found else "There is none."))
    if not npm:
        raise Stop(NO_NPM)
    return npm


def _node_version(node: str) -> int | None:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)", said)
    return int(match[1]) if match else None


def catalogues(place: Place) -> None:
    """Compile each `.po` whose `.mo` is absent or older, with Babel (msgfmt is not on every machine)."""
    stale = [po for po in place.root.glob("locale/*/LC_MESSAGES/*.po") if _is_stale(po)]
    for po in stale:
        argv = [str(place.python), "-m", "babel.messages.frontend", "-q", "compile", "-i", str(po)]
        argv += ["-o", str(po.with_suffix(".mo")), "-l", po.parts[-3]]
        done = subprocess.run(argv, cwd=place.root, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Stop(f"{po} cannot be compiled: {done.stdout}{done.stderr}")
    if stale:
        say(f"• Compiled {len(stale)} message catalogues")


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def git_hooks(place: Place) -> None:
    """Point git at `.githooks/`, unless this clone already has hooks of its own."""
    is_clone = (place.root / ".git").is_dir() and place.environ.get("CI") != "true"
    if not is_clone or not shutil.which("git"):
        return
    git = ["git", "-C", str(place.root), "config"]
    if subprocess.run([*git, "core.hooksPath"], capture_output=True, check=False).returncode:
        subprocess.run([*git, "core.hooksPath", ".githooks"], check=False)
