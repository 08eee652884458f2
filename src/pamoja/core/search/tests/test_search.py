"""The search: what is found, in which order, by whom, and that no update is lost."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from pamoja.core.events.outbox import work
from pamoja.core.events.services import CONSUMERS, HANDLERS, emit
from pamoja.core.search.indexing import rebuild, register_searchable
from pamoja.core.search.matching import can_resemble, matching
from pamoja.core.search.models import SearchEntry
from pamoja.core.search.registry import SEARCHABLE, Document, Searchable
from pamoja.core.search.selectors import search
from pamoja.core.testing.cast import DINAS_PLACE, Cast
from pamoja.core.testing.models import Note
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

KIND = "testing.note"


@pytest.fixture(autouse=True)
def searchable_notes() -> Iterator[None]:
    before = dict(SEARCHABLE), dict(HANDLERS), {name: list(told) for name, told in CONSUMERS.items()}
    SEARCHABLE.clear()
    register_searchable(
        KIND,
        Searchable(
            "Notes",
            lambda note: Document(note.title, f"/notes/{note.pk}/", body=note.body, hint=str(note.due or "")),
            events=("note.written", "note.torn"),
        ),
    )
    yield
    for registry, kept in zip((SEARCHABLE, HANDLERS, CONSUMERS), before, strict=True):
        registry.clear()  # type: ignore[attr-defined]
        registry.update(kept)  # type: ignore[attr-defined]


def write(workspace: Workspace, title: str, body: str = "", place_path: str = "") -> Note:
    with workspace_active(workspace):
        note: Note = Note.objects.create(title=title, body=body, place_path=place_path)
        emit(workspace, "note.written", note)
    while work():
        pass
    return note


def titles(cast: Cast, who: str, words: str, limit: int = 20) -> list[str]:
    actor = cast.actor(who)
    with workspace_active(actor.workspace):
        return [hit.title for hit in search(actor, words, limit=limit) if not hit.is_guess]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Nkhata-Bây", "nkhata bay"),
        ("Nkhata-Bây", "NKHATABAY"),
        ("Nkhata-Bây", "bay nkh"),
        ("مُحَافَظَة إِبّ", "اب محافظه"),
        ("Côte d’Ivoire", "cote divoi"),
        ("कोटा नगर", "नगर कोटा"),
        ("Zone ٣", "3"),
        ("MW-101_b", "mw 101 b"),
    ],
)
def test_words_are_found_without_their_marks_in_any_order_and_unfinished(cast: Cast, title: str, typed: str) -> None:
    write(cast.river, title)
    write(cast.river, "Something else")
    assert titles(cast, "amina", typed) == [title]


@pytest.mark.parametrize("typed", ["", "  ", "nkh bay", "bayou", "कोट नगर", '"', "'", "* OR a", "a:b", "\x00", "\\"])
def test_what_is_not_there_is_not_found_whatever_is_typed(cast: Cast, typed: str) -> None:
    write(cast.river, "Nkhata Bay")
    write(cast.river, "कोटा नगर")
    assert titles(cast, "amina", typed) == []


def test_the_same_title_comes_first_then_one_that_begins_so_then_titles_then_bodies(cast: Cast) -> None:
    for title, body in (("Visits", "measles"), ("Old measles plan", ""), ("Measles plan", ""), ("Measles", "")):
        write(cast.river, title, body)
    assert titles(cast, "amina", "measles") == ["Measles", "Measles plan", "Old measles plan", "Visits"]
    assert titles(cast, "amina", "measles", limit=2) == ["Measles", "Measles plan"]


def test_nobody_finds_what_they_may_not_see(cast: Cast) -> None:
    write(cast.river, "Clinic here", place_path=DINAS_PLACE)
    write(cast.river, "Clinic far away", place_path="MWI/MW2/")
    write(cast.lake, "Clinic at the lake")
    assert titles(cast, "amina", "clinic") == ["Clinic far away", "Clinic here"]
    assert titles(cast, "dina", "clinic") == ["Clinic here"]
    assert titles(cast, "chol", "clinic") == ["Clinic at the lake"]
    assert titles(cast, "token", "clinic") == ["Clinic far away", "Clinic here"]
    assert titles(cast, "device", "clinic") == titles(cast, "omar", "clinic") == []


def test_what_may_not_be_seen_takes_no_place_in_the_limit(cast: Cast) -> None:
    for number in range(3):
        write(cast.river, f"Aid {number}", place_path="MWI/MW2/")
    write(cast.river, "Aid 9", place_path=DINAS_PLACE)
    assert titles(cast, "dina", "aid", limit=1) == ["Aid 9"]


def test_a_change_is_found_under_its_new_words_only_and_a_row_that_went_no_more(cast: Cast) -> None:
    note = write(cast.river, "Before")
    with workspace_active(cast.river):
        Note.objects.filter(pk=note.pk).update(title="After")
        emit(cast.river, "note.written", note)
    assert work() == 1
    assert (titles(cast, "amina", "before"), titles(cast, "amina", "after")) == ([], ["After"])
    with workspace_active(cast.river):
        emit(cast.river, "note.torn", note)
        Note.objects.filter(pk=note.pk).delete()
    work()
    assert not SearchEntry.objects.exists()


def test_a_rebuild_finds_what_no_event_told_of_and_forgets_what_went(cast: Cast) -> None:
    gone = write(cast.river, "Gone")
    with workspace_active(cast.river):
        Note.objects.filter(pk=gone.pk).delete()
        Note.objects.bulk_create([Note(title=f"Silent {number}") for number in range(3)])
    with workspace_active(cast.lake):
        Note.objects.create(title="Silent lake")
    assert rebuild(KIND) == 4
    assert len(titles(cast, "amina", "silent")) == 3
    assert titles(cast, "chol", "silent") == ["Silent lake"]
    assert SearchEntry.objects.count() == 4


def test_the_command_can_leave_what_is_there(cast: Cast) -> None:
    write(cast.river, "One")
    with workspace_active(cast.river):
        Note.objects.create(title="Two")
    call_command("rebuild_search", missing=True, verbosity=0)
    assert SearchEntry.objects.count() == 1
    call_command("rebuild_search", KIND, verbosity=0)
    assert SearchEntry.objects.count() == 2


def test_enormous_texts_and_words_are_taken(cast: Cast) -> None:
    write(cast.river, "Long", "x" * 5000 + " " + "word " * 20_000)
    assert titles(cast, "amina", "x" * 90) == ["Long"]
    assert titles(cast, "amina", "word") == ["Long"]


@pytest.mark.parametrize(("who", "offered"), [("amina", ["Immunization register"]), ("chol", [])])
def test_a_misspelt_title_is_offered_where_the_database_can_tell(cast: Cast, who: str, offered: list[str]) -> None:
    write(cast.river, "Immunization register")
    actor = cast.actor(who)
    with workspace_active(actor.workspace):
        found = search(actor, "imunisation")
    assert [hit.title for hit in found] == (offered if can_resemble() else [])
    assert all(hit.is_guess for hit in found)


def test_the_word_index_is_used_on_sqlite(cast: Cast) -> None:
    if connection.vendor == "sqlite":  # PostgreSQL scans so small a table, and is right
        assert "VIRTUAL TABLE" in matching(SearchEntry.objects.all(), "clinic").explain()
