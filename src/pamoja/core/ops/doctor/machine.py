"""The machine: disk, rights, built assets, and what Django itself finds."""

import os
import shutil
import stat
from collections.abc import Iterable

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks

from pamoja.core.ops.doctor.findings import Finding, bad, fine, warn

GIGABYTE = 1_000_000_000
LITTLE_DISK = 2 * GIGABYTE
NO_DISK = GIGABYTE // 4
BUILT = "built/app.js"


def disk() -> Iterable[Finding]:
    """Room for the data folder: a full disk stops a database in the middle of a write."""
    folder = settings.DATA_DIR
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        yield bad("disk", f"The data folder {folder} cannot be written.", "Make it, or set PAMOJA_DATA_DIR.")
        return
    free = shutil.disk_usage(folder).free
    fact = f"{free / GIGABYTE:.1f} GB free for {folder}"
    if free < NO_DISK:
        yield bad("disk", fact, "Make room now: the next write may fail.")
    elif free < LITTLE_DISK:
        yield warn("disk", fact, "Make room soon.")
    else:
        yield fine("disk", fact)


def rights() -> Iterable[Finding]:
    """Other accounts of the machine should not read the data of people."""
    folder = settings.DATA_DIR
    if settings.IS_PRODUCTION and folder.is_dir() and folder.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH):
        yield bad("disk", f"Every account of this machine can look into {folder}.", f"chmod 700 {folder}")


def assets() -> Iterable[Finding]:
    """The scripts and styles of the pages."""
    if not finders.find(BUILT):
        yield bad("assets", "The scripts and styles are not built.", "Run ./run once, or npm ci && npm run build.")


def django_checks() -> Iterable[Finding]:
    """Django's own system checks."""
    for each in checks.run_checks():
        if each.level >= checks.ERROR:
            yield bad("django", str(each.msg), each.hint or "")
        elif each.level >= checks.WARNING:
            yield warn("django", str(each.msg), each.hint or "")
