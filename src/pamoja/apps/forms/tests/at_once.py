"""Two acts at the same moment, on PostgreSQL: SQLite has one writer at a time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

LONGEST_SECONDS, HEAD_START_SECONDS = 20, 0.7
Pause = tuple[threading.Event, threading.Event]


def paused(monkeypatch: Any, module: Any, name: str) -> Pause:
    """Let a function wait when it is done: events that it is there, and that it may go on."""
    reached, goes_on, real = threading.Event(), threading.Event(), getattr(module, name)

    def waiting(*told: Any, **named: Any) -> Any:
        result = real(*told, **named)
        reached.set()
        goes_on.wait(LONGEST_SECONDS)
        return result

    monkeypatch.setattr(module, name, waiting)
    return reached, goes_on


def at_once(workspace: Workspace, acts: tuple[Callable[[], Any], Callable[[], Any]], pause: Pause) -> None:
    """The second act begins while the first is in the middle of its transaction."""

    def done(act: Callable[[], Any]) -> None:
        try:
            with workspace_active(workspace):
                act()
        finally:
            connections.close_all()

    reached, goes_on = pause
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(done, acts[0])
        assert reached.wait(LONGEST_SECONDS)
        second = pool.submit(done, acts[1])
        threading.Event().wait(HEAD_START_SECONDS)
        goes_on.set()
        first.result(LONGEST_SECONDS)
        second.result(LONGEST_SECONDS)
