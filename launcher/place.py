"""Where things stand: the checkout, its environment and its data folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Stop(Exception):
    """One plain sentence for the person at the keyboard; the launcher prints it and ends with status 1."""


@dataclass(frozen=True)
class Place:
    """One checkout and the environment variables that it was started with."""

    root: Path
    environ: Mapping[str, str]

    @classmethod
    def here(cls) -> "Place":
        """The checkout that this file belongs to."""
        return cls(ROOT, dict(os.environ))

    @property
    def venv(self) -> Path:
        """The virtual environment; it may be a link to one that somebody else looks after."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter that has the locked packages."""
        return self.venv / "bin" / "python"

    @property
    def data(self) -> Path:
        """Database, files and logs: `PAMOJA_DATA_DIR`, or `var/` in the checkout."""
        return Path(self.environ.get("PAMOJA_DATA_DIR") or self.root / "var").resolve()

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.data / "log"

    @property
    def artefacts(self) -> Path:
        """What a test run leaves to look at: logs, JUnit files, screenshots."""
        return self.root / "test-artefacts"

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a child that imports the project."""
        return {
            **self.environ,
            "PYTHONPATH": os.pathsep.join([str(self.root / "src"), str(self.root)]),
            "DJANGO_SETTINGS_MODULE": "pamoja.config.settings",
            "PYTHONUNBUFFERED": "1",
            # where it is set, each process compiles every module anew: three seconds before it begins
            "PYTHONDONTWRITEBYTECODE": "",
            **more,
        }

    def manage(self, *words: str) -> list[str]:
        """The command line of a management command."""
        return [str(self.python), "-m", "pamoja.config.manage", *words]
