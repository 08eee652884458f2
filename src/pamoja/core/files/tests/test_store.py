"""Keeping and forgetting, on both storages."""

import io
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from pamoja.core.crypto import keys
from pamoja.core.files.models import Blob, StoredFile
from pamoja.core.files.services import delete_file, keep_file, keep_files, place_file, read_chunks, store_file
from pamoja.core.files.storage import file_store
from pamoja.core.files.sweeper import missing_files, sweep_files
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

NOW = timedelta(0)


def _store(data: bytes = b"words", name: str = "a.txt", **options: Any) -> StoredFile:
    return store_file(io.BytesIO(data), kind="note", name=name, **options)


def _keys() -> set[str]:
    return {key for key, _changed in file_store().walk()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("stored")
class TestEitherStorage:
    """A folder and a bucket behave alike."""

    def test_what_was_stored_comes_back(self, in_river: Cast) -> None:
        data = bytes(range(256)) * 3000
        made = StoredFile.objects.get(pk=_store(data, "réponse n° 1.bin").pk)
        assert b"".join(read_chunks(made)) == data
        assert (made.name, made.size, made.content_type) == ("réponse n° 1.bin", len(data), "application/octet-stream")

    def test_equal_bytes_are_kept_once_in_a_workspace_only(self, in_river: Cast) -> None:
        one, two = _store(name="one"), _store(name="two")
        with workspace_active(in_river.lake):
            theirs = _store()
        assert one.blob_id == two.blob_id != theirs.blob_id
        assert len(_keys()) == 2

    def test_bytes_go_with_the_last_file_that_has_them(self, in_river: Cast) -> None:
        one, two = _store(), _store()
        delete_file(one)
        assert b"".join(read_chunks(two)) == b"words"
        delete_file(two)
        assert _keys() == set()
        assert not Blob.objects.exists()

    def test_a_rolled_back_deletion_keeps_the_bytes(self, in_river: Cast) -> None:
        made = _store()
        with pytest.raises(RuntimeError), transaction.atomic():
            delete_file(StoredFile.objects.get(pk=made.pk))
            raise RuntimeError
        assert b"".join(read_chunks(StoredFile.objects.get(pk=made.pk))) == b"words"

    def test_what_a_rollback_leaves_is_swept_later_and_nothing_else(self, in_river: Cast) -> None:
        kept = _store(b"kept")
        with pytest.raises(RuntimeError), transaction.atomic():
            _store(b"lost")
            raise RuntimeError
        assert len(_keys()) == 2
        assert sweep_files() == 0, "younger than a day: its transaction may still be open"
        assert sweep_files(NOW) == 1
        assert _keys() == {kept.blob.storage_key}
        assert b"".join(read_chunks(kept)) == b"kept"

    def test_bytes_placed_twice_at_once_end_as_one(self, in_river: Cast) -> None:
        placed = [place_file(io.BytesIO(b"same"), kind="note", name=str(n)) for n in range(2)]
        files = [keep_file(one) for one in placed]
        assert len(_keys()) == 1
        assert [b"".join(read_chunks(file)) for file in files] == [b"same", b"same"]

    def test_files_kept_together_share_equal_bytes_and_come_back_in_order(self, in_river: Cast) -> None:
        _store(b"here")
        placed = [place_file(io.BytesIO(data), kind="note", name="n") for data in (b"same", b"here", b"same", b"own")]
        files = keep_files(placed)
        assert [b"".join(read_chunks(file)) for file in files] == [b"same", b"here", b"same", b"own"]
        assert len(_keys()) == Blob.objects.count() == 3
        assert sweep_files(NOW) == 0
        assert keep_files([]) == []

    def test_bytes_deleted_between_placing_and_keeping_are_still_there(self, in_river: Cast) -> None:
        first = _store(b"same")
        placed = place_file(io.BytesIO(b"same"), kind="note", name="second")
        delete_file(first)
        assert b"".join(read_chunks(keep_file(placed))) == b"same"

    def test_missing_bytes_are_found(self, in_river: Cast) -> None:
        made, _other = _store(b"one"), _store(b"two")
        assert missing_files() == []
        file_store().delete(made.blob.storage_key)
        assert missing_files() == [str(made.public_id)]
        with pytest.raises(CommandError, match=str(made.public_id)):
            call_command("sweep_files", "--verify")

    def test_a_storage_that_works_passes_its_check(self) -> None:
        file_store().check()


@pytest.mark.django_db
def test_local_files_are_for_the_owner_and_spread_over_folders(in_river: Cast, local_files: Path) -> None:
    made = _store()
    path = local_files / made.blob.storage_key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.relative_to(local_files).parts == (str(in_river.river.public_id), path.name[:2], path.name)
    assert _keys() == {made.blob.storage_key}


@pytest.mark.django_db
def test_a_half_written_file_is_swept(in_river: Cast, local_files: Path) -> None:
    made = _store()
    (local_files / made.blob.storage_key).with_name("0123").write_bytes(b"half")
    assert sweep_files(NOW) == 1
    assert _keys() == {made.blob.storage_key}


@pytest.mark.django_db
def test_objects_of_a_bucket_are_private(in_river: Cast, bucket_files: Any) -> None:
    made = _store()
    grants = bucket_files.Object(made.blob.storage_key).Acl().grants
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]
    assert all("URI" not in grant["Grantee"] for grant in grants)


@pytest.mark.django_db
def test_names_are_sealed_and_shredded_with_their_person(in_river: Cast, local_files: Path) -> None:
    made = _store(name="Halima birth.pdf", subject="person-7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM files_storedfile")
        assert b"Halima" not in bytes(cursor.fetchone()[0])
    keys.destroy_subject(in_river.river.pk, "person-7")
    assert StoredFile.objects.get(pk=made.pk).name is None


@pytest.mark.django_db
def test_a_long_name_keeps_its_ending(in_river: Cast, local_files: Path) -> None:
    assert _store(name="x" * 300 + ".pdf").name.endswith("x.pdf")
