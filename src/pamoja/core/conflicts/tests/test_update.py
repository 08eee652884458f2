"""Version-aware updates: nothing is overwritten unseen."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from pamoja.core.audit.models import AuditEntry
from pamoja.core.conflicts.models import Conflict
from pamoja.core.conflicts.services import settle, update
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.testing.models import Note
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def note(cast: Cast) -> Iterator[Note]:
    with workspace_active(cast.river):
        yield Note.objects.create(title="A", body="B", created_by=cast.ben)


def test_changes_to_different_fields_are_merged(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"title": "A2"}, based_on=1)
    second = update(cast.actor("ben"), note, {"body": "B2", "due": date(2026, 1, 2)}, based_on=1)
    assert (second.row.title, second.row.body, second.row.due) == ("A2", "B2", date(2026, 1, 2))
    assert second.row.version == 3
    assert not second.conflicts


def test_a_change_to_the_same_field_keeps_both_values(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"title": "Amina's"}, based_on=1)
    second = update(cast.actor("ben"), note, {"title": "Ben's", "body": "B2"}, based_on=1)
    assert (second.row.title, second.row.body) == ("Amina's", "B2")
    assert [(c.field, c.offered) for c in second.conflicts] == [("title", "Ben's")]


def test_the_same_change_made_twice_is_no_conflict(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"title": "Same"}, based_on=1)
    again = update(cast.actor("ben"), note, {"title": "Same"}, based_on=1)
    assert not again.conflicts
    assert again.row.version == 2


def test_setting_a_field_back_to_what_an_old_reader_saw_is_no_overwrite(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"title": "A2"}, based_on=1)
    late = update(cast.actor("ben"), note, {"title": "A"}, based_on=1)
    assert [c.field for c in late.conflicts] == ["title"]
    assert Note.objects.get().title == "A2"


def test_a_version_that_never_was_is_refused(cast: Cast, note: Note) -> None:
    with pytest.raises(Problem, match="invalid-input"):
        update(cast.actor("ben"), note, {"title": "X"}, based_on=7)


def test_a_stranger_learns_nothing_and_a_viewer_may_not(cast: Cast, note: Note) -> None:
    with pytest.raises(Problem, match="not-found"):
        update(cast.actor("chol"), note, {"title": "X"}, based_on=1)
    with pytest.raises(Problem, match="not-allowed"):
        update(cast.actor("token"), note, {"title": "X"}, based_on=1)


def test_a_note_cannot_be_moved_out_of_its_editors_reach(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"place_path": "MWI/MW1/MW101/"}, based_on=1)
    with pytest.raises(Problem, match="not-found"):
        update(cast.actor("dina"), note, {"place_path": "MWI/MW2/"}, based_on=2)
    assert Note.objects.get().place_path == "MWI/MW1/MW101/"


def test_the_offered_value_is_taken_or_dropped_once(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"due": date(2026, 1, 1)}, based_on=1)
    conflict = update(cast.actor("ben"), note, {"due": date(2026, 2, 2)}, based_on=1).conflicts[0]
    settle(cast.actor("amina"), conflict, Conflict.Choice.OFFERED)
    assert Note.objects.get().due == date(2026, 2, 2)
    with pytest.raises(Problem, match="conflict-settled"):
        settle(cast.actor("amina"), conflict, Conflict.Choice.KEPT)


def test_the_audit_names_fields_and_never_values(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"title": "Secret words"}, based_on=1)
    entry = AuditEntry.objects.get(verb="change")
    assert entry.detail == {"fields": ["title"], "version": 2}


def test_the_page_settles_a_conflict(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"title": "Amina's"}, based_on=1)
    update(cast.actor("ben"), note, {"title": "Ben's"}, based_on=1)
    conflict = Conflict.objects.get()
    amina = cast.client("amina")
    page = amina.get("/conflicts/").content.decode()
    assert "Amina&#x27;s" in page
    assert "Ben&#x27;s" in page
    amina.post(f"/conflicts/{conflict.public_id}/settle/", {"choice": "offered"})
    assert Note.objects.get().title == "Ben's"


@pytest.mark.parametrize(("name", "status"), [("chol", 404), ("nobody", 302), ("dina", 404)])
def test_who_may_not_settle(cast: Cast, note: Note, name: str, status: int) -> None:
    update(cast.actor("amina"), note, {"title": "Amina's"}, based_on=1)
    update(cast.actor("ben"), note, {"title": "Ben's"}, based_on=1)
    conflict = Conflict.objects.get()
    answer = cast.client(name).post(f"/conflicts/{conflict.public_id}/settle/", {"choice": "offered"})
    assert answer.status_code == status
    assert Note.objects.get().title == "Amina's"


def test_the_database_cannot_read_the_offered_value(cast: Cast, note: Note) -> None:
    update(cast.actor("amina"), note, {"title": "Amina's"}, based_on=1)
    update(cast.actor("ben"), note, {"title": "Secret word"}, based_on=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT offered FROM conflicts_conflict")
        kept = bytes(cursor.fetchone()[0])
    assert b"Secret" not in kept
    assert Conflict.objects.get().offered == "Secret word"
