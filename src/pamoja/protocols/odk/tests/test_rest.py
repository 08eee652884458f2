"""Who may do what through the ODK Central API, signed in with e-mail and password or a secret."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.services import assign_role, clear_record_file, files_of, replace_draft
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.accounts.jobs import forget_sessions
from pamoja.core.accounts.models import Grant, ProgramSession, User
from pamoja.core.accounts.services.programs import begin_session, number_of
from pamoja.core.clock import now
from pamoja.core.events.models import Event
from pamoja.core.files.services import read_chunks
from pamoja.core.testing.cast import DEVICE_SECRET, PASSWORD, TOKEN_SECRET, Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.field import HEADERS, Field

EVERYBODY = ("amina", "ben", "dina", "chol", "omar", "device", "token", "nobody")
RECORD = "/forms/visit/submissions/uuid:one"


def asking(cast: Cast, who: str) -> Client:
    """A program that works for one of the cast."""
    if who == "nobody":
        return Client()
    if who in ("device", "token"):
        secret = DEVICE_SECRET if who == "device" else TOKEN_SECRET
    else:
        _session, secret, _csrf = begin_session(getattr(cast, who))
    return Client(headers={"Authorization": f"Bearer {secret}"})


def statuses(cast: Cast, method: str, path: str, body: Any = None) -> dict[str, int]:
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return {who: getattr(asking(cast, who), method)(path, **sent).status_code for who in EVERYBODY}


@pytest.fixture
def record(cast: Cast, field: Field) -> str:
    """The address of a record that the field's device has sent."""
    sent = submission_xml("uuid:one")
    assert field.post(sent).status_code == 201
    return f"/odk/v1/projects/{field.project.pk}/forms/{field.form.xml_form_id}/submissions/uuid:one"


@pytest.mark.parametrize(
    "path",
    ["", ".xml", "/versions", "/versions/uuid:one", "/versions/uuid:one.xml", "/diffs", "/attachments", "/comments"],
)
def test_who_may_read_a_record(cast: Cast, record: str, path: str) -> None:
    told = statuses(cast, "get", record + path)
    may = {who for who, status in told.items() if status == 200}
    assert may == {"amina", "ben", "token"}  # Dina's district holds no record of this form
    assert {told[who] for who in ("chol", "omar")} == {404}, "of elsewhere: nothing exists for them"
    assert (told["dina"], told["device"], told["nobody"]) == (404, 403, 401)


def test_the_list_of_records_tells_nobody_of_what_they_may_not_see(cast: Cast, record: str) -> None:
    listed = record.rpartition("/")[0]
    assert statuses(cast, "get", listed) == {
        "amina": 200, "ben": 200, "dina": 200, "token": 200, "chol": 404, "omar": 404, "device": 403, "nobody": 401,
    }  # fmt: skip
    assert [len(asking(cast, who).get(listed).json()) for who in ("amina", "dina")] == [1, 0]


def test_who_may_review_a_record(cast: Cast, record: str) -> None:
    told = statuses(cast, "patch", record, {"reviewState": "approved"})
    assert {who for who, status in told.items() if status == 200} == {"amina", "ben"}
    with workspace_active(cast.river):
        assert Submission.objects.get().review_state == "approved"


def test_who_may_put_a_record_away(cast: Cast, record: str) -> None:
    for who in ("ben", "dina", "chol", "omar", "device", "token", "nobody"):
        assert asking(cast, who).delete(record).status_code in (401, 403, 404)
    assert asking(cast, "amina").delete(record).status_code == 200
    assert asking(cast, "amina").get(record).status_code == 404
    assert asking(cast, "ben").post(record + "/restore").status_code == 403
    assert asking(cast, "amina").post(record + "/restore").status_code == 200


def test_a_file_of_an_earlier_version_outlives_the_edit_that_replaced_it(cast: Cast, field: Field) -> None:
    amina = asking(cast, "amina")
    base = f"/odk/v1/projects/{field.project.pk}/forms/{field.form.xml_form_id}/submissions"
    first = submission_xml("uuid:one", photo="a.jpg")
    second = submission_xml("uuid:two", photo="a.jpg", deprecated="uuid:one")
    assert field.post(first).status_code == 201
    name = f"{base}/uuid:one/attachments/a.jpg"
    assert amina.post(name, b"old", content_type="image/jpeg").status_code == 200
    assert amina.put(f"{base}/uuid:one", second, content_type="text/xml").status_code == 200
    with workspace_active(cast.river):
        before, now = Submission.objects.get().versions.order_by("number")
        assert files_of(before).keys() == files_of(now).keys() == {"a.jpg"}
        clear_record_file(cast.actor("amina"), now, "a.jpg")
        assert files_of(now) == {"a.jpg": None}
        kept = files_of(before)["a.jpg"]
        assert kept is not None and b"".join(read_chunks(kept)) == b"old"


