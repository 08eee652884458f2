"""Files of records: how they are handed out, and what the audit tells of them."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pamoja.apps.forms.files import ATTACHMENT
from pamoja.apps.forms.tests.xml import submission_xml
from pamoja.core.audit.models import AuditEntry
from pamoja.core.files.models import Blob, StoredFile
from pamoja.core.files.services import read_chunks
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.field import Field
from pamoja.protocols.odk.tests.program import Program, statuses

FILE = b"words that were said"
UPDATES = "/audits?action=submission.attachment.update"


def _send(field: Field, content: bytes = FILE, kind: str = "video/mp4", name: str = "a.mp4") -> None:
    sent = {name: SimpleUploadedFile(name, content, kind)}
    assert field.post(submission_xml("uuid:one", photo=name), **sent).status_code == 201


def _path(field: Field, name: str = "a.mp4") -> str:
    return f"/projects/{field.project.pk}/forms/visit/submissions/uuid:one/attachments/{name}"


def _read(cast: Cast, field: Field, **headers: str) -> tuple[Any, bytes]:
    response = Program(cast, "amina").ask("GET", _path(field), **headers)
    return response, b"".join(response)


def test_a_file_is_known_by_its_md5_and_not_sent_again(cast: Cast, field: Field) -> None:
    _send(field)
    response, content = _read(cast, field)
    assert content == FILE
    assert response["ETag"] == f'"{hashlib.md5(FILE).hexdigest()}"'
    assert _read(cast, field, **{"If-None-Match": response["ETag"]})[0].status_code == 304


def test_a_file_that_came_before_marks_were_kept_has_one_all_the_same(cast: Cast, field: Field) -> None:
    _send(field)
    with workspace_active(cast.river):
        Blob.objects.update(md5="")
    response, _content = _read(cast, field)
    assert response["ETag"] == f'"{hashlib.sha256(FILE).hexdigest()[:32]}"'
    assert _read(cast, field, **{"If-None-Match": response["ETag"]})[0].status_code == 304


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("image/jpeg", "inline"),
        ("image/png", "inline"),
        ("image/gif", "inline"),
        ("image/svg+xml", "attachment"),
        ("text/html", "attachment"),
        ("video/mp4", "attachment"),
    ],
)
def test_a_browser_shows_pictures_alone(cast: Cast, field: Field, kind: str, shown: str) -> None:
    _send(field, kind=kind)
    response, _content = _read(cast, field)
    assert (response["Content-Type"], response["Content-Disposition"].partition(";")[0]) == (kind, shown)
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["place.geojson", "table.csv", "form.xml", "all.csv.zip"])
def test_a_file_that_is_named_like_another_answer_is_read_all_the_same(cast: Cast, field: Field, name: str) -> None:
    _send(field, name=name)
    response = Program(cast, "amina").ask("GET", _path(field, name))
    assert (response.status_code, b"".join(response)) == (200, FILE)


def test_who_may_read_a_file(cast: Cast, field: Field) -> None:
    _send(field)
    told = statuses(cast, "GET", _path(field))
    assert {who for who, status in told.items() if status == 200} == {"amina", "ben", "token"}


def test_the_audit_tells_each_file_that_came_and_each_that_was_taken_out(cast: Cast, field: Field) -> None:
    _send(field)
    _send(field)  # once more, and nothing new
    _send(field, b"other words")
    amina = Program(cast, "amina")
    assert amina.ask("DELETE", _path(field)).status_code == 200
    taken, replaced, came = (each["details"] for each in amina.get(UPDATES))
    assert {each["name"] for each in (taken, replaced, came)} == {"a.mp4"}
    assert {each["instanceId"] for each in (taken, replaced, came)} == {"uuid:one"}
    assert came["newBlobId"] != replaced["newBlobId"] == taken["oldBlobId"]
    assert "newBlobId" not in taken


def test_a_file_that_no_version_has_any_more_is_gone(cast: Cast, field: Field) -> None:
    amina = Program(cast, "amina")
    for content in (FILE, FILE, b"other words"):
        _send(field, content)
        assert _kept(cast) == [content]
    assert amina.client.post(f"/odk/v1{_path(field)}", b"put there", content_type="video/mp4").status_code == 200
    assert _kept(cast) == [b"put there"]
    assert amina.ask("DELETE", _path(field)).status_code == 200
    assert _kept(cast) == []


def test_a_file_that_an_earlier_version_has_stays(cast: Cast, field: Field) -> None:
    _send(field)
    edit = submission_xml("uuid:two", photo="a.mp4", deprecated="uuid:one")
    assert field.post(edit, **{"a.mp4": SimpleUploadedFile("a.mp4", b"new words", "video/mp4")}).status_code == 201
    assert sorted(_kept(cast)) == sorted([FILE, b"new words"])


def _kept(cast: Cast) -> list[bytes]:
    with workspace_active(cast.river):
        assert not Blob.objects.filter(files__isnull=True).exists()
        return [b"".join(read_chunks(each)) for each in StoredFile.objects.filter(kind=ATTACHMENT)]


def test_the_chain_of_the_audit_keeps_no_names_of_files(cast: Cast, field: Field) -> None:
    _send(field)
    with workspace_active(cast.river):
        details = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert "a.mp4" not in details


def test_nobody_else_is_told_of_files(cast: Cast, field: Field) -> None:
    _send(field)
    assert Program(cast, "chol").get(UPDATES) == []
    assert Client().get(f"/odk/v1{UPDATES}").status_code == 401
