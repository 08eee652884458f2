"""The engine of ODK Web Forms in a process of its own, asked line by line."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
PATIENCE = 60
"""Seconds for one answer; the slowest forms take about ten to load."""


def is_installed() -> bool:
    return NODE is not None and (ROOT / "node_modules/@getodk/xforms-engine").exists()


class OracleFailed(Exception):
    """The oracle could not do what it was asked."""


class Oracle:
    """`states` are the nodes of its present record, by path; the range of a repeat has `[]` behind its path."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.states: dict[str, dict[str, Any]] = {}
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Oracle:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stop()

    def _start(self) -> subprocess.Popen[str]:
        command = [str(NODE), str(ROOT / "tests/robot/oracle.mjs"), "--now", str(self.now_ms)]
        env = {**os.environ, "TZ": "UTC"}
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, **request: Any) -> dict[str, Any]:
        """Send a line and wait for one; a process that is silent too long is replaced."""
        self._process = process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        except BrokenPipeError as error:
            self._stop()
            raise OracleFailed("it died") from error
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            line = process.stdout.readline() if selector.select(PATIENCE) else ""
        if not line:
            self._stop()
            raise OracleFailed("it gave no answer")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise OracleFailed(answer["error"])
        for path, state in answer["nodes"].items():
            self.states.pop(path, None) if state is None else self.states.update({path: state})
        return answer

    def load(self, xml: str, files: Mapping[str, str]) -> None:
        self.states = {}
        self._ask(do="load", xml=xml, files=files)

    def set(self, path: str, value: str) -> None:
        self._ask(do="set", path=path, value=value)

    def add(self, path: str) -> None:
        self._ask(do="add", path=path)

    def remove(self, path: str) -> None:
        self._ask(do="remove", path=path)

    def finish(self) -> str:
        found: str = self._ask(do="finish")["xml"]
        return found