def test_signing_in_takes_the_right_password_and_ends_with_the_session(cast: Cast, field: Field) -> None:
    client = Client()
    sign_in = {"email": cast.amina.email.upper(), "password": PASSWORD}
    told = client.post("/odk/v1/sessions", json.dumps(sign_in), content_type="application/json").json()
    assert set(told) == {"token", "csrf", "createdAt", "expiresAt"} and len(told["token"]) == 64
    amina = Client(headers={"Authorization": f"Bearer {told['token']}"})
    assert amina.get("/odk/v1/users/current").json()["email"] == cast.amina.email
    assert amina.delete("/odk/v1/sessions/current").status_code == 200
    assert amina.get("/odk/v1/users/current").status_code == 401
    wrong = client.post("/odk/v1/sessions", json.dumps(sign_in | {"password": "x"}), content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (401, 401.2)


def test_who_has_no_workspace_cannot_sign_in(cast: Cast) -> None:
    sign_in = json.dumps({"email": cast.omar.email, "password": PASSWORD})
    assert Client().post("/odk/v1/sessions", sign_in, content_type="application/json").status_code == 401
    assert not ProgramSession.objects.exists()


def test_accounts_are_managed_by_who_manages_the_workspace(cast: Cast, field: Field) -> None:
    new = {"email": "new@example.org", "password": "four unrelated words here"}
    told = statuses(cast, "post", "/odk/v1/users", new)
    assert {who for who, status in told.items() if status in (200, 409)} == {"amina", "chol"}
    assert User.objects.filter(email="new@example.org").count() == 1


def test_an_owner_gains_nothing_over_an_account_that_works_elsewhere_too(cast: Cast, field: Field) -> None:
    Grant.objects.create(workspace=cast.river, user=cast.chol, role="member")
    amina, number = asking(cast, "amina"), number_of(cast.chol)
    for changes in ({"email": "mine@example.org"}, {"password": "four unrelated words here"}):
        answer = amina.patch(f"/odk/v1/users/{number}", json.dumps(changes), content_type="application/json")
        assert answer.status_code == 403
    cast.chol.refresh_from_db()
    assert cast.chol.email == "chol@example.org" and cast.chol.check_password(PASSWORD)


def test_people_of_another_workspace_have_no_number_here(cast: Cast, field: Field) -> None:
    amina = asking(cast, "amina")
    for path in (f"users/{number_of(cast.chol)}", f"users/{number_of(cast.omar)}"):
        assert amina.get(f"/odk/v1/{path}").status_code == 404
    give = f"/odk/v1/projects/{field.project.pk}/assignments/manager/{number_of(cast.chol)}"
    assert amina.post(give).status_code == 404


def test_a_manager_of_one_project_works_in_that_project_alone(cast: Cast, field: Field) -> None:
    eve = User.objects.create_user("eve@example.org")
    with workspace_active(cast.river):
        assign_role(cast.actor("amina"), eve, "manager", field.project)
    _session, secret, _csrf = begin_session(eve)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    project = f"/odk/v1/projects/{field.project.pk}"
    assert client.get(f"{project}/app-users").status_code == 200
    assert client.get("/odk/v1/users").json() == []
    refused = [client.post("/odk/v1/projects", json.dumps({"name": "x"}), content_type="application/json")]
    refused += [client.get("/odk/v1/assignments"), client.get("/odk/v1/config/logo")]
    assert {answer.status_code for answer in refused} == {403}


def test_secrets_of_devices_are_told_to_who_looks_after_them(cast: Cast, field: Field) -> None:
    told = statuses(cast, "get", f"/odk/v1/projects/{field.project.pk}/app-users")
    assert {who for who, status in told.items() if status == 200} == {"amina"}
    [device] = asking(cast, "amina").get(f"/odk/v1/projects/{field.project.pk}/app-users").json()
    assert device["token"] == field.key
    assert asking(cast, "amina").delete(f"/odk/v1/projects/{field.project.pk}/app-users/{device['id']}").json()
    assert field.get("/formList").status_code == 403


def test_a_file_that_came_with_an_edit_is_none_of_the_version_before(cast: Cast, field: Field) -> None:
    assert field.post(submission_xml("uuid:one", photo="a.jpg")).status_code == 201
    photo = SimpleUploadedFile("a.jpg", b"new", "image/jpeg")
    edit = submission_xml("uuid:two", photo="a.jpg", deprecated="uuid:one")
    assert field.post(edit, "", **{"a.jpg": photo}).status_code == 201
    with workspace_active(cast.river):
        before, now = Submission.objects.get().versions.order_by("number")
        assert files_of(before) == {"a.jpg": None} and files_of(now)["a.jpg"] is not None


def test_who_may_send_a_test_record_to_a_draft(cast: Cast, field: Field) -> None:
    with workspace_active(cast.river):
        replace_draft(cast.actor("amina"), field.form, form_xml(version="2"))
    address = f"/odk/v1/projects/{field.project.pk}/forms/visit/draft"
    told = {}
    for who in EVERYBODY:
        part = SimpleUploadedFile("submission.xml", submission_xml(f"uuid:{who}", version="2"), "text/xml")
        sent = asking(cast, who).post(f"{address}/submission", {"xml_submission_file": part}, headers=HEADERS)
        told[who] = sent.status_code
    assert {who for who, status in told.items() if status == 201} == {"amina", "ben", "dina", "device"}
    with workspace_active(cast.river):
        assert Submission.objects.filter(is_test=True).count() == 4 and not Submission.objects.filter(is_test=False)


def test_a_damaged_photo_that_is_put_in_its_place_is_kept_as_it_came_and_told_of(cast: Cast, field: Field) -> None:
    damaged = b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00 and then nothing"
    assert field.post(submission_xml("uuid:one", photo="a.jpg")).status_code == 201
    name = f"/odk/v1/projects/{field.project.pk}/forms/visit/submissions/uuid:one/attachments/a.jpg"
    assert asking(cast, "amina").post(name, damaged, content_type="image/jpeg").status_code == 200
    answer = asking(cast, "amina").get(name)
    assert b"".join(answer.streaming_content) == damaged  # type: ignore[attr-defined]
    assert answer["X-Content-Type-Options"] == "nosniff"  # whatever it is, no browser makes a page of it
    told = Event.objects.filter(name="submission.completed").get()
    assert told.data["form"] == str(field.form.public_id) and told.data["number"] == 1


def test_who_may_put_a_file_into_a_record(cast: Cast, field: Field) -> None:
    assert field.post(submission_xml("uuid:one", photo="a.jpg")).status_code == 201
    name = f"/odk/v1/projects/{field.project.pk}/forms/visit/submissions/uuid:one/attachments/a.jpg"
    told = {who: asking(cast, who).post(name, b"x", content_type="text/plain").status_code for who in EVERYBODY}
    assert {who for who, status in told.items() if status == 200} == {"amina", "ben"}
    with workspace_active(cast.river):
        assert Submission.objects.get().files_present == 1


def test_sessions_that_have_ended_open_nothing_and_are_forgotten(cast: Cast, field: Field) -> None:
    ended, secret, _csrf = begin_session(cast.amina)
    live, _secret, _csrf = begin_session(cast.amina)
    ProgramSession.objects.filter(pk=ended.pk).update(expires_at=now())
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert client.get("/odk/v1/users/current").status_code == 401
    assert forget_sessions() == 1
    assert list(ProgramSession.objects.all()) == [live]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"email": "\\u0000"}',
        b'{"email": ["\\ud800"]}',
        b'{"email": "\xed\xa0\x80"}',
        b'{"email": ' + b"[" * 100_000,
    ],
)
def test_json_that_cannot_be_read_or_kept_is_refused(cast: Cast, body: bytes) -> None:
    answer = Client().post("/odk/v1/sessions", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, 400.1)


def test_json_in_ascii_is_read_as_it_is(cast: Cast) -> None:
    named = asking(cast, "amina").post(
        "/odk/v1/projects", b'{"name": "\\ud83c\\udf31 \\\\u0000"}', content_type="application/json"
    )
    assert named.json()["name"] == "\N{SEEDLING} \\u0000"


def test_who_has_the_plain_list_of_records_is_still_told_more_on_wish(cast: Cast, record: str) -> None:
    amina, path = asking(cast, "amina"), record.rpartition("/")[0]
    known = {"If-None-Match": amina.get(path).headers["ETag"]}
    assert amina.get(path, headers=known).status_code == 304
    (extended,) = amina.get(path, headers={**known, "X-Extended-Metadata": "true"}).json()
    assert extended["currentVersion"]["submitter"] and extended["submitter"]


def test_a_page_of_records_begins_and_ends_at_a_number_from_0_on(cast: Cast, record: str) -> None:
    amina, path = asking(cast, "amina"), record.rpartition("/")[0]
    assert len(amina.get(f"{path}?limit=1&offset=0").json()) == 1
    for query in ("limit=-1", "offset=-1", f"offset={10**30}"):
        assert amina.get(f"{path}?{query}").json()["code"] == 400.22
