"""Filling in the browser: who may open and send, what is stored, and in which words it fails."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamoja.apps.forms.models import AnswerRow, Form, FormFile, Submission
from pamoja.apps.forms.services import encrypt_project, replace_draft, set_form_file, set_form_state
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.files.services import store_file
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

WHO = [("amina", 200), ("ben", 200), ("dina", 200), ("chol", 404), ("omar", 403), ("nobody", 302)]


def address(form: Form, name: str, *more: object) -> str:
    return reverse(f"forms:{name}", args=[form.pk, *more])


def answers(**changes: str) -> dict[str, Any]:
    return {"xml_submission_file": io.BytesIO(submission_xml(**changes))}


@pytest.mark.parametrize("page", ["fill", "fill_xml", "sent"])
@pytest.mark.parametrize(("name", "status"), WHO)
def test_who_may_fill_in(river: Cast, form: Form, page: str, name: str, status: int) -> None:
    answer = river.client(name).get(address(form, page))
    assert answer.status_code == status
    if page == "fill_xml" and status == 200:
        assert answer.content == form_xml()


@pytest.mark.parametrize(("name", "status"), WHO)
def test_who_may_send(river: Cast, form: Form, name: str, status: int) -> None:
    answer = river.client(name).post(address(form, "submit"), answers())
    assert answer.status_code == (201 if status == 200 else status)
    assert Submission.objects.count() == (1 if status == 200 else 0)


def test_what_a_person_sends_is_theirs_and_carries_its_photo(river: Cast, form: Form) -> None:
    photo = io.BytesIO(b"not an image, kept all the same")
    sent = {**answers(photo="p.jpg"), "p.jpg": photo}
    assert river.client("ben").post(address(form, "submit"), sent).status_code == 201
    row = Submission.objects.get()
    assert (row.submitted_by, row.is_test, row.files_present) == (river.ben, False, 1)
    assert AnswerRow.objects.get(submission=row, table="Submissions").answers["/name"] == "Ada"


def test_sending_needs_the_token_of_the_page(river: Cast, form: Form) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(river.amina)
    assert strict.post(address(form, "submit"), answers()).status_code == 403
    page = strict.get(address(form, "fill")).text
    token = re.search(r'data-csrf="([^"]+)"', page)
    assert token
    sent = strict.post(address(form, "submit"), answers(), headers={"X-CSRFToken": token[1]})
    assert sent.status_code == 201


def test_the_page_may_run_webassembly_and_styles_of_its_own_nonce_only(river: Cast, form: Form) -> None:
    first, second = (river.client("ben").get(address(form, "fill")) for _ in range(2))
    policy = first.headers["Content-Security-Policy"]
    nonce = re.search(r"style-src 'self' 'nonce-([\w-]+)';", policy)
    assert nonce and f'data-style-nonce="{nonce[1]}"' in first.text
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "unsafe-inline" not in policy
    assert policy != second.headers["Content-Security-Policy"]


def test_a_closed_form_and_missing_answers_say_so(river: Cast, form: Form) -> None:
    client = river.client("ben")
    assert client.post(address(form, "submit"), {}).status_code == 400
    set_form_state(system_actor("test", river.river), form, Form.State.CLOSED)
    assert client.post(address(form, "submit"), answers()).status_code == 409
    page = client.get(address(form, "fill"))
    assert page.status_code == 409
    assert "takes no more submissions" in page.text


@pytest.mark.parametrize(("name", "status"), [("amina", 200), ("ben", 403), ("dina", 403), ("chol", 404)])
def test_a_draft_is_tried_by_those_who_may_change_it(river: Cast, form: Form, name: str, status: int) -> None:
    replace_draft(system_actor("test", river.river), form, form_xml(version="2"))
    client = river.client(name)
    assert client.get(address(form, "fill_draft")).status_code == status
    xml = client.get(address(form, "fill_xml_draft"))
    sent = client.post(address(form, "submit_draft"), answers(version="2"))
    assert (xml.status_code, sent.status_code) == ((200, 201) if status == 200 else (status, status))
    assert [row.is_test for row in Submission.objects.all()] == ([True] if status == 200 else [])


def test_without_a_draft_there_is_nothing_to_try(river: Cast, form: Form) -> None:
    assert river.client("amina").get(address(form, "fill_draft")).status_code == 404


def test_a_form_fetches_its_files_under_their_names(river: Cast, form: Form) -> None:
    system = system_actor("test", river.river)
    assert form.published is not None
    FormFile.objects.create(version=form.published, name="ville à côté.csv", type="file")
    stored = store_file(io.BytesIO(b"name,label\n"), kind="forms.form-file", name="x.csv")
    set_form_file(system, form.published, "ville à côté.csv", stored)
    url = address(form, "fill_file", "ville à côté.csv")
    answer = river.client("dina").get(url)
    assert b"".join(answer.streaming_content) == b"name,label\n"
    assert river.client("chol").get(url).status_code == 404
    assert river.client("dina").get(address(form, "fill_file", "other.csv")).status_code == 404


def test_a_page_that_asks_for_json_is_told_what_is_wrong_in_the_readers_language(river: Cast, form: Form) -> None:
    with workspace_active(river.river):
        set_form_state(river.actor("amina"), form, "closed")
    headers = {"Accept": "application/problem+json, */*", "Accept-Language": "fr"}
    answer = river.client("ben").post(address(form, "submit"), answers(), headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["title"] != "The form takes no more submissions"
    assert answer.json()["code"] == "form-closed"


def test_an_encrypted_form_is_filled_in_on_devices_alone(river: Cast, form: Form) -> None:
    encrypt_project(river.actor("amina"), form.project, "long enough for me")
    client = river.client("amina")
    assert client.get(address(form, "fill")).status_code == 409
    assert client.post(address(form, "submit"), answers()).status_code == 409
    assert address(form, "fill") not in client.get(address(form, "form")).text
