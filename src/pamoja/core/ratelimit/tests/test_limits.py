"""How often is too often."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from pamoja.core.problems import Problem, ProblemMiddleware
from pamoja.core.ratelimit import services
from pamoja.core.ratelimit.buckets import Buckets, DatabaseBuckets, FileBuckets
from pamoja.core.ratelimit.callers import by_address, client_address
from pamoja.core.ratelimit.decorators import limited
from pamoja.core.ratelimit.limits import LIMITS, Limit, register_limit
from pamoja.core.ratelimit.services import take

THREE = Limit("three a minute", 3, 60)


class Clock:
    at = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture(params=["file", "table"])
def counting(request: pytest.FixtureRequest, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Buckets:
    made = FileBuckets(tmp_path / "limits.sqlite3") if request.param == "file" else DatabaseBuckets()
    monkeypatch.setattr(services, "buckets", lambda: made)
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(services, "now", made)
    return made


def _refused(caller: str = "one", times: int = 1) -> int:
    """Seconds to wait, 0 when let through."""
    try:
        take(THREE, caller, times)
    except Problem as problem:
        assert problem.kind.code == "too-many-attempts"
        return int(problem.members["retry_after"])
    return 0


def test_a_burst_passes_then_one_for_each_interval(counting: Buckets, clock: Clock) -> None:
    assert [_refused() for _ in range(5)] == [0, 0, 0, 20, 20]
    clock.pass_(19)
    assert _refused() == 1
    clock.pass_(1)
    assert [_refused(), _refused()] == [0, 20]
    clock.pass_(600)
    assert [_refused() for _ in range(4)] == [0, 0, 0, 20]


def test_callers_and_limits_are_counted_apart(counting: Buckets, clock: Clock) -> None:
    assert [_refused("one") for _ in range(4)] == [0, 0, 0, 20]
    assert _refused("two") == 0
    take(Limit("another", 1, 60), "one")


def test_many_at_once_count_as_many(counting: Buckets, clock: Clock) -> None:
    assert [_refused(times=2), _refused(times=2), _refused(times=1)] == [0, 20, 0]
    with pytest.raises(ValueError, match="allows 3"):
        take(THREE, "one", 4)


def test_empty_buckets_are_thrown_away(counting: Buckets, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from pamoja.core.ratelimit import buckets as module
    from pamoja.core.ratelimit.models import RateBucket

    monkeypatch.setattr(module, "CLEAN_EVERY", 10)
    for n in range(9):
        take(THREE, str(n))
    clock.pass_(1000)
    take(THREE, "last")
    if isinstance(counting, FileBuckets):
        (left,) = counting._connected().execute("SELECT count(*) FROM bucket").fetchone()
    else:
        left = RateBucket.objects.count()
    assert left == 1


FOUR_PROCESSES = """
import os, sys
import django; django.setup()
from pathlib import Path
from pamoja.core.ratelimit.buckets import FileBuckets
counters = FileBuckets(Path(sys.argv[1]))
counters.take(b"another", 1000.0, 1.0, 500.0)  # a connection from before the fork
children = []
for _child in range(4):
    if (child := os.fork()) == 0:
        passed = sum(counters.take(b"k", 1000.0, 1.0, 500.0) == 0.0 for _ in range(400))
        Path(sys.argv[2], str(os.getpid())).write_text(str(passed))
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
"""


def test_processes_count_together(tmp_path: Path) -> None:
    (tmp_path / "passed").mkdir()
    command = [sys.executable, "-c", FOUR_PROCESSES, str(tmp_path / "limits.sqlite3"), str(tmp_path / "passed")]
    ours = {"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "pamoja.config.test_settings"}
    subprocess.run(command, check=True, timeout=200, env=os.environ | ours)
    passed = [int(path.read_text()) for path in (tmp_path / "passed").iterdir()]
    assert len(passed) == 4 and sum(passed) == 500


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_no_pattern_of_calls_gets_more_than_the_limit_in_its_time(pauses: list[float]) -> None:
    file, at, passed = FileBuckets(Path(":memory:")), 1000.0, []
    for pause in pauses:
        at += pause
        if file.take(b"k", at, 20.0, 60.0) == 0.0:
            passed.append(at)
    for start in passed:
        assert len([time for time in passed if start <= time < start + 60]) <= 3 + 60 / 20
    file._connected().close()


def test_a_view_over_its_limit_answers_429(counting: Buckets, clock: Clock, rf: RequestFactory) -> None:
    ran = []

    @limited(THREE, by=by_address)
    def view(_request: HttpRequest) -> HttpResponse:
        ran.append(1)
        return HttpResponse("fine")

    def call() -> HttpResponse:
        request = rf.get("/api/x", REMOTE_ADDR="192.0.2.7")
        try:
            return view(request)
        except Problem as problem:
            answer = ProblemMiddleware(view).process_exception(request, problem)
            assert answer
            return answer

    answers = [call() for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].headers["Retry-After"] == "20"
    assert answers[3].headers["Content-Type"] == "application/problem+json"
    assert len(ran) == 3


@pytest.mark.parametrize(
    ("trusted", "forwarded", "seen"),
    [
        (0, "198.51.100.1", "192.0.2.7"),
        (1, "", "192.0.2.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (5, "203.0.113.9", "203.0.113.9"),
    ],
)
def test_a_forged_address_is_not_believed(trusted: int, forwarded: str, seen: str, settings: Any, rf: Any) -> None:
    settings.PAMOJA = settings.PAMOJA | {"TRUSTED_PROXIES": trusted}
    request = rf.get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == seen


def test_addresses_of_one_ipv6_network_are_one_caller(rf: RequestFactory) -> None:
    callers = {by_address(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in range(1, 9)}
    assert callers == {"2001:db8:1:2::/64"}
    assert by_address(rf.get("/", REMOTE_ADDR="192.0.2.7")) == "192.0.2.7"


def test_no_address_is_kept(counting: Buckets, clock: Clock, tmp_path: Path) -> None:
    take(THREE, "192.0.2.7")
    assert b"192.0.2.7" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_counters_that_cannot_be_written_let_people_through(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: Any
) -> None:
    (tmp_path / "limits.sqlite3").mkdir()
    monkeypatch.setattr(services, "buckets", lambda: FileBuckets(tmp_path / "limits.sqlite3"))
    take(THREE, "one")
    assert "cannot be counted" in caplog.text


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        register_limit(next(iter(LIMITS)), 1, 1)
