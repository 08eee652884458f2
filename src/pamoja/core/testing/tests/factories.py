"""Rows of the test-only kind."""

from pamoja.core.testing.factories import Wanted, factory
from pamoja.core.testing.models import Note


@factory("testing.note")
def make_note(wanted: Wanted) -> Note:
    note = Note.objects.create(title="n", place_path=wanted.place_path, team=wanted.team, created_by=wanted.owner)
    note.assignees.add(wanted.assigned)
    return note
