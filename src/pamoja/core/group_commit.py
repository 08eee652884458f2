"""One writer queue with group commit: many requests, one transaction, one fsync.

Concurrent writers that each commit by themselves show tails over a second on SQLite from eight writers on; a thread
that takes whatever has queued up while the last commit ran does not.
"""

import fcntl
import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from django.db import close_old_connections, connection, connections, transaction

T = TypeVar("T")
R = TypeVar("R")
MOST_AT_ONCE = 64
LONGEST_WAIT_S = 60
IDLE_S = 1.0
THREAD_NAME = "group-commit"
log = logging.getLogger(__name__)


class GroupCommit(Generic[T, R]):
    """Hands items to `write` in groups, each group in one transaction; an item waits for its own result.

    `write` returns one result an item; a result that is an exception is raised to that item's caller alone. When a
    group fails as a whole its items are written one by one, so that one bad item takes no other with it. The thread
    starts with an item and ends when none has come for a second.
    """

    def __init__(self, write: Callable[[Sequence[T]], Sequence[R | Exception]]) -> None:
        self._write = write
        self._waiting: queue.SimpleQueue[tuple[T, Future[R]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, item: T) -> R:
        """Write one item and return its result once it is on disk. Raises what `write` gave for it.

        Inside a transaction of the caller's the item is written right there, as part of it.
        """
        if connection.in_atomic_block:
            return _result(self._write([item])[0])
        future: Future[R] = Future()
        with self._lock:
            self._waiting.put((item, future))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=THREAD_NAME, daemon=True)
                self._thread.start()
        return future.result(LONGEST_WAIT_S)

    def _run(self) -> None:
        while first := self._first():
            close_old_connections()
            self._commit(first, self._queued)

    def _first(self) -> list[tuple[T, Future[R]]]:
        """The next item; nothing when the thread has been idle and ends, giving its connection back."""
        try:
            return [self._waiting.get(timeout=IDLE_S)]
        except queue.Empty:
            return self._last()

    def _last(self) -> list[tuple[T, Future[R]]]:
        with self._lock:
            if not self._waiting.empty():
                return [self._waiting.get()]
            connections.close_all()
            self._thread = None
            return []

    def _queued(self) -> list[tuple[T, Future[R]]]:
        """What else has queued up by now."""
        most = min(MOST_AT_ONCE - 1, self._waiting.qsize())
        return [self._waiting.get() for _ in range(most)]

    def _commit(self, first: list[tuple[T, Future[R]]], more: Callable[[], list[tuple[T, Future[R]]]] = list) -> None:
        """Write items, and those that came while it was another process' turn."""
        group = first
        try:
            with in_turn(_turn_path()), transaction.atomic():
                group = first + more()
                results = list(self._write([item for item, _future in group]))
        except Exception as error:
            self._commit_singly(group, error)
            return
        for (_item, future), result in zip(group, results, strict=True):
            _settle(future, result)

    def _commit_singly(self, group: list[tuple[T, Future[R]]], error: Exception) -> None:
        if len(group) == 1:
            _settle(group[0][1], error)
            return
        log.warning("a group of %d writes failed and is written one by one", len(group))
        for each in group:
            self._commit([each])


def _turn_path() -> str | None:
    """Where the groups of several processes queue up: on SQLite alone, PostgreSQL sees to that itself."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
        return None
    return f"{connection.settings_dict['NAME']}.turn"


@contextmanager
def in_turn(path: str | None) -> Iterator[None]:
    """Hold a lock that the kernel hands from one waiting process to the next; without a path there is none.

    SQLite lets its writers sleep and look again, 100 ms at a time: of two busy processes one would starve.
    """
    if path is None:
        yield
        return
    with Path(path).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # ends with the file, so a process that dies holds nobody up
        yield


def _settle(future: "Future[R]", result: R | Exception) -> None:
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def _result(result: R | Exception) -> R:
    if isinstance(result, Exception):
        raise result
    return result
