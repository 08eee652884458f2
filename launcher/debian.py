"""The Debian packages that the tests use, installed when that was asked for and can be done."""

import os
import shutil
from dataclasses import dataclass

from launcher import postgres
from launcher.place import Place
from launcher.steps import say, step

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
POSTGRES_PACKAGES = ("postgresql", "postgresql-client")
BROWSER_PACKAGES = ("chromium", "fonts-noto-core")


@dataclass(frozen=True)
class Found:
    """What this machine has for the tests."""

    chromium: str | None
    postgres: bool

    @classmethod
    def look(cls, place: Place) -> "Found":
        """Look for a browser and for PostgreSQL's server programs."""
        path = place.environ.get("PATH")
        chromium = next(filter(None, (shutil.which(name, path=path) for name in CHROMIUM)), None)
        return cls(chromium, postgres.tools(path) is not None)

    def missing(self) -> list[str]:
        """The Debian packages that would bring what is not there."""
        return [*(() if self.postgres else POSTGRES_PACKAGES), *(() if self.chromium else BROWSER_PACKAGES)]


def may_install(place: Place, asked: bool) -> bool:
    """Packages are installed under `CI=true` or on request, and only by root on a Debian."""
    wanted = asked or place.environ.get("CI") == "true"
    return wanted and os.geteuid() == 0 and shutil.which("apt-get") is not None


def ensure(place: Place, asked: bool) -> Found:
    """Install what is missing if that is allowed; answer what is there then."""
    found = Found.look(place)
    packages = found.missing()
    if not packages or not may_install(place, asked):
        return found
    env = {**place.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = place.artefacts / "apt.log"
    step("Reading Debian's package lists", ["apt-get", "update", "-q"], log, place.root, env)
    argv = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    step(f"Installing {', '.join(packages)}", argv, log, place.root, env)
    return Found.look(place)


def say_skipped(found: Found) -> None:
    """Name what will not be tested here, and how to change that."""
    if not found.postgres:
        say("! No PostgreSQL server here: its half of the tests is skipped (sudo apt install postgresql)")
    if not found.chromium:
        say("! No Chromium here: the browser tests are skipped (sudo apt install chromium fonts-noto-core)")
