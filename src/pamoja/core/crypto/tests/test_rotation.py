"""Changing keys while values are read and written."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from pamoja.core.crypto import keys, rotation
from pamoja.core.crypto.keyring import MissingMasterKey
from pamoja.core.crypto.models import DataKey
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

OLD, NEW = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n"))


@pytest.fixture
def old_master(settings: Any) -> Iterator[None]:
    settings.MASTER_KEYS = f"old:{OLD}"
    yield


@pytest.fixture
def only_notes(monkeypatch: pytest.MonkeyPatch, note_model: Any) -> None:
    monkeypatch.setattr(rotation, "encrypted_models", lambda: iter([note_model]))


@pytest.mark.django_db
@pytest.mark.usefixtures("old_master", "only_notes")
def test_a_new_master_key_replaces_the_old(in_river: Cast, note_model: Any, settings: Any, capsys: Any) -> None:
    made = note_model.objects.create(title="kept", person="p", story="kept too")
    note_model.objects.create(person="gone", story="shredded")
    keys.destroy_subject(in_river.river.pk, "gone")
    settings.MASTER_KEYS = f"new:{NEW},old:{OLD}"
    call_command("rotate_keys")
    call_command("rotate_keys")
    assert capsys.readouterr().out.splitlines() == [
        "3 data keys wrapped under the first master key",
        "0 data keys wrapped under the first master key",
    ]
    settings.MASTER_KEYS = f"new:{NEW}"
    keys._clear()
    found = note_model.objects.get(title_index="kept")
    assert (found.pk, found.title, found.story) == (made.pk, "kept", "kept too")


@pytest.mark.django_db
@pytest.mark.usefixtures("old_master")
def test_a_master_key_taken_out_too_early_is_named(in_river: Cast, note_model: Any, settings: Any) -> None:
    made = note_model.objects.create(title="x")
    settings.MASTER_KEYS = f"new:{NEW}"
    keys._clear()
    with pytest.raises(MissingMasterKey, match="'old'"):
        _ = note_model.objects.get(pk=made.pk).title


@pytest.mark.django_db
@pytest.mark.usefixtures("only_notes")
def test_new_data_keys_reseal_every_value(in_river: Cast, note_model: Any, capsys: Any) -> None:
    made = note_model.objects.create(title="kept", answers={"a": 1}, person="p", story="own key")
    with workspace_active(in_river.lake):
        theirs = note_model.objects.create(title="theirs")
    call_command("rotate_keys", "--new-data-keys", "--reseal")
    assert "river: 2 values sealed again" in capsys.readouterr().out
    retired = {row.public_id for row in DataKey.objects.filter(retired_at__isnull=False)}
    assert len(retired) == 2
    found = note_model.objects.get(pk=made.pk)
    assert found.__dict__["title"].key_id not in retired
    assert (found.title, found.answers, found.story) == ("kept", {"a": 1}, "own key")
    with workspace_active(in_river.lake):
        assert note_model.objects.get(pk=theirs.pk).title == "theirs"
    call_command("rotate_keys", "--reseal")
    assert "river: 0 values sealed again" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.usefixtures("only_notes")
def test_resealing_goes_on_where_it_was_stopped(
    in_river: Cast, note_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(10):
        note_model.objects.create(loose=f"value {n}")
    keys.retire(in_river.river.pk)
    monkeypatch.setattr(rotation, "BATCH", 3)
    real, calls = rotation._reseal, []

    def power_cut(row: Any, field: Any) -> int:
        calls.append(row)
        if len(calls) == 20:
            raise KeyboardInterrupt
        return real(row, field)

    monkeypatch.setattr(rotation, "_reseal", power_cut)
    with pytest.raises(KeyboardInterrupt):
        rotation.reseal_values(in_river.river)
    monkeypatch.setattr(rotation, "_reseal", real)
    left = rotation.reseal_values(in_river.river)
    assert 0 < left < 10
    assert sorted(note.loose for note in note_model.objects.all()) == [f"value {n}" for n in range(10)]


@pytest.mark.django_db
@pytest.mark.usefixtures("only_notes")
def test_a_value_written_meanwhile_is_not_overwritten(in_river: Cast, note_model: Any) -> None:
    made = note_model.objects.create(loose="before")
    keys.retire(in_river.river.pk)
    stale = note_model.objects.get(pk=made.pk)
    made.loose = "meanwhile"
    made.save()
    assert rotation._reseal(stale, note_model._meta.get_field("loose")) == 0
    assert note_model.objects.get(pk=made.pk).loose == "meanwhile"


@pytest.mark.django_db
def test_a_rolled_back_key_never_seals(in_river: Cast, note_model: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        note_model.objects.create(loose="lost")
        raise RuntimeError
    kept = note_model.objects.create(loose="kept")
    keys._clear()
    assert note_model.objects.get(pk=kept.pk).loose == "kept"


@pytest.mark.django_db
@pytest.mark.usefixtures("old_master", "only_notes")
def test_readers_notice_nothing_at_any_step_of_a_rotation(
    in_river: Cast, note_model: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        note_model.objects.create(loose=f"value {n}", person=f"p{n}", story=f"story {n}")
    steps = []

    def read(remember: bool) -> None:
        if not remember:
            keys._clear()
        notes = note_model.objects.order_by("pk")
        assert [(note.loose, note.story) for note in notes] == [(f"value {n}", f"story {n}") for n in range(5)]
        steps.append(remember)

    def then_read(work: Callable[..., int]) -> Callable[..., int]:
        def run(*args: Any) -> int:
            done = work(*args)
            read(remember=True)
            read(remember=False)
            return done

        return run

    for name in ("_rewrap", "_reseal"):
        monkeypatch.setattr(rotation, name, then_read(getattr(rotation, name)))
    settings.MASTER_KEYS = f"new:{NEW},old:{OLD}"
    assert rotation.rewrap_data_keys() == 6
    keys.retire(in_river.river.pk)
    assert rotation.reseal_values(in_river.river) == 5
    assert len(steps) == 2 * (6 + 5 * 4)


@pytest.mark.django_db
def test_two_at_once_make_one_key(in_river: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real, made = keys._new_row, []

    def overtaken(*name: Any) -> DataKey:
        if not made:
            made.append(real(*name))
            made[0].save()
        return real(*name)

    monkeypatch.setattr(keys, "_new_row", overtaken)
    assert keys.key_in_force(in_river.river.pk, "same").public_id == made[0].public_id
    assert DataKey.objects.filter(subject="same").count() == 1
