"""Inserting many rows with one statement, and the wall that it must keep."""

import pytest
from django.db import IntegrityError

from pamoja.core.accounts.models import User
from pamoja.core.bulk import AT_ONCE, has_any, insert_if_new, insert_ready, insert_rows, ready
from pamoja.core.testing.cast import Cast
from pamoja.core.testing.models import Note
from pamoja.core.workspaces.context import NoActiveWorkspace, workspace_active
from pamoja.core.workspaces.managers import ForeignWorkspace


def test_rows_get_their_keys_in_order(cast: Cast) -> None:
    with workspace_active(cast.river):
        notes = [Note(title=str(n), created_by=cast.ben) for n in range(AT_ONCE + 3)]
        insert_rows(notes)
        stored = {note.pk: note.title for note in Note.objects.all()}
        assert stored == {note.pk: note.title for note in notes}
        notes[0].title = "changed"
        notes[0].save()
        assert Note.objects.get(pk=notes[0].pk).title == "changed"


def test_rows_belong_to_the_active_workspace(cast: Cast) -> None:
    with pytest.raises(NoActiveWorkspace):
        insert_rows([Note(title="A")])
    with workspace_active(cast.river), pytest.raises(ForeignWorkspace):
        insert_rows([Note(title="A", workspace=cast.lake)])
    assert not Note.everywhere.exists()


def test_nothing_is_inserted_for_nothing(cast: Cast) -> None:
    insert_rows([])
    assert not Note.everywhere.exists()


def test_a_broken_rule_of_the_database_is_an_error(cast: Cast) -> None:
    with workspace_active(cast.river):
        note = Note(title="A")
        insert_rows([note])
        with pytest.raises(IntegrityError):
            insert_rows([Note(title="B", public_id=note.public_id)])


def test_a_row_that_points_to_an_unsaved_one_is_refused_and_not_written_without_it(cast: Cast) -> None:
    with workspace_active(cast.river):
        with pytest.raises(ValueError, match="created_by"):
            insert_rows([Note(title="A", created_by=User(email="new@example.org"))])
        assert not Note.objects.exists()


def test_a_row_made_ready_takes_the_key_of_one_that_is_inserted_before_it(cast: Cast) -> None:
    with workspace_active(cast.river):
        author = User(email="new@example.org")
        waiting = ready(Note(title="A", created_by=author))
        with pytest.raises(ValueError, match="created_by"):
            insert_ready([waiting])
        author.save()
        insert_ready([waiting])
        assert Note.objects.get().created_by == author


def test_a_row_is_made_ready_for_the_active_workspace_alone(cast: Cast) -> None:
    with pytest.raises(NoActiveWorkspace):
        ready(Note(title="A"))
    with workspace_active(cast.river), pytest.raises(ForeignWorkspace):
        ready(Note(title="A", workspace=cast.lake))


def test_rows_that_are_here_already_stay_as_they_are(cast: Cast) -> None:
    with workspace_active(cast.river):
        first = Note(title="A")
        assert insert_if_new([first])
        assert first.pk
        assert not insert_if_new([Note(title="B", public_id=first.public_id), Note(title="C")])
        assert set(Note.objects.values_list("title", flat=True)) == {"A", "C"}


def test_a_look_up_sees_the_active_workspace_alone(cast: Cast) -> None:
    with workspace_active(cast.river):
        insert_rows([Note(title="A")])
        assert has_any(Note, "title", ["B", "A"])
        assert not has_any(Note, "title", ["B"])
    with workspace_active(cast.lake):
        assert not has_any(Note, "title", ["A"])
    with pytest.raises(NoActiveWorkspace):
        has_any(Note, "title", ["A"])
