"""Nothing of another workspace is read, changed or deleted, through any method that a queryset has."""

import asyncio
import inspect
import pickle
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import FieldError, ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, connections, models, transaction
from django.db.models import Count, F, Q, QuerySet, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamoja.core.files.models import Blob, StoredFile
from pamoja.core.ids import uuid7
from pamoja.core.testing.cast import Cast
from pamoja.core.testing.models import Note
from pamoja.core.workspaces.context import NoActiveWorkspace, workspace_active
from pamoja.core.workspaces.managers import ForeignWorkspace

Rows = QuerySet[Note]
TITLES = ("a", "b", "c")


async def _all_of(rows: Any) -> list[Any]:
    return [row async for row in rows]


def _wait(coroutine: Any) -> Any:
    async def ending() -> Any:
        try:
            return await coroutine
        finally:
            await sync_to_async(connections.close_all)()  # of the thread that async queries run in

    return asyncio.run(ending())


# methods that give a queryset: nothing is read until it runs
LAZY: dict[str, Callable[[Rows], Any]] = {
    "alias": lambda q: q.alias(n=Count("assignees")),
    "all": lambda q: q.all(),
    "annotate": lambda q: q.annotate(n=Value(1)),
    "complex_filter": lambda q: q.complex_filter(Q(title__in=TITLES)),
    "defer": lambda q: q.defer("title"),
    "distinct": lambda q: q.distinct(),
    "exclude": lambda q: q.exclude(title="c"),
    "filter": lambda q: q.filter(Q(title="a") | Q(title="b") | Q(pk__gt=0)),
    "none": lambda q: q.none(),
    "only": lambda q: q.only("pk"),
    "order_by": lambda q: q.order_by("-title"),
    "prefetch_related": lambda q: q.prefetch_related("assignees"),
    "reverse": lambda q: q.reverse(),
    "select_for_update": lambda q: q.select_for_update(),
    "select_related": lambda q: q.select_related("created_by", "workspace"),
    "using": lambda q: q.using("default"),
}
# methods whose queryset takes no further filters
LAST: dict[str, Callable[[Rows], Any]] = {
    "dates": lambda q: q.dates("due", "day"),
    "datetimes": lambda q: q.datetimes("created_at", "day"),
    "difference": lambda q: q.difference(q.model.objects.filter(title="c")),
    "intersection": lambda q: q.intersection(q.model.objects.all()),
    "union": lambda q: q.union(q.model.objects.filter(title="a")),
    "values": lambda q: q.values("pk", "title", "workspace_id"),
    "values_list": lambda q: q.values_list("pk", "title", "workspace_id"),
}
READS: dict[str, Callable[[Rows], Any]] = {
    "aggregate": lambda q: q.aggregate(n=Count("pk")),
    "contains": lambda q: q.contains(Note(pk=1)),
    "count": lambda q: q.count(),
    "earliest": lambda q: q.earliest("pk"),
    "exists": lambda q: q.exists(),
    "explain": lambda q: q.explain(),
    "first": lambda q: q.first(),
    "get": lambda q: q.get(title="a"),
    "in_bulk": lambda q: list(q.in_bulk().values()),
    "iterator": lambda q: list(q.iterator(chunk_size=2)),
    "last": lambda q: q.last(),
    "latest": lambda q: q.latest("pk"),
    "aaggregate": lambda q: _wait(q.aaggregate(n=Count("pk"))),
    "acontains": lambda q: _wait(q.acontains(Note(pk=1))),
    "acount": lambda q: _wait(q.acount()),
    "aearliest": lambda q: _wait(q.aearliest("pk")),
    "aexists": lambda q: _wait(q.aexists()),
    "aexplain": lambda q: _wait(q.aexplain()),
    "afirst": lambda q: _wait(q.afirst()),
    "aget": lambda q: _wait(q.aget(title="a")),
    "ain_bulk": lambda q: list(_wait(q.ain_bulk()).values()),
    "aiterator": lambda q: _wait(_all_of(q.aiterator())),
    "alast": lambda q: _wait(q.alast()),
    "alatest": lambda q: _wait(q.alatest("pk")),
}
WRITES: dict[str, Callable[[Rows], Any]] = {
    "bulk_create": lambda q: q.bulk_create([Note(title="new")]),
    "bulk_update": lambda q: q.bulk_update([Note(pk=1, title="z")], ["title"]),
    "create": lambda q: q.create(title="new"),
    "delete": lambda q: q.delete(),
    "get_or_create": lambda q: q.get_or_create(title="new"),
    "update": lambda q: q.update(body=F("title")),
    "update_or_create": lambda q: q.update_or_create(title="a", defaults={"body": "z"}),
    "abulk_create": lambda q: _wait(q.abulk_create([Note(title="new")])),
    "abulk_update": lambda q: _wait(q.abulk_update([Note(pk=1, title="z")], ["title"])),
    "acreate": lambda q: _wait(q.acreate(title="new")),
    "adelete": lambda q: _wait(q.adelete()),
    "aget_or_create": lambda q: _wait(q.aget_or_create(title="new")),
    "aupdate": lambda q: _wait(q.aupdate(body="z")),
    "aupdate_or_create": lambda q: _wait(q.aupdate_or_create(title="a", defaults={"body": "z"})),
}
REFUSED: dict[str, Callable[[Rows], Any]] = {
    "extra": lambda q: q.extra(where=["1 = 1"]),
    "raw": lambda q: q.raw("SELECT * FROM testing_note"),
}
NO_QUERY = {"as_manager", "db", "ordered", "query", "resolve_expression"}
ASYNC = [name for name in (*READS, *WRITES) if name.startswith("a") and name[1:] in {**READS, **WRITES}]
RUNS = {**{name: (lambda q, f=f: list(f(q))) for name, f in {**LAZY, **LAST}.items()}, **READS, **WRITES}
# combinations that Django or the database does not have
REFUSALS = (ObjectDoesNotExist, FieldError, DatabaseError, TypeError, ValueError)
SYNC = [name for name in RUNS if name not in ASYNC]


