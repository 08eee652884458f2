"""One writer queue: everybody gets their own result, and one bad item takes no other with it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from pamoja.core import group_commit
from pamoja.core.group_commit import THREAD_NAME, GroupCommit, _turn_path, in_turn

pytestmark = pytest.mark.django_db(transaction=True)


class Refused(Exception):
    """What a write function says of one item."""


def _writers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]


@pytest.fixture(autouse=True)
def _idle_writers_end() -> Iterator[None]:
    """A thread that stayed would hold its connection: the database could not be taken down."""
    yield
    until = time.monotonic() + 20
    while _writers() and time.monotonic() < until:
        time.sleep(0.05)
    assert not _writers()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


def test_each_caller_gets_the_result_of_their_item_and_items_go_in_groups(pool: ThreadPoolExecutor) -> None:
    sizes: list[int] = []

    def write(items: Sequence[int]) -> list[int | Exception]:
        sizes.append(len(items))
        return [item * 2 for item in items]

    queue: GroupCommit[int, int] = GroupCommit(write)
    assert list(pool.map(queue.submit, range(200))) == [item * 2 for item in range(200)]
    assert sum(sizes) == 200
    assert max(sizes) > 1


def test_a_refused_item_is_refused_alone(pool: ThreadPoolExecutor) -> None:
    def write(items: Sequence[int]) -> list[int | Exception]:
        return [Refused(str(item)) if item % 10 == 0 else item for item in items]

    queue: GroupCommit[int, int] = GroupCommit(write)

    def attempt(item: int) -> int | None:
        try:
            return queue.submit(item)
        except Refused:
            return None

    assert list(pool.map(attempt, range(50))) == [None if item % 10 == 0 else item for item in range(50)]


def test_an_item_that_breaks_the_write_breaks_no_other(pool: ThreadPoolExecutor) -> None:
    def write(items: Sequence[int]) -> list[int | Exception]:
        if 7 in items:
            raise ValueError("seven")
        return list(items)

    queue: GroupCommit[int, int] = GroupCommit(write)

    def attempt(item: int) -> int | str:
        try:
            return queue.submit(item)
        except ValueError as error:
            return str(error)

    assert list(pool.map(attempt, range(30))) == [item if item != 7 else "seven" for item in range(30)]


def test_each_group_is_one_transaction_and_a_caller_in_one_writes_within_it() -> None:
    seen: list[bool] = []

    def write(items: Sequence[int]) -> list[int | Exception]:
        seen.append(connections["default"].in_atomic_block)
        return list(items)

    queue: GroupCommit[int, int] = GroupCommit(write)
    queue.submit(1)
    with transaction.atomic():
        queue.submit(2)
    assert seen == [True, True]


def test_turns_are_taken_one_after_the_other(tmp_path: Path) -> None:
    path, order = str(tmp_path / "turn"), []

    def second() -> None:
        with in_turn(path):
            order.append("second")

    waiting = threading.Thread(target=second)
    with in_turn(path):
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        order.append("first")
    waiting.join(5)
    assert order == ["first", "second"]


def test_a_process_that_dies_in_its_turn_holds_nobody_up(tmp_path: Path) -> None:
    path = str(tmp_path / "turn")
    script = f"from pamoja.core.group_commit import in_turn; import os\nwith in_turn({path!r}): os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": "src"}, check=False)
    assert done.returncode == -signal.SIGKILL
    with in_turn(path):
        pass


def test_a_group_is_written_in_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, written = str(tmp_path / "turn"), []
    monkeypatch.setattr(group_commit, "_turn_path", lambda: path)

    def write(items: Sequence[int]) -> list[int]:
        written.extend(items)
        return list(items)

    writer: GroupCommit[int, int] = GroupCommit(write)
    with ThreadPoolExecutor(1) as pool:
        with in_turn(path):
            sent = pool.submit(writer.submit, 1)
            time.sleep(0.3)
            assert written == []
        assert sent.result(5) == 1


def test_processes_queue_up_for_a_file_of_sqlite_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        assert _turn_path() is None, "nobody else has the database in memory"
        monkeypatch.setattr(connection, "is_in_memory_db", lambda: False)
        assert str(_turn_path()).endswith(".turn")
    else:
        assert _turn_path() is None
