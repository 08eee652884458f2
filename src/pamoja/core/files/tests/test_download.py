"""Who gets a file, and in which wrapping."""

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from pamoja.core.audit.models import AuditEntry
from pamoja.core.files.kinds import KINDS
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import store_file
from pamoja.core.testing.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored")]


def _store(data: bytes = b"words", kind: str = "note", **options: Any) -> str:
    made = store_file(io.BytesIO(data), kind=kind, name=options.pop("name", "a.txt"), **options)
    return f"/files/{made.public_id}/"


def _status(cast: Cast, name: str, url: str, **headers: str) -> int:
    answer = cast.client(name).get(url, headers=headers)
    answer.getvalue()  # a stream is closed by reading it
    return answer.status_code


@pytest.mark.parametrize(
    ("name", "status"),
    [("amina", 200), ("ben", 200), ("dina", 200), ("chol", 404), ("omar", 404), ("nobody", 404), ("device", 404)],
)
def test_the_rule_of_the_kind_is_asked(name: str, status: int, in_river: Cast) -> None:
    assert _status(in_river, name, _store()) == status


def test_a_narrower_rule_refuses_colleagues(in_river: Cast, photo: bytes) -> None:
    url = _store(photo, "photo")
    assert _status(in_river, "amina", url) == 200
    assert _status(in_river, "ben", url) == 404


def test_a_kind_that_is_gone_is_nobodys(in_river: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    url = _store()
    assert _status(in_river, "amina", url) == 200
    monkeypatch.delitem(KINDS, "note")
    assert _status(in_river, "amina", url) == 404


def test_a_public_file_is_for_everybody_with_its_address(in_river: Cast) -> None:
    url = _store(sensitivity=StoredFile.Sensitivity.PUBLIC)
    for name in ("nobody", "chol"):
        answer = in_river.client(name).get(url)
        assert (answer.status_code, answer.getvalue()) == (200, b"words")
    assert "public" in answer.headers["Cache-Control"]
    assert in_river.client("amina").get(f"/files/{uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<svg onload='alert(1)'/>",
        b"<?xml version='1.0'?><a/>",
        b"\x00\x01",
    ],
)
def test_nothing_is_served_as_a_page(data: bytes, in_river: Cast) -> None:
    answer = in_river.client("amina").get(_store(data, name='a".html\r\nX-Bad: 1'))
    assert answer.getvalue() == data
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "X-Bad" not in answer.headers


def test_a_photo_is_shown_by_its_type(in_river: Cast, photo: bytes) -> None:
    answer = in_river.client("amina").get(_store(photo, "photo", name="صورة.jpg"))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''%D8%B5%D9%88%D8%B1%D8%A9.jpg"
    assert int(answer.headers["Content-Length"]) == len(answer.getvalue())


def test_bytes_that_the_browser_has_are_not_sent_again(in_river: Cast) -> None:
    url, client = _store(), in_river.client("amina")
    first = client.get(url)
    first.getvalue()
    tag = first.headers["ETag"]
    answer = client.get(url, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert in_river.client("chol").get(url, headers={"If-None-Match": tag}).status_code == 404


def test_reading_a_protected_file_is_audited_without_its_name(in_river: Cast) -> None:
    _store(b"other")
    protected = _store(name="Halima.txt", sensitivity=StoredFile.Sensitivity.PROTECTED)
    assert _status(in_river, "amina", protected) == 200
    entries = AuditEntry.objects.filter(verb="download")
    assert [(entry.object_id, entry.actor) for entry in entries] == [
        (protected.split("/")[2], f"user:{in_river.amina.public_id}")
    ]
    assert "Halima" not in str(entries.values())


def test_bytes_that_are_gone_are_not_a_crash(in_river: Cast, request: pytest.FixtureRequest) -> None:
    from pamoja.core.files.storage import file_store

    url = _store()
    file_store().delete(StoredFile.objects.get().blob.storage_key)
    assert in_river.client("amina").get(url).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_read_only_here(method: str, in_river: Cast, tmp_path: Path) -> None:
    assert getattr(in_river.client("amina"), method)(_store()).status_code == 405