@pytest.fixture
def notes(cast: Cast) -> Cast:
    """Notes of the same titles on both sides of the wall."""
    for workspace in (cast.river, cast.lake):
        with workspace_active(workspace):
            for title in TITLES:
                Note.objects.create(title=title, body=workspace.slug, created_by=cast.ben)
    return cast


def _snapshot(workspace_id: int) -> list[Any]:
    rows = Note.everywhere.filter(workspace_id=workspace_id).order_by("pk")
    return list(rows.values_list("pk", "title", "body", "version", "workspace_id"))


def _notes_in(found: Any) -> Iterable[Note]:
    if isinstance(found, Note):
        yield found
    elif isinstance(found, list | tuple | set | QuerySet):
        for each in found:
            yield from _notes_in(each)


def test_every_method_of_a_queryset_is_known_here() -> None:
    public = {name for name, _value in inspect.getmembers(QuerySet) if not name.startswith("_")}
    assert public == {*RUNS, *REFUSED, *NO_QUERY}, "say here what the new method reads or writes"


def test_every_method_of_the_manager_is_known_here() -> None:
    public = {name for name, _value in inspect.getmembers(Note.objects) if not name.startswith("_")}
    own = {"auto_created", "check", "contribute_to_class", "creation_counter", "db", "db_manager", "deconstruct"}
    own |= {"from_queryset", "get_queryset", "model", "name", "use_in_migrations"}
    assert public - own <= {*RUNS, *REFUSED}


@pytest.mark.parametrize("name", sorted({*RUNS, *REFUSED} - {"delete", "adelete"}))
def test_without_a_workspace_no_method_answers(db: None, name: str) -> None:
    with pytest.raises((NoActiveWorkspace, ForeignWorkspace)):
        {**RUNS, **REFUSED}[name](Note.objects)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(set(SYNC) - {"bulk_create", "bulk_update", "none"}))
def test_a_queryset_that_was_kept_answers_nothing_without_a_workspace(notes: Cast, name: str) -> None:
    with workspace_active(notes.river):
        kept = Note.objects.all()
    before = _snapshot(notes.river.pk)
    with pytest.raises(NoActiveWorkspace), transaction.atomic():
        RUNS[name](kept)
    assert _snapshot(notes.river.pk) == before


