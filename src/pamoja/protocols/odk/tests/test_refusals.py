"""Bodies that cannot be read, addresses that lead nowhere, mistakes of ours."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from pamoja.apps.forms import problems as of_forms
from pamoja.apps.forms.contracts import Submission
from pamoja.apps.forms.files import ATTACHMENT
from pamoja.apps.forms.tests.xml import submission_xml
from pamoja.core.files.kinds import KINDS, FileKind
from pamoja.core.problems import ProblemType
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.endpoints import CODES
from pamoja.protocols.odk.tests.field import HEADERS, Field
from pamoja.protocols.odk.tests.program import Program

NOT_OF_SUBMISSIONS = {
    of_forms.ACT_UNDONE,
    of_forms.CONVERSATION_OPEN,
    of_forms.FORM_NOT_TEXT,
    of_forms.SUBMISSION_SEALED,  # of corrections on pages; a device edits what it encrypted itself
    of_forms.TOO_MANY_RECORDS,
    of_forms.IMPORT_SETTLED,
    of_forms.DECIDED,
    of_forms.WITHDRAWN,
    of_forms.VALUE_UNFIT,
    of_forms.LOG_UNREADABLE,
    of_forms.EXPORT_TOO_LONG,
    of_forms.EXPORT_TOO_WIDE,
    of_forms.FORM_NOT_PLAIN,
    of_forms.FORM_NOT_PRINTED,
    of_forms.PAPER_NEEDS_ANOTHER,
    of_forms.PAPER_NEEDS_THIRD,
    of_forms.PAPER_TAKEN,
    of_forms.PAPER_FINISHED,
}


def test_every_problem_of_a_submission_has_words_of_the_protocol() -> None:
    ours = {each for each in vars(of_forms).values() if isinstance(each, ProblemType)}
    ours -= {each for each in ours if each.code.startswith("quality-")}  # checks run when a record is here
    assert {each.code for each in ours - NOT_OF_SUBMISSIONS} <= CODES.keys()


def test_a_post_without_the_xml_part_is_refused(field: Field) -> None:
    answer = Client().post(field.base + "/submission", {"other": "x"}, headers=HEADERS)
    assert answer.status_code == 400
    assert b"xml_submission_file" in answer.content


def _multipart(field: Field, body: bytes, boundary: str = "; boundary=b") -> HttpResponse:
    return Client().post(
        field.base + "/submission", body, content_type=f"multipart/form-data{boundary}", headers=HEADERS
    )


def _part(content: bytes, rest: bytes = b"") -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"' + rest + b"\r\n\r\n" + content + b"\r\n"


EMPTY_PART = b'--b\r\nContent-Disposition: form-data; name="p.jpg"; filename="p.jpg"\r\n\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("body", "boundary", "details"),
    [
        (_part(b"<data/>") + b"--b--\r\n", "", "Multipart: Boundary not found"),
        (_part(b"<data/>"), "; boundary=b", "Unexpected end of form"),
        (b"--b\r\nContent-Disposition\r\n\r\nx\r\n--b--\r\n", "; boundary=b", "Malformed part header"),
        (_part(b"<data/>") + EMPTY_PART + b"\r\n--b--\r\n", "; boundary=b", "Malformed part header"),
    ],
    ids=["no boundary", "cut short", "broken head", "a part without content"],
)
def test_a_broken_multipart_body_is_told_as_json(field: Field, body: bytes, boundary: str, details: str) -> None:
    answer = _multipart(field, body, boundary)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/json"
    told = {"code": 400.39, "message": "Multipart form content failed to parse.", "details": details}
    assert json.loads(answer.content) == told


def test_a_body_in_chunks_is_read_to_its_end(field: Field, cast: Cast) -> None:
    body = _part(submission_xml()) + b"--b--\r\n"
    unknown = {"CONTENT_LENGTH": "", "CONTENT_TYPE": "multipart/form-data; boundary=b", "wsgi.input": io.BytesIO(body)}
    answer = Client().post(field.base + "/submission", headers=HEADERS, **unknown)
    assert answer.status_code == 201


def test_a_stranger_s_body_is_not_even_read(field: Field) -> None:
    answer = Client().post(
        f"/odk/v1/projects/{field.project.pk}/submission",
        b"broken",
        content_type="multipart/form-data; boundary=b",
        headers=HEADERS,
    )
    assert answer.status_code == 401


def test_more_parts_or_bytes_than_any_form_needs_are_told_plainly(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = _multipart(field, _part(b"x") * 1001 + b"--b--\r\n")
    monkeypatch.setitem(KINDS, ATTACHMENT, FileKind(ATTACHMENT, KINDS[ATTACHMENT].may_read, max_bytes=4))
    large = field.post(submission_xml(photo="p.txt"), **{"p.txt": SimpleUploadedFile("x", b"hello")})
    for answer in (many, large):
        assert answer.status_code == 413
        assert b"each below 100 MB" in answer.content


def test_a_record_with_many_photos_is_taken_at_once(field: Field, cast: Cast) -> None:
    photos = {f"{number}.bin": SimpleUploadedFile("x", bytes(800_000)) for number in range(25)}
    assert field.post(submission_xml(photo="1.bin"), **photos).status_code == 201
    with workspace_active(cast.river):
        assert Submission.objects.get().files.filter(file__isnull=False).count() == 25


def test_a_photo_with_too_many_pixels_to_clean_is_kept_as_it_came(
    field: Field, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    out = io.BytesIO()
    Image.new("RGB", (30, 30)).save(out, "JPEG")
    answer = field.post(submission_xml(photo="p.jpg"), **{"p.jpg": SimpleUploadedFile("x", out.getvalue())})
    assert answer.status_code == 201
    with workspace_active(cast.river):
        assert Submission.objects.get().files_present == 1


def test_the_xml_may_come_without_a_file_name_and_files_with_names_of_any_script(field: Field, cast: Cast) -> None:
    photo = '--b\r\nContent-Disposition: form-data; name="صورة.txt"; filename="صورة.txt"\r\n\r\nhello\r\n'.encode()
    body = _part(submission_xml(photo="صورة.txt")) + photo + b"--b--\r\n"
    assert _multipart(field, body).status_code == 201
    with workspace_active(cast.river):
        assert Submission.objects.get().files.get(file__isnull=False).name == "صورة.txt"


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("/odk/", 404.2, "Expected an API version (eg /v1) at the start of the request URL."),
        ("/odk/projects/1/formList", 404.2, "Expected an API version (eg /v1) at the start of the request URL."),
        ("/odk/v2/projects/1/formList", 404.3, "Unexpected an API version (accepts: 1) (got: 2)."),
        ("/odk/v1/projects/1/nothing", 404.1, "Could not find the resource you were looking for."),
    ],
)
def test_an_address_that_leads_nowhere_is_told_as_json(cast: Cast, path: str, code: float, words: str) -> None:
    for answer in (Client().get(path), Client().post(path)):
        told = json.loads(answer.content)
        assert (answer.status_code, told["message"], told["code"]) == (404, words, code)
    assert (Client().get(path)["Cache-Control"], Client().post(path)["Cache-Control"]) == (
        "private, no-cache",
        "no-store",
    )


def test_a_method_that_an_address_does_not_know_leads_nowhere(field: Field) -> None:
    for path in ("/formList", "/forms/visit.xml", "/submission"):
        answer = Client().put(field.base + path, headers=HEADERS)
        assert (answer.status_code, json.loads(answer.content)["code"]) == (404, 404.1)
    assert Client().post(field.base + "/formList", headers=HEADERS).status_code == 404


def test_what_comes_packed_is_refused_where_json_is_read(cast: Cast, field: Field) -> None:
    amina = Program(cast, "amina")
    for packed, code in (("gzip", 400.37), ("wat", 400.37), ("identity", 400.2)):
        answer = amina.ask("POST", "/projects", {}, **{"Content-Encoding": packed})
        assert answer.json()["code"] == code


def test_a_mistake_of_ours_is_told_as_json_and_logged(
    field: Field, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pamoja.protocols.odk.submissions.receive_submission", lambda *_, **__: 1 / 0)
    client = Client(raise_request_exception=False)
    part = SimpleUploadedFile("x", submission_xml(), "text/xml")
    answer = client.post(field.base + "/submission", {"xml_submission_file": part}, headers=HEADERS)
    assert (answer.status_code, json.loads(answer.content)) == (500, {"message": "Internal Server Error"})
    assert "ZeroDivisionError" in caplog.text
