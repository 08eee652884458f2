"""Leases, retries, dead letters, and consumers that happen once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from pamoja.core.clock import now
from pamoja.core.events import outbox
from pamoja.core.events.dead import retry
from pamoja.core.events.models import Event, Outbox
from pamoja.core.events.outbox import GiveUp, TryAt, lease, work
from pamoja.core.events.services import (
    CONSUMERS,
    HANDLERS,
    LOOKS,
    Write,
    consumer,
    emit,
    enqueue,
    handler,
    looking_consumer,
)
from pamoja.core.testing.cast import Cast
from pamoja.core.testing.models import Note
from pamoja.core.workspaces.context import active_workspace, workspace_active


@pytest.fixture
def registry() -> Iterator[None]:
    handlers, consumers = dict(HANDLERS), {name: list(names) for name, names in CONSUMERS.items()}
    yield
    LOOKS.pop("consumer:looker", None)
    HANDLERS.clear()
    HANDLERS.update(handlers)
    CONSUMERS.clear()
    CONSUMERS.update(consumers)


pytestmark = pytest.mark.usefixtures("registry")


NOBODY = 10**9  # a foreign key is checked at the end of the transaction


def _later(seconds: float) -> None:
    Outbox.objects.update(due_at=now() - timedelta(seconds=seconds), leased_until=None)


def test_a_consumer_is_told_of_its_events_in_their_workspace(cast: Cast) -> None:
    told: list[tuple[str, str]] = []
    consumer("teller", "note.written")(lambda event: told.append((event.object_id, active_workspace().slug)))
    with workspace_active(cast.river):
        note = Note.objects.create(title="A")
        emit(cast.river, "note.written", note)
        emit(cast.river, "note.forgotten", note)
    assert work() == 1
    assert told == [(str(note.public_id), "river")]
    assert work() == 0


def test_what_a_consumer_wrote_before_it_failed_is_undone_and_done_once_later(cast: Cast) -> None:
    attempts: list[int] = []

    @consumer("writer", "note.written")
    def write(event: Event) -> None:
        attempts.append(1)
        Note.objects.create(title="copy")
        if len(attempts) == 1:
            raise RuntimeError("name of a child")

    with workspace_active(cast.river):
        emit(cast.river, "note.written", Note.objects.create(title="A"))
        work()
        assert Note.objects.filter(title="copy").count() == 0
        row = Outbox.objects.get()
        assert row.state == "waiting"
        assert row.last_error == "RuntimeError"
        _later(1)
        work()
        assert Note.objects.filter(title="copy").count() == 1
        assert Outbox.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["at once", "at the commit"])
def test_a_consumer_that_fails_takes_no_other_with_it(cast: Cast, fault: str) -> None:
    @consumer("writer", "note.written")
    def write(event: Event) -> None:
        title = Note.objects.get(public_id=event.object_id).title
        Note.objects.create(title=f"copy of {title}", created_by_id=NOBODY if title == "B" else None)
        if title == "B" and fault == "at once":
            raise RuntimeError

    with workspace_active(cast.river):
        for title in "ABC":
            emit(cast.river, "note.written", Note.objects.create(title=title))
        assert work() == 3
        copies = Note.objects.filter(title__startswith="copy").values_list("title", flat=True)
        assert sorted(copies) == ["copy of A", "copy of C"]
    assert sorted(Outbox.objects.values_list("state", flat=True)) == ["done", "done", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_who_looks_first_holds_up_nobody_and_writes_once(cast: Cast) -> None:
    looks: list[bool] = []

    @looking_consumer("looker", "note.written")
    def look(event: Event) -> Write:
        looks.append(connection.in_atomic_block)
        if len(looks) == 1:
            raise RuntimeError("name of a child")
        return lambda: Note.objects.create(title=f"{active_workspace().slug} {connection.in_atomic_block}") and None

    with workspace_active(cast.river):
        emit(cast.river, "note.written", Note.objects.create(title="A"))
        work()
        assert Outbox.objects.get().last_error == "RuntimeError"
        _later(1)
        work()
        assert work() == 0
        assert looks == [False, False], "no transaction was open while it looked"
        assert Note.objects.exclude(title="A").get().title == "river True"
        assert Outbox.objects.get().state == "done"


def test_the_same_key_is_put_in_once(cast: Cast) -> None:
    first = enqueue(cast.river, "send", "k1", {"to": 1})
    assert enqueue(cast.river, "send", "k1", {"to": 2}).pk == first.pk
    assert Outbox.objects.get().payload == {"to": 1}


def test_a_leased_row_is_left_alone_until_the_lease_ends(cast: Cast) -> None:
    enqueue(cast.river, "send", "k1", {})
    assert len(lease(5)) == 1
    assert lease(5) == []
    Outbox.objects.update(leased_until=now() - timedelta(seconds=1))
    assert len(lease(5)) == 1


def test_a_worker_whose_lease_went_to_another_does_not_finish_its_row(cast: Cast) -> None:
    consumer("writer", "note.written")(lambda event: Note.objects.create(title="copy") and None)
    with workspace_active(cast.river):
        emit(cast.river, "note.written", Note.objects.create(title="A"))
        slow = lease(1)[0]
        Outbox.objects.update(leased_until=now() - timedelta(seconds=1))
        work()
        outbox.work_one(slow)
        assert Note.objects.filter(title="copy").count() == 1


def test_failures_back_off_and_die_at_the_limit(cast: Cast) -> None:
    @handler("send")
    def send(payload: dict[str, Any], key: str) -> None:
        raise OSError("no route")

    enqueue(cast.river, "send", "k1", {})
    for attempt in range(1, outbox.MOST_ATTEMPTS + 1):
        work()
        row = Outbox.objects.get()
        assert row.attempts == attempt
        assert (row.due_at > now()) == (row.state == "waiting")
        _later(1)
    assert row.state == "dead"
    assert work() == 0


def test_a_dead_row_gets_another_life_under_the_same_key(cast: Cast) -> None:
    keys: list[str] = []

    @handler("send")
    def send(payload: dict[str, Any], key: str) -> None:
        keys.append(key)
        if len(keys) == 1:
            raise GiveUp("address unknown")

    enqueue(cast.river, "send", "k1", {})
    work()
    row = Outbox.objects.get(state="dead")
    assert row.last_error == "GiveUp: address unknown"
    retry(cast.actor("amina"), row)
    work()
    assert keys == ["k1", "k1"]
    assert Outbox.objects.get().state == "done"


def test_a_handler_says_when_to_try_again(cast: Cast) -> None:
    @handler("send")
    def send(payload: dict[str, Any], key: str) -> None:
        raise TryAt(3600)

    enqueue(cast.river, "send", "k1", {})
    work()
    wait = Outbox.objects.get().due_at - now()
    assert timedelta(minutes=59) < wait < timedelta(minutes=61)


def test_backoff_doubles_to_a_ceiling() -> None:
    waits = [outbox.backoff_s(n) for n in (1, 2, 3, 20)]
    assert 3 < waits[0] < 7
    assert 15 <= waits[2] <= 25
    assert waits[3] <= outbox.LONGEST_RETRY_S * 1.25


def test_rows_that_were_tried_are_leased_alone(cast: Cast) -> None:
    for number in range(4):
        enqueue(cast.river, "send", f"k{number}", {})
    Outbox.objects.filter(key="k0").update(attempts=1)
    assert [row.key for row in lease(5)] == ["k0"]
    assert [row.key for row in lease(5)] == ["k1", "k2", "k3"]


def test_a_row_that_kills_its_workers_is_given_up(cast: Cast) -> None:
    handler("send")(lambda payload, key: None)
    enqueue(cast.river, "send", "k1", {})
    Outbox.objects.update(attempts=outbox.MOST_ATTEMPTS)
    work()
    row = Outbox.objects.get()
    assert (row.state, row.last_error) == ("dead", "GiveUp: every worker that tried it died")


def test_a_row_that_waited_too_long_in_its_group_is_left_to_its_new_worker(cast: Cast) -> None:
    sent: list[str] = []
    handler("send")(lambda payload, key: sent.append(key))
    enqueue(cast.river, "send", "k1", {})
    slow = lease(1)[0]
    Outbox.objects.update(leased_until=now() - timedelta(seconds=1))
    assert lease(1)
    outbox.work_one(slow)
    assert sent == []


def test_each_lane_leaves_the_other_alone(cast: Cast) -> None:
    consumer("teller", "note.written")(lambda event: None)
    with workspace_active(cast.river):
        emit(cast.river, "note.written", Note.objects.create(title="A"))
    enqueue(cast.river, "send", "k1", {})
    assert [row.handler for row in lease(5, "outgoing")] == ["send"]
    assert [row.handler for row in lease(5, "consumers")] == ["consumer:teller"]