@pytest.mark.parametrize("name", sorted(set(ASYNC) - {"abulk_create", "abulk_update"}))
@pytest.mark.django_db(transaction=True)
def test_an_async_method_answers_nothing_without_a_workspace(notes: Cast, name: str) -> None:
    with workspace_active(notes.river):
        kept = Note.objects.all()
    with pytest.raises(NoActiveWorkspace):
        RUNS[name](kept)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_raw_sql_is_refused(notes: Cast, name: str) -> None:
    with workspace_active(notes.river), pytest.raises(ForeignWorkspace):
        REFUSED[name](Note.objects.all())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(LAZY)), max_size=4), st.sampled_from(sorted(SYNC)), st.booleans())
def test_no_chain_of_methods_steps_over_the_wall(notes: Cast, chain: list[str], end: str, is_pickled: bool) -> None:
    before = _snapshot(notes.lake.pk)
    with transaction.atomic(), workspace_active(notes.river):
        rows: Any = Note.objects.all()
        for name in chain:
            rows = LAZY[name](rows)
        if is_pickled:
            again = Note.objects.all()
            again.query = pickle.loads(pickle.dumps(rows.query))
            rows = again
        try:
            with transaction.atomic():
                found = RUNS[end](rows)
        except REFUSALS:
            found = []
        assert {note.workspace_id for note in _notes_in(found)} <= {notes.river.pk}
        _check_plain(end, found, notes)
        transaction.set_rollback(True)
    assert _snapshot(notes.lake.pk) == before


def _check_plain(end: str, found: Any, notes: Cast) -> None:
    """Results that are no notes."""
    if end in ("values", "values_list"):
        assert {row["workspace_id"] if end == "values" else row[2] for row in found} <= {notes.river.pk}
    if end == "count":
        assert found <= len(TITLES)
    if end == "aggregate" and found:
        assert found["n"] <= len(TITLES)


def test_a_kept_queryset_reads_the_workspace_that_is_active_when_it_runs(notes: Cast) -> None:
    with workspace_active(notes.river):
        kept = Note.objects.order_by("title")
        pickled = pickle.dumps(kept.query)
    with workspace_active(notes.lake):
        assert {note.body for note in kept} == {"lake"}
        again = Note.objects.all()
        again.query = pickle.loads(pickled)
        assert {note.body for note in again} == {"lake"}
        assert kept.all().update(body="x") == len(TITLES)
    assert {row[2] for row in _snapshot(notes.river.pk)} == {"river"}


def test_a_pickled_row_of_another_workspace_is_not_saved_or_deleted(notes: Cast) -> None:
    with workspace_active(notes.lake):
        pickled = pickle.dumps(Note.objects.first())
    with workspace_active(notes.river):
        for act in (Note.save, Note.delete):
            with pytest.raises(ForeignWorkspace):
                act(pickle.loads(pickled))
        with pytest.raises(DatabaseError), transaction.atomic():
            models.Model.save(pickle.loads(pickled), force_update=True)
    assert {row[2] for row in _snapshot(notes.lake.pk)} == {"lake"}


def test_a_row_with_the_key_of_anothers_is_not_written_over_it(notes: Cast) -> None:
    theirs = _snapshot(notes.lake.pk)
    with workspace_active(notes.river):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note(pk=theirs[0][0], title="over").save()
        public_id = Note.everywhere.get(pk=theirs[0][0]).public_id
        with pytest.raises(ForeignWorkspace), transaction.atomic():
            Note.objects.bulk_create(
                [Note(public_id=public_id, title="over")],
                update_conflicts=True,
                unique_fields=["public_id"],
                update_fields=["title"],
            )
        assert Note.objects.bulk_update([Note(pk=theirs[0][0], title="over", workspace=notes.river)], ["title"]) == 0
        assert Note.objects.filter(pk__in=[row[0] for row in theirs]).update(title="over") == 0
        assert Note.objects.filter(pk__in=[row[0] for row in theirs]).delete()[0] == 0
    assert _snapshot(notes.lake.pk) == theirs


def test_a_row_stays_in_its_workspace(notes: Cast) -> None:
    with workspace_active(notes.river):
        note = Note.objects.first()
        assert note
        note.workspace = notes.lake
        with pytest.raises(ForeignWorkspace):
            note.save()
        with pytest.raises(ForeignWorkspace):
            Note.objects.bulk_create([Note(title="x", workspace=notes.lake)])
        with pytest.raises(ForeignWorkspace):
            Note.objects.bulk_update([note], ["title"])
        for change in ({"workspace": notes.lake}, {"workspace_id": notes.lake.pk}):
            with pytest.raises(ForeignWorkspace):
                Note.objects.update(**change)


