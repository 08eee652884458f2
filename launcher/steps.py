"""Run one step of work: its name, its time, a sign of life every few seconds, its log when it fails."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher.place import Stop

SIGN_OF_LIFE_SECONDS = 5.0
POLL_SECONDS = 0.05
TAIL_LINES = 40


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log, or nothing when it is not there."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def wait_with_signs(process: "subprocess.Popen[bytes]", title: str) -> int:
    """Wait for the end, saying every few seconds that it still runs."""
    started = said = time.monotonic()
    while process.poll() is None:
        time.sleep(POLL_SECONDS)
        now = time.monotonic()
        if now - said >= SIGN_OF_LIFE_SECONDS:
            said = now
            say(f"  … {title}: {now - started:.0f} s")
    return process.returncode


def step(title: str, argv: Sequence[str], log: Path, cwd: Path, env: Mapping[str, str]) -> None:
    """Run a command into a log; on failure show the log's end and stop."""
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    say(f"• {title}")
    with log.open("wb") as out:
        process = subprocess.Popen(argv, stdout=out, stderr=subprocess.STDOUT, cwd=cwd, env=dict(env))
        code = wait_with_signs(process, title)
    if code:
        raise Stop(f"{tail(log)}\n\n«{title}» failed (status {code}). The whole log: {log}")
    say(f"  done in {time.monotonic() - started:.1f} s")
