"""Pieces that are made ahead: the same ones, in the same transaction and workspace, and nothing left behind."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from pamoja.core.ahead import ahead
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import active_workspace, streamed, workspace_active
from pamoja.core.workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def _names(count: int) -> Iterator[list[str]]:
    for _ in range(count):
        yield list(Workspace.objects.order_by("name").values_list("name", flat=True))


def test_pieces_come_in_their_order() -> None:
    assert list(ahead(iter(range(1, 100)))) == list(range(1, 100))
    assert list(ahead(iter(()))) == []


def test_they_are_of_the_same_transaction(cast: Cast) -> None:
    with transaction.atomic():
        Workspace.objects.create(slug="new", name="A new one", country="MWI")
        pieces = list(ahead(_names(3)))
        transaction.set_rollback(True)
    assert all("A new one" in piece for piece in pieces) and len(pieces) == 3
    assert "A new one" not in next(_names(1))


def test_the_next_one_is_made_while_the_first_is_used() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite works in this process")
    second = threading.Event()

    def pieces() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    made = ahead(pieces())
    assert next(made) == 1 and second.wait(10)
    assert list(made) == [2]


def test_they_are_made_in_the_workspace_of_the_answer(cast: Cast) -> None:
    with workspace_active(cast.river):
        made = streamed(ahead(active_workspace().slug for _ in range(3)))
    assert list(made) == [cast.river.slug] * 3


def test_a_fault_reaches_who_reads() -> None:
    def pieces() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    made = ahead(pieces())
    assert next(made) == 1
    with pytest.raises(ZeroDivisionError):
        next(made)
    assert next(_names(1)) == []


def test_who_leaves_in_the_middle_leaves_nothing_behind() -> None:
    begun, ended = threading.Event(), threading.Event()

    def pieces() -> Iterator[int]:
        yield 1
        begun.set()
        next(_names(1))
        ended.set()
        yield 2

    made = ahead(pieces())
    next(made)
    if connection.vendor != "sqlite":
        begun.wait(10)
    made.close()  # type: ignore[attr-defined]
    assert begun.is_set() == ended.is_set()
    assert not connection.allow_thread_sharing
    assert not [each for each in threading.enumerate() if each.name.startswith("ahead")]
    assert next(_names(1)) == []