@pytest.fixture
def files(cast: Cast) -> dict[str, tuple[Blob, StoredFile]]:
    """A blob and a file that points to it, on each side."""
    made = {}
    for workspace in (cast.river, cast.lake):
        with workspace_active(workspace):
            blob = Blob.objects.create(sha256=workspace.slug.encode().ljust(32), size=1, storage_key=str(uuid7()))
            file = StoredFile(blob=blob, content_type="image/png", name="x")
            file.save()
            made[workspace.slug] = (blob, file)
    return made


def test_related_managers_stay_inside(cast: Cast, files: dict[str, tuple[Blob, StoredFile]]) -> None:
    theirs, _file = files["lake"]
    with workspace_active(cast.river):
        assert list(theirs.files.all()) == []
        assert theirs.files.count() == 0
        assert theirs.files.update(content_type="x") == 0
        assert list(Blob.everywhere.prefetch_related("files").get(pk=theirs.pk).files.all()) == []
    with pytest.raises(NoActiveWorkspace):
        theirs.files.exists()


def test_a_reference_over_the_wall_is_not_followed(cast: Cast, files: dict[str, tuple[Blob, StoredFile]]) -> None:
    (_ours, our_file), (theirs, _their_file) = files["river"], files["lake"]
    StoredFile.everywhere.filter(pk=our_file.pk).update(blob=theirs)  # as no service of ours can
    with workspace_active(cast.river):
        with pytest.raises(Blob.DoesNotExist):
            assert StoredFile.objects.get().blob
        assert [file.pk for file in StoredFile.objects.filter(blob__workspace_id=cast.river.pk)] == []


def test_a_reference_over_the_wall_cannot_be_written(cast: Cast, files: dict[str, tuple[Blob, StoredFile]]) -> None:
    (_ours, our_file), (theirs, _their_file) = files["river"], files["lake"]
    with workspace_active(cast.river):
        our_file.blob = theirs
        for write in (
            our_file.save,
            lambda: StoredFile.objects.create(blob=theirs, content_type="x", name="x"),
            lambda: StoredFile.objects.bulk_create([StoredFile(blob=theirs, content_type="x", name="x")]),
            lambda: StoredFile.objects.update(blob=theirs),
        ):
            with pytest.raises(ForeignWorkspace):
                write()
    assert StoredFile.everywhere.filter(blob=theirs).count() == 1


def test_a_reference_set_by_number_cannot_lead_over_the_wall(
    cast: Cast, files: dict[str, tuple[Blob, StoredFile]]
) -> None:
    (ours, our_file), (theirs, _their_file) = files["river"], files["lake"]
    with workspace_active(cast.river):
        file = StoredFile.objects.get(pk=our_file.pk)
        file.blob_id = theirs.pk
        rows = StoredFile.objects.filter(pk=file.pk)
        by_number: Any = {"content_type": "x", "name": "x", "blob_id": theirs.pk}
        for write in (
            file.save,
            lambda: StoredFile.objects.create(**by_number),
            lambda: StoredFile.objects.bulk_create(
                [StoredFile(**by_number | {"blob_id": ours.pk}), StoredFile(**by_number)]
            ),
            lambda: StoredFile.objects.bulk_update([file], ["blob"]),
            lambda: rows.update(blob_id=theirs.pk),
            lambda: rows.update(blob=theirs.pk),
        ):
            with pytest.raises(ForeignWorkspace), transaction.atomic():
                write()
        assert rows.update(blob_id=ours.pk) == 1
    assert StoredFile.everywhere.filter(blob=theirs).count() == 1


def test_deferred_columns_and_refreshing_stay_inside(notes: Cast) -> None:
    with workspace_active(notes.river):
        note = Note.objects.only("pk").first()
        assert note
    with workspace_active(notes.lake), pytest.raises(Note.DoesNotExist):
        note.refresh_from_db()
    with pytest.raises(NoActiveWorkspace):
        assert note.title
