"""Workers that are killed (SIGKILL) at every step, and at random, lose nothing and double nothing."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pamoja.core.testing.processes import RealDatabase, real_database

HERE = Path(__file__).parent
VICTIM = str(HERE / "victim.py")
STEPS = (
    "after the lease",
    "in the consumer, before its effect",
    "in the consumer, after its effect",
    "in the handler, before its effect",
    "in the handler, after its effect",
    "after it was marked done",
)
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@dataclass
class Office:
    """A database and the service outside that its outbox sends to."""

    database: RealDatabase
    book: Path

    def kill(self, mode: str, what: str, count: int, prefix: str) -> int:
        return int(self.database.run(VICTIM, mode, what, str(count), prefix).split()[-1])

    def sent(self, prefix: str) -> Counter[tuple[str, int]]:
        lines = [json.loads(line) for line in self.book.read_text().splitlines()]
        return Counter((key, number) for key, number in lines if key.startswith(f"{prefix}:"))

    def copies(self, prefix: str) -> Counter[str]:
        notes = self.database.query("SELECT public_id, title FROM testing_note")
        originals = {str(public_id).replace("-", "") for public_id, title in notes if title.startswith(f"{prefix} ")}
        copied = (title.removeprefix("copy of ").replace("-", "") for _, title in notes if title.startswith("copy of"))
        return Counter(public_id for public_id in copied if public_id in originals)


@pytest.fixture(scope="module")
def office(migrated: RealDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("kills")
    book = folder / "book.jsonl"
    book.touch()
    receiver = subprocess.Popen(
        [sys.executable, str(HERE / "receiver.py"), str(book)], stdout=subprocess.PIPE, text=True
    )
    assert receiver.stdout
    port = receiver.stdout.readline().strip()
    env = {"RECEIVER": f"http://127.0.0.1:{port}/", "PAMOJA_HTTP_ALLOW": f"127.0.0.1:{port}"}
    try:
        with real_database(migrated, folder, **env) as database:
            yield Office(database, book)
    finally:
        receiver.kill()
        receiver.communicate()


def check(office: Office, prefix: str, count: int, kills: int) -> None:
    """Each consumer's effect once; each key outside, with its own content, and again only for a kill in mid-air."""
    waiting = office.database.query("SELECT state, count(*) FROM events_outbox GROUP BY state")
    assert [state for state, _count in waiting] == ["done"]
    copies = office.copies(prefix)
    assert len(copies) == count
    assert set(copies.values()) == {1}
    sent = office.sent(prefix)
    assert set(sent) == {(f"{prefix}:{number}", number) for number in range(count)}
    assert sent.total() - count <= kills


@pytest.mark.parametrize("step", STEPS)
def test_four_workers_killed_at_a_step_lose_and_double_nothing(office: Office, step: str) -> None:
    prefix, count = f"step{STEPS.index(step)}", 40
    kills = office.kill("step", step, count, prefix)
    assert kills >= 1
    check(office, prefix, count, kills if step == "in the handler, after its effect" else 0)


def test_workers_killed_at_random_lose_and_double_nothing(office: Office) -> None:
    count = 160
    kills = office.kill("random", "25", count, "random")
    assert kills
    check(office, "random", count, kills)
