"""The page of the audit: owners read it, and leave a trace by doing so."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import Act, record_many
from pamoja.core.clock import now
from pamoja.core.testing.cast import Cast


@pytest.fixture
def entries(cast: Cast) -> None:
    record_many(cast.actor("ben"), [Act("approve", "testing.note", "note-1", {"fields": ["title"]})])
    record_many(cast.actor("device"), [Act("submit", "testing.note", "note-2")])
    record_many(cast.actor("chol"), [Act("approve", "testing.note", "note-of-lake")])
    AuditEntry.objects.filter(object_id="note-2").update(at=now() - timedelta(days=20))


def _rows(cast: Cast, query: str, name: str = "amina") -> list[str]:
    answer = cast.client(name).get(f"/audit/?export=csv&{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = [row["Record"] for row in csv.DictReader(text.splitlines())]
    return sorted(row for row in rows if row)


@pytest.mark.parametrize(
    ("query", "records"),
    [
        ("", ["note-1", "note-2"]),
        ("verb=submit", ["note-2"]),
        ("kind=testing.note&verb=approve", ["note-1"]),
        ("period=7", ["note-1"]),
        ("period=30", ["note-1", "note-2"]),
        ("q=note-2", ["note-2"]),
        ("q=lake", []),
    ],
)
def test_the_owner_narrows_the_entries(cast: Cast, entries: None, query: str, records: list[str]) -> None:
    assert _rows(cast, query) == records


def test_the_owner_finds_what_one_person_did(cast: Cast, entries: None) -> None:
    assert _rows(cast, f"actor={cast.actor('ben').label}") == ["note-1"]
    page = cast.client("amina").get("/audit/").content.decode()
    assert "Ben" in page
    assert "note-of-lake" not in page


def test_reading_is_an_entry_itself(cast: Cast, entries: None) -> None:
    cast.client("amina").get("/audit/?verb=approve&q=secret+words")
    entry = AuditEntry.objects.get(kind="audit.entry")
    assert (entry.actor, entry.verb, entry.detail) == (cast.actor("amina").label, "read", {"by": ["q", "verb"]})


@pytest.mark.parametrize("name", ["ben", "dina", "device", "token", "nobody", "omar"])
def test_others_may_not_read_it(cast: Cast, entries: None, name: str) -> None:
    answer = cast.client(name).get("/audit/")
    assert answer.status_code in (302, 403)
    assert "note-1" not in answer.content.decode()


def test_an_owner_of_another_workspace_reads_their_own(cast: Cast, entries: None) -> None:
    assert _rows(cast, "", "chol") == ["note-of-lake"]


def test_what_may_be_chosen_is_not_read_out_of_the_whole_chain(cast: Cast, entries: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = cast.client("amina").get("/audit/").content.decode()
    assert '<option value="merge"' in page, "known, though nobody has done it"
    assert not [query for query in queries.captured_queries if "DISTINCT" in query["sql"] and "audit_" in query["sql"]]
