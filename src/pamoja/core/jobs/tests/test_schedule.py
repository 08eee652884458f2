"""Ticks run once for each slot, whoever asks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from pamoja.core.jobs import schedule
from pamoja.core.jobs.models import ScheduleRun
from pamoja.core.jobs.schedule import TICKS, every, run_due

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    at, known = [START], dict(TICKS)
    monkeypatch.setattr(schedule, "now", lambda: at[0])
    TICKS.clear()
    yield at
    TICKS.clear()
    TICKS.update(known)


def test_a_tick_runs_once_in_its_period(clock: list[datetime]) -> None:
    ran: list[datetime] = []
    every(minutes=5, name="t")(lambda: ran.append(clock[0]))
    for minute in (0, 1, 4, 5, 9, 10):
        clock[0] = START + timedelta(minutes=minute)
        run_due()
    assert [at.minute for at in ran] == [0, 5, 10]


def test_missed_ticks_run_once(clock: list[datetime]) -> None:
    ran: list[int] = []
    every(minutes=5, name="t")(lambda: ran.append(1))
    run_due()
    clock[0] += timedelta(days=2)
    run_due()
    run_due()
    assert len(ran) == 2


def test_a_tick_that_another_holds_is_left_alone_until_its_lease_ends(clock: list[datetime]) -> None:
    ran: list[int] = []
    every(minutes=5, name="t")(lambda: ran.append(1))
    run_due()
    ScheduleRun.objects.update(finished_at=None, leased_until=clock[0] + schedule.LEASE)  # killed in the middle
    clock[0] += timedelta(minutes=6)
    assert run_due() == []
    clock[0] += schedule.LEASE
    assert run_due() == ["t"]
    assert len(ran) == 2


def test_a_tick_that_fails_is_told_and_takes_no_other_with_it(clock: list[datetime]) -> None:
    def fall() -> None:
        raise RuntimeError("name of a child")

    every(minutes=5, name="a")(fall)
    every(minutes=5, name="b")(lambda: None)
    assert run_due() == ["a", "b"]
    assert ScheduleRun.objects.get(name="a").error == "RuntimeError"


def test_two_ticks_of_one_name_are_refused(clock: list[datetime]) -> None:
    every(minutes=1, name="t")(lambda: None)
    with pytest.raises(ValueError, match="twice"):
        every(minutes=1, name="t")(lambda: None)
