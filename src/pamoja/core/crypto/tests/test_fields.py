"""Encrypted fields, as services use them."""

import json
import uuid
from contextlib import suppress
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, transaction

from pamoja.core.crypto import keys
from pamoja.core.crypto.blind import blind_index
from pamoja.core.crypto.envelope import BadSeal
from pamoja.core.crypto.fields import is_shredded
from pamoja.core.crypto.keyring import keyring
from pamoja.core.crypto.models import DataKey
from pamoja.core.crypto.sealed import Sealed
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

pytestmark = pytest.mark.django_db


def _raw(column: str, pk: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM crypto_tests_note WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def _write_raw(column: str, pk: int, token: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE crypto_tests_note SET {column} = %s WHERE id = %s", [token, pk])


def test_values_come_back_as_they_were_given(in_river: Cast, note_model: Any) -> None:
    answers = {"name": "محمد", "doses": [1, 2.5, None, True]}
    made = note_model.objects.create(title="", answers=answers, story="long " * 1000)
    found = note_model.objects.get(pk=made.pk)
    assert (found.title, found.answers, found.story, found.loose) == ("", answers, "long " * 1000, None)


def test_bulk_create_seals_too(in_river: Cast, note_model: Any) -> None:
    note_model.objects.bulk_create([note_model(title=f"note {n}") for n in range(3)])
    assert {note.title for note in note_model.objects.all()} == {"note 0", "note 1", "note 2"}


def test_the_database_holds_neither_plain_values_nor_keys(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(title="Halima", answers={"a": "Halima"}, story="Halima", loose="Halima")
    keys.key_in_force(in_river.river.pk)
    secrets = [key.secret for key in keys._opened.values()]
    assert len(secrets) == 2, "one for values, one for indexes"
    stored = b""
    with connection.cursor() as cursor:
        for table in ("crypto_tests_note", "crypto_datakey"):
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                stored += b"|".join(
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row
                )
    assert str(made.public_id.hex).encode() in stored.replace(b"-", b"")
    assert b"Halima" not in stored and b"halima" not in stored
    for secret in [*secrets, blind_index(in_river.river.pk, "x", "y")]:
        assert secret and secret not in stored and secret.hex().encode() not in stored


def test_equal_values_look_different(in_river: Cast, note_model: Any) -> None:
    one, two = (note_model.objects.create(title="same", loose="same") for _ in range(2))
    assert len({_raw("title", one.pk), _raw("title", two.pk), _raw("loose", one.pk), _raw("loose", two.pk)}) == 4


def test_a_value_moved_to_another_row_or_column_does_not_open(in_river: Cast, note_model: Any) -> None:
    one, two = (note_model.objects.create(title=name, loose=name) for name in ("one", "two"))
    _write_raw("title", two.pk, _raw("title", one.pk))
    with pytest.raises(BadSeal):
        _ = note_model.objects.get(pk=two.pk).title
    _write_raw("title", one.pk, _raw("loose", one.pk))
    with pytest.raises(BadSeal):
        _ = note_model.objects.get(pk=one.pk).title


def test_a_field_without_row_opens_in_any_row_of_its_column(in_river: Cast, note_model: Any) -> None:
    one, two = (note_model.objects.create(loose=name) for name in ("one", "two"))
    _write_raw("loose", two.pk, _raw("loose", one.pk))
    assert note_model.objects.get(pk=two.pk).loose == "one"


def test_a_value_moved_to_another_workspace_does_not_open(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(title="ours", loose="ours")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crypto_tests_note SET workspace_id = %s", [in_river.lake.pk])
    with workspace_active(in_river.lake):
        moved = note_model.objects.get(pk=made.pk)
        for name in ("title", "loose"):
            with pytest.raises(BadSeal):
                getattr(moved, name)


def test_a_data_key_moved_to_another_workspace_does_not_unwrap(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(loose="ours")
    DataKey.objects.update(workspace=in_river.lake)
    keys._clear()
    with pytest.raises(BadSeal):
        _ = note_model.objects.get(pk=made.pk).loose


def test_foreign_bytes_are_refused(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(title="x")
    for token in (b"", b"\x02" + b"0" * 60, b"plain text"):
        _write_raw("title", made.pk, token)
        with pytest.raises(BadSeal):
            _ = note_model.objects.get(pk=made.pk).title
    _write_raw("title", made.pk, b"\x01" + uuid.uuid4().bytes + b"0" * 40)
    with pytest.raises(keys.UnknownKey):
        _ = note_model.objects.get(pk=made.pk).title


def test_a_row_that_is_saved_unread_keeps_its_bytes(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(loose="x", person="p")
    before = _raw("loose", made.pk)
    found = note_model.objects.get(pk=made.pk)
    found.person = "q"
    found.save()
    assert _raw("loose", made.pk) == before


def test_json_changed_in_place_is_saved(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(answers={"a": 1})
    found = note_model.objects.get(pk=made.pk)
    found.answers["b"] = 2
    found.save()
    assert note_model.objects.get(pk=made.pk).answers == {"a": 1, "b": 2}


def test_a_deferred_and_a_refreshed_value_open(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(title="x")
    assert note_model.objects.defer("title").get(pk=made.pk).title == "x"
    made.title = "y"
    made.refresh_from_db()
    assert made.title == "x"


def test_an_identifier_given_in_capitals_is_the_same_row(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(public_id=str(uuid.uuid4()).upper(), title="x")
    assert note_model.objects.get(pk=made.pk).title == "x"


def test_writing_and_finding_past_an_instance_is_refused(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(title="x")
    with pytest.raises(TypeError, match="BlindIndexField"), transaction.atomic():
        note_model.objects.update(title="y")
    with pytest.raises(TypeError), transaction.atomic():
        note_model.objects.bulk_update([made], ["title"])
    with pytest.raises(TypeError):
        note_model.objects.filter(title="x").exists()
    for lookup in ("icontains", "startswith", "gt", "in"):
        with pytest.raises(FieldError):
            note_model.objects.filter(**{f"title__{lookup}": "x"})
    assert note_model.objects.filter(title__isnull=False, story__isnull=True).count() == 1


def test_values_and_printing_show_nothing(in_river: Cast, note_model: Any) -> None:
    note_model.objects.create(title="Halima")
    (value,) = note_model.objects.values_list("title", flat=True)
    assert isinstance(value, Sealed)
    assert "Halima" not in f"{value} {value!r} {note_model.objects.values()}"


def test_a_list_of_values_costs_one_query_for_all_keys(
    in_river: Cast, note_model: Any, django_assert_num_queries: Any
) -> None:
    for n in range(20):
        note_model.objects.create(person=f"p{n}", story=f"story {n}", title="t")
    keys._clear()
    with django_assert_num_queries(2):
        assert [note.story for note in note_model.objects.order_by("pk")] == [f"story {n}" for n in range(20)]


def test_length_is_checked_on_the_plain_value(in_river: Cast, note_model: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        note_model(title="x" * 51).full_clean()
    assert set(caught.value.message_dict) == {"title"}
    note_model(title="é" * 50).full_clean()


def test_a_dump_stays_sealed_and_loads(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(title="Halima", answers={"a": 1})
    dumped = serializers.serialize("json", note_model.objects.all())
    assert "Halima" not in dumped
    fields = json.loads(dumped)[0]["fields"]
    for name, value in (("title", "Halima"), ("answers", {"a": 1}), ("story", None)):
        setattr(made, name, note_model._meta.get_field(name).to_python(fields[name]))
        made.save()
        assert getattr(note_model.objects.get(pk=made.pk), name) == value


def test_shredding_one_person_leaves_the_others(in_river: Cast, note_model: Any) -> None:
    gone = note_model.objects.create(person="gone", story="secret", title="kept")
    other = note_model.objects.create(person="other", story="theirs")
    assert keys.destroy_subject(in_river.river.pk, "gone") == 1
    found = note_model.objects.get(pk=gone.pk)
    assert (found.story, found.title, is_shredded(found, "story")) == (None, "kept", True)
    assert note_model.objects.get(pk=other.pk).story == "theirs"
    assert not is_shredded(note_model.objects.get(pk=other.pk), "answers")
    before = _raw("story", gone.pk)
    found.save()
    assert _raw("story", gone.pk) == before


def test_nothing_is_sealed_for_an_erased_person_again(in_river: Cast, note_model: Any) -> None:
    note_model.objects.create(person="gone", story="secret")
    keys.destroy_subject(in_river.river.pk, "gone")
    keys.destroy_subject(in_river.river.pk, "never seen")
    for person in ("gone", "never seen"):
        with pytest.raises(keys.SubjectErased), transaction.atomic():
            note_model.objects.create(person=person, story="again")
    assert not DataKey.objects.filter(subject="gone").exclude(wrapped=b"").exists()
    with workspace_active(in_river.lake):
        note_model.objects.create(person="gone", story="another workspace's person of the same id")


def test_the_key_of_a_workspace_is_never_destroyed(in_river: Cast) -> None:
    with pytest.raises(ValueError, match="never"):
        keys.destroy_subject(in_river.river.pk, "")


def test_keys_of_many_subjects_are_made_at_once(
    in_river: Cast, note_model: Any, django_assert_num_queries: Any
) -> None:
    note_model.objects.create(person="p1", story="x")
    with django_assert_num_queries(2):
        keys.make_keys(in_river.river.pk, [f"p{n}" for n in range(100)])
    assert DataKey.objects.exclude(subject="").count() == 100
    assert note_model.objects.get().story == "x"


def test_keys_that_are_held_cost_no_query_a_value(
    in_river: Cast, note_model: Any, django_assert_num_queries: Any
) -> None:
    note_model.objects.create(title="known to the workspace")
    people = [f"p{n}" for n in range(30)]
    with keys.held(in_river.river.pk, people), django_assert_num_queries(30):  # an INSERT each
        for person in people:
            note_model.objects.create(person=person, story="x", title="y")
    keys.forget()
    assert {note.story for note in note_model.objects.exclude(person="")} == {"x"}


def test_a_key_held_in_what_was_rolled_back_seals_nothing_after(in_river: Cast, note_model: Any) -> None:
    with suppress(ZeroDivisionError), transaction.atomic(), keys.held(in_river.river.pk, ["p1"]):
        note_model.objects.create(person="p1", story="x")
        raise ZeroDivisionError
    assert not DataKey.objects.filter(subject="p1").exists()
    made = note_model.objects.create(person="p1", story="again")
    keys.forget()
    assert note_model.objects.get(pk=made.pk).story == "again"


def test_nothing_is_sealed_for_the_erased_by_a_held_key(in_river: Cast, note_model: Any) -> None:
    keys.destroy_subject(in_river.river.pk, "gone")
    with keys.held(in_river.river.pk, ["gone"]), pytest.raises(keys.SubjectErased):
        note_model.objects.create(person="gone", story="x")


def test_blind_indexes_find_equal_values_of_one_workspace_and_purpose(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(title="  Halima  OUMAR ")
    note_model.objects.create(title="Other")
    note_model.objects.create(title="")
    assert list(note_model.objects.filter(title_index="halima oumar")) == [made]
    assert note_model.objects.filter(title_index__in=["halima oumar", "other"]).count() == 2
    assert note_model.objects.filter(title_index__isnull=True).count() == 1
    with workspace_active(in_river.lake):
        assert not note_model.objects.filter(title_index="halima oumar").exists()
    river, lake = in_river.river.pk, in_river.lake.pk
    same = blind_index(river, "title", "halima oumar")
    assert same == bytes(made.title_index)
    assert len({same, blind_index(lake, "title", "halima oumar"), blind_index(river, "phone", "halima oumar")}) == 3


def test_an_index_follows_its_value(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(title="before")
    made.title = "after"
    made.save()
    assert note_model.objects.filter(title_index="after").exists()
    assert not note_model.objects.filter(title_index="before").exists()
    with pytest.raises(FieldError):
        note_model.objects.filter(title_index__gt="x")


def test_the_demo_key_is_the_only_master_key_of_a_demo() -> None:
    assert list(keyring().ciphers) == ["demo"]
