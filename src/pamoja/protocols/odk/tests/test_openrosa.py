"""The addresses that collecting apps use, answered as docs/reference/openrosa.md says."""

import base64
import gzip
import hashlib
import io
import json
import logging
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from pamoja.apps.forms.contracts import Submission
from pamoja.apps.forms.services import (
    create_form,
    publish_draft,
    revoke_collector,
    set_form_file,
    set_form_state,
)
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.accounts.actors import hash_secret, new_secret
from pamoja.core.files.services import store_file
from pamoja.core.logs import JsonFormatter
from pamoja.core.testing.cast import PASSWORD, Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.field import HEADERS, Field

TOWNS = b"name,label\nkla,Kampala\n"


def test_the_list_names_the_form_with_its_hash(field: Field) -> None:
    answer = field.get("/formList")
    assert answer.status_code == 200
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    body = answer.content.decode()
    assert f"<hash>md5:{hashlib.md5(form_xml()).hexdigest()}</hash>" in body
    assert f"http://127.0.0.1:8000{field.base}/forms/visit.xml</downloadUrl>" in body
    assert "manifestUrl" not in body


def test_the_form_comes_byte_for_byte(field: Field) -> None:
    assert field.get("/forms/visit.xml").content == form_xml()


def test_a_form_comes_packed_to_who_takes_it_so(field: Field) -> None:
    answer = field.get("/forms/visit.xml", **{"Accept-Encoding": "gzip"})
    assert (answer["Content-Encoding"], answer["Vary"]) == ("gzip", "Accept-Encoding, Origin")
    assert gzip.decompress(answer.content) == form_xml()
    assert len(answer.content) < len(form_xml())


def test_a_file_of_the_form_arrives_whole_with_the_hash_that_the_manifest_gives(field: Field, cast: Cast) -> None:
    with workspace_active(cast.river):
        _publish_with_towns(cast, field)
    manifest = field.get("/forms/towns/manifest").content.decode()
    assert f"<hash>md5:{hashlib.md5(TOWNS).hexdigest()}</hash>" in manifest
    answer = field.get("/forms/towns/attachments/towns.csv")
    assert b"".join(answer.streaming_content) == TOWNS  # type: ignore[attr-defined]
    again = field.get("/forms/towns/attachments/towns.csv", **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def _publish_with_towns(cast: Cast, field: Field) -> None:
    amina = cast.actor("amina")
    names_file = b'<instance id="towns" src="jr://file-csv/towns.csv"/><bind nodeset="/data/name"'
    form = create_form(amina, field.project, form_xml("towns").replace(b'<bind nodeset="/data/name"', names_file))
    assert form.draft
    stored = store_file(io.BytesIO(TOWNS), kind="forms.form-file", name="towns.csv")
    set_form_file(amina, form.draft, "towns.csv", stored)
    publish_draft(amina, form)
    form.collectors.add(cast.river.credentials.get(name="Tablet 1"))


def test_a_submission_is_taken_with_its_photo(field: Field, cast: Cast) -> None:
    answer = field.post(submission_xml(photo="p.txt"), **{"p.txt": SimpleUploadedFile("x", b"hello", "text/plain")})
    assert answer.status_code == 201
    assert b"full submission upload was successful!" in answer.content
    with workspace_active(cast.river):
        submission = Submission.objects.get()
        assert submission.submitted_with.name == "Tablet 1"
        assert submission.files_present == 1


def test_head_tells_how_much_may_be_sent(field: Field) -> None:
    answer = Client().head(field.base + "/submission", headers=HEADERS)
    assert answer.status_code == 204
    assert answer["X-OpenRosa-Accept-Content-Length"] == "100000000"


def test_the_version_header_comes_first(field: Field) -> None:
    answer = Client().get(field.base + "/formList")
    assert answer.status_code == 400
    assert b"X-OpenRosa-Version" in answer.content


@pytest.mark.parametrize(
    ("xml", "status", "words"),
    [
        (submission_xml(name="Eve"), 409, b"different XML"),
        (submission_xml("uuid:5", version="9"), 404, b"version specified in this submission"),
        (submission_xml("uuid:5", form_id="other"), 404, b"Could not find"),
        (submission_xml("uuid:5", deprecated="uuid:4"), 404, b"(uuid:4)"),
        (b"<broken", 400, b"form ID xml attribute"),
    ],
)
def test_refusals_keep_their_codes_and_words(field: Field, xml: bytes, status: int, words: bytes) -> None:
    assert field.post(submission_xml()).status_code == 201
    answer = field.post(xml)
    assert answer.status_code == status
    assert words in answer.content
    assert b'nature="error"' in answer.content


def test_a_program_is_answered_without_anything_that_is_for_pages(field: Field, cast: Cast) -> None:
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(cast.amina)
    translation.activate("ar")  # as a page before, in this thread, may have left it
    answer = client.get(field.base + "/formList", headers=HEADERS)
    assert answer.status_code == 200
    assert translation.get_language() == "en"
    assert not answer.cookies
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_session_of_the_pages_opens_nothing_to_programs(field: Field, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.amina)
    assert client.get(f"/odk/v1/projects/{field.project.pk}/formList", headers=HEADERS).status_code == 401


def test_a_closing_form_is_not_offered_but_still_served_and_filled_in(field: Field, cast: Cast) -> None:
    with workspace_active(cast.river):
        set_form_state(cast.actor("amina"), field.form, "closing")
    assert b"<xform>" not in field.get("/formList").content
    assert field.get("/forms/visit.xml").status_code == 200
    assert field.post(submission_xml()).status_code == 201


def test_a_lost_device_is_turned_away_without_a_prompt(field: Field, cast: Cast) -> None:
    with workspace_active(cast.river):
        revoke_collector(cast.actor("amina"), cast.river.credentials.get(name="Tablet 1"))
    answer = field.get("/formList")
    assert answer.status_code == 403
    assert "WWW-Authenticate" not in answer


@pytest.mark.parametrize(
    ("path", "status"),
    [("/odk/v1/key/short/projects/{p}/formList", 401), ("/odk/v1/projects/{p}/formList", 401)],
)
def test_who_has_no_key_is_told_to_sign_in(field: Field, path: str, status: int) -> None:
    answer = Client().get(path.format(p=field.project.pk), headers=HEADERS)
    assert answer.status_code == status


def _basic(email: str, password: str = PASSWORD) -> dict[str, str]:
    return {**HEADERS, "Authorization": "Basic " + base64.b64encode(f"{email}:{password}".encode()).decode()}


def test_e_mail_and_password_serve_from_this_machine_and_not_over_plain_http(field: Field) -> None:
    url = f"/odk/v1/projects/{field.project.pk}/formList"
    assert b"<xform>" in Client().get(url, headers=_basic("ben@example.org")).content
    assert Client().get(url, headers=_basic("ben@example.org", "wrong")).status_code == 401
    assert Client().get(url, headers=_basic("ben@example.org"), REMOTE_ADDR="10.0.0.9").status_code == 401
    assert Client().get(url, headers=_basic("ben@example.org"), REMOTE_ADDR="10.0.0.9", secure=True).status_code == 200


def test_a_password_alone_does_not_serve_who_has_a_second_factor(field: Field, cast: Cast) -> None:
    url = f"/odk/v1/projects/{field.project.pk}/formList"
    Authenticator.objects.create(user=cast.ben, type=Authenticator.Type.TOTP, data={"secret": "x"})
    refused = Client().get(url, headers=_basic("ben@example.org"))
    wrong = Client().get(url, headers=_basic("ben@example.org", "wrong"))
    assert (refused.status_code, refused.content) == (401, wrong.content)
    assert Client().get(url, headers=_basic("amina@example.org")).status_code == 200


def test_people_of_another_workspace_find_no_form(field: Field) -> None:
    base = f"/odk/v1/projects/{field.project.pk}"
    chol = _basic("chol@example.org")
    assert b"<xform>" not in Client().get(base + "/formList", headers=chol).content
    assert Client().get(base + "/forms/visit.xml", headers=chol).status_code == 404
    part = SimpleUploadedFile("x", submission_xml(), "text/xml")
    answer = Client().post(base + "/submission", {"xml_submission_file": part}, headers=chol)
    assert answer.status_code == 401


def test_a_device_sees_only_the_forms_it_was_given(field: Field, cast: Cast) -> None:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        publish_draft(amina, create_form(amina, field.project, form_xml("other", title="Other")))
    assert field.get("/formList").content.count(b"<xform>") == 1
    assert field.get("/forms/other.xml").status_code == 403
    assert field.post(submission_xml(form_id="other")).status_code == 401


def test_a_test_link_reaches_the_draft_alone(field: Field, cast: Cast) -> None:
    with workspace_active(cast.river):
        draft = create_form(cast.actor("amina"), field.project, form_xml("new", title="New"))
    base = f"/odk/v1/test/{draft.draft_token}/projects/{field.project.pk}/forms/new/draft"
    assert b"New" in Client().get(base + "/formList", headers=HEADERS).content
    assert Client().get(base + ".xml").content == form_xml("new", title="New")
    assert field.post(submission_xml(form_id="new"), base).status_code == 201
    assert field.post(submission_xml(form_id="visit"), base).status_code == 400
    other = base.replace("/forms/new/", "/forms/visit/")
    assert Client().get(other + ".xml").status_code == 404
    for wrong in ("x" * 43, "%00", "a%00b"):  # PostgreSQL takes no NUL in a text
        for page in ("/formList", "/submission"):
            url = base.replace(draft.draft_token, wrong) + page
            assert Client().get(url, headers=HEADERS).status_code == 404
    with workspace_active(cast.river):
        assert Submission.objects.get().is_test


def test_ids_with_odd_characters_are_served_under_their_own_address(field: Field, cast: Cast) -> None:
    odd = "'=+/*-451%/%✅"
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        form = create_form(amina, field.project, form_xml(odd.replace("&", "&amp;")))
        publish_draft(amina, form)
        form.collectors.add(cast.river.credentials.get(name="Tablet 1"))
    listed = field.get("/formList").content.decode()
    url = listed.split("%E2%9C%85.xml</downloadUrl>")[0].rsplit("<downloadUrl>", 1)[1] + "%E2%9C%85.xml"
    path = url.removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200


def test_a_device_that_sends_its_queue_is_looked_up_once_and_a_lost_one_soon_stopped(
    field: Field, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REMEMBER_S = 2
    assert field.post(submission_xml("uuid:1")).status_code == 201
    with CaptureQueriesContext(connection) as queries:
        assert field.post(submission_xml("uuid:2")).status_code == 201
    assert not [q for q in queries.captured_queries if "accounts_credential" in q["sql"]]
    with workspace_active(cast.river):
        revoke_collector(cast.actor("amina"), cast.river.credentials.get(name="Tablet 1"))
    later = time.monotonic() + 3
    monkeypatch.setattr("pamoja.core.shortly.time.monotonic", lambda: later)
    assert field.post(submission_xml("uuid:3")).status_code == 403


ELSEWHERE = "203.0.113.9"


def sign_in(field: Field, key: str = "", password: str = "", address: str = "127.0.0.1") -> HttpResponse:
    """Ask for the list with a key, or as Amina with a password."""
    base = f"/odk/v1/key/{key}/projects/{field.project.pk}" if key else f"/odk/v1/projects/{field.project.pk}"
    headers = _basic("amina@example.org", password) if password else HEADERS
    return Client(REMOTE_ADDR=address).get(base + "/formList", headers=headers, secure=address != "127.0.0.1")


def test_guessing_passwords_is_stopped_at_the_eleventh_from_that_address_alone(field: Field) -> None:
    for _right in range(12):
        assert sign_in(field, password=PASSWORD).status_code == 200
    for number in range(10):
        assert sign_in(field, password=f"wrong {number}").status_code == 401
    stopped = sign_in(field, password="wrong again")
    assert (stopped.status_code, int(stopped["Retry-After"]) > 0) == (429, True)
    assert b"Too many wrong sign-ins" in stopped.content
    assert sign_in(field, password=PASSWORD).status_code == 429, "a guess that is right is not told from a wrong one"
    assert sign_in(field, password=PASSWORD, address=ELSEWHERE).status_code == 200
    assert sign_in(field, key=field.key).status_code == 200


def test_guessing_the_password_of_one_person_from_many_addresses_is_stopped(field: Field) -> None:
    for number in range(30):
        assert sign_in(field, password=f"wrong {number}", address=f"198.51.100.{number}").status_code == 401
    stopped = sign_in(field, password=PASSWORD, address=ELSEWHERE)
    assert (stopped.status_code, int(stopped["Retry-After"]) > 0) == (429, True)
    url, ben = f"/odk/v1/projects/{field.project.pk}/formList", _basic("ben@example.org")
    assert Client(REMOTE_ADDR=ELSEWHERE).get(url, headers=ben, secure=True).status_code == 200
    shouted = _basic(" AMINA@example.org")
    assert Client(REMOTE_ADDR=ELSEWHERE).get(url, headers=shouted, secure=True).status_code == 429
    assert sign_in(field, key=field.key).status_code == 200


def test_guessing_keys_is_stopped_and_a_right_key_opens_all_the_same(field: Field) -> None:
    for number in range(10):
        assert sign_in(field, key=f"{number:x<64}").status_code == 403
    stopped = sign_in(field, key="y" * 64)
    assert (stopped.status_code, int(stopped["Retry-After"]) > 0) == (429, True)
    assert sign_in(field, key="y" * 64, address=ELSEWHERE).status_code == 403
    assert sign_in(field, key=field.key).status_code == 200


def test_a_new_key_is_one_that_every_client_takes_and_older_ones_stay_good(field: Field, cast: Cast) -> None:
    assert re.fullmatch(r"[a-z0-9!$]{64}", field.key)
    older = new_secret()
    cast.river.credentials.filter(name="Tablet 1").update(secret_hash=hash_secret(older))
    assert sign_in(field, key=older).status_code == 200


def test_the_log_names_the_device_and_never_its_key(field: Field, cast: Cast) -> None:
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonFormatter())
    log = logging.getLogger("pamoja.requests")
    log.addHandler(handler)
    try:
        assert field.post(submission_xml()).status_code == 201
        assert Client().get(f"/odk/v1/projects/1/formList?st={field.key}", headers=HEADERS).status_code in (200, 404)
    finally:
        log.removeHandler(handler)
    first = json.loads(lines.getvalue().splitlines()[0])
    assert first["actor"] == f"device:{cast.river.credentials.get(name='Tablet 1').public_id}"
    assert "/submission" in first["route"]
    assert field.key not in lines.getvalue()
