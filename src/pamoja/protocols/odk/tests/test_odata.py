"""OData over HTTP: documents, pages and records; who reads what; how failures are worded."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from lxml import etree

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission, replace_draft
from pamoja.apps.forms.services.records import delete_submission
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.accounts.services.programs import begin_session
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

HARD_ID = "'=+/*-451%/% ✅"


@pytest.fixture
def form(cast: Cast) -> Iterator[Form]:
    """A published form with two records of two members each."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        form = create_form(amina, create_project(amina, "Visits"), form_xml())
        publish_draft(amina, form)
        for number in (1, 2):
            receive_submission(amina, form.project_id, submission_xml(f"uuid:{number}", name=f"N{number}"))
    yield form


def _service(form: Form, form_id: str = "visit") -> str:
    return f"/odk/v1/projects/{form.project_id}/forms/{form_id}.svc"


def _as(cast: Cast, who: str) -> Client:
    if who in ("device", "token"):
        return cast.client(who)
    with workspace_active(cast.river):
        _session, secret, _csrf = begin_session(getattr(cast, who))
    return Client(headers={"Authorization": f"Bearer {secret}"})


def _read(response: HttpResponseBase) -> Any:
    assert response.streaming
    return json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]


def test_the_service_document_names_the_tables(cast: Cast, form: Form) -> None:
    response = _as(cast, "amina").get(_service(form))
    assert response.headers["OData-Version"] == "4.0"
    assert response.headers["Content-Type"] == "application/json; charset=utf-8; odata.metadata=minimal"
    assert response.json()["@odata.context"].endswith(f"{_service(form)}/$metadata")
    assert [each["url"] for each in response.json()["value"]] == ["Submissions", "Submissions.member"]


@pytest.mark.parametrize("address", ["$metadata", "%24metadata"])
def test_the_metadata_document_is_xml(cast: Cast, form: Form, address: str) -> None:
    response = _as(cast, "amina").get(f"{_service(form)}/{address}")
    assert (response.status_code, response.headers["OData-Version"]) == (200, "4.0")
    assert etree.fromstring(response.content).tag.endswith("Edmx")


def test_a_table_is_read_whole(cast: Cast, form: Form) -> None:
    told = _read(_as(cast, "amina").get(f"{_service(form)}/Submissions"))
    assert list(told) == ["@odata.context", "value"]
    assert told["@odata.context"].endswith("/$metadata#Submissions")
    assert [row["name"] for row in told["value"]] == ["N2", "N1"]


def test_a_reader_follows_the_links_to_the_last_page(cast: Cast, form: Form) -> None:
    client, names = _as(cast, "amina"), []
    address = f"{_service(form)}/Submissions.member?$top=3&$count=true&$skip=0"
    while address:
        told = _read(client.get(address))
        names += [row["who"] for row in told["value"]]
        assert told["@odata.count"] == 4
        link = urlsplit(told.get("@odata.nextLink", ""))
        assert "$skip" not in dict(parse_qsl(link.query))
        address = f"{link.path}?{link.query}" if link.path else ""
    assert names == ["A", "B", "A", "B"]


@pytest.mark.parametrize("key", ["uuid:1", "uuid%3A1"])
def test_one_record_is_read_by_its_key(cast: Cast, form: Form, key: str) -> None:
    told = _read(_as(cast, "amina").get(f"{_service(form)}/Submissions('{key}')"))
    assert [row["name"] for row in told["value"]] == ["N1"]


def test_the_links_of_a_record_lead_to_its_repeats(cast: Cast, form: Form) -> None:
    client = _as(cast, "amina")
    (record,) = _read(client.get(f"{_service(form)}/Submissions('uuid:1')"))["value"]
    members = _read(client.get(f"{_service(form)}/{record['member@odata.navigationLink']}?$count=true"))
    assert members["@odata.count"] == 2
    assert {row["__Submissions-id"] for row in members["value"]} == {"uuid:1"}
    first = members["value"][0]
    one = _read(client.get(f"{_service(form)}/Submissions('uuid:1')/member('{first['__id']}')"))
    assert one["value"] == [first]


def test_hostile_form_and_record_ids_are_addressed(cast: Cast, form: Form) -> None:
    quoted = "%27%3D%2B%2F%2A-451%25%2F%25%20%E2%9C%85"
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, form.project, form_xml(HARD_ID))
        publish_draft(amina, made)
        receive_submission(amina, form.project_id, submission_xml("it's / \N{HEAVY CHECK MARK}", form_id=HARD_ID))
    told = _read(_as(cast, "amina").get(f"{_service(form, quoted)}/Submissions?$top=1"))
    assert told["@odata.context"].endswith(f"forms/{quoted}.svc/$metadata#Submissions")
    key = "it%27%27s%20%2F%20%E2%9C%94"
    told = _read(_as(cast, "amina").get(f"{_service(form, quoted)}/Submissions('{key}')/member"))
    assert len(told["value"]) == 2


def test_a_draft_has_a_service_of_its_own(cast: Cast, form: Form) -> None:
    address = _service(form).replace(".svc", "/draft.svc")
    client = _as(cast, "amina")
    assert client.get(address).status_code == 404
    with workspace_active(cast.river):
        replace_draft(cast.actor("amina"), form, form_xml(version="2"))
        receive_submission(cast.actor("amina"), form.project_id, submission_xml("uuid:t", version="2"), draft_of=form)
    assert [row["__id"] for row in _read(client.get(f"{address}/Submissions"))["value"]] == ["uuid:t"]
    assert len(_read(client.get(f"{_service(form)}/Submissions"))["value"]) == 2


def test_who_has_the_page_is_not_sent_it_again(cast: Cast, form: Form) -> None:
    client, address = _as(cast, "amina"), f"{_service(form)}/Submissions"
    first = client.get(address)
    _read(first)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"]) == (304, first.headers["ETag"])
    with workspace_active(cast.river):
        delete_submission(cast.actor("amina"), Submission.objects.get(instance_id="uuid:1"))
    assert len(_read(client.get(address, headers={"If-None-Match": first.headers["ETag"]}))["value"]) == 1


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("/Submissions?$filter=hello my dear", 400, 400.18),
        ("/Submissions?$filter=name eq 'x'", 501, 501.5),
        ("/Submissions?$select=nothing", 400, 400.23),
        ("/Submissions?$apply=x", 501, 501.1),
        ("/Submissions?$skiptoken=x", 400, 400.35),
        ("/Submissions?$format=xml", 406, 406.1),
        ("/Submissions.nothing", 404, 404.1),
        ("/Submissions('uuid:9')", 404, 404.1),
        ("/Submissions('uuid:1')/nothing", 404, 404.1),
        ("/Submissions('uuid:1')/member('x", 404, 404.1),
        ("/Nothing", 404, 404.1),
    ],
)
def test_what_cannot_be_answered_is_refused_by_number(
    cast: Cast, form: Form, asked: str, status: int, code: float
) -> None:
    response = _as(cast, "amina").get(_service(form) + asked)
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_failure_to_give_metadata_is_told_in_xml(cast: Cast, form: Form) -> None:
    response = _as(cast, "amina").get(f"{_service(form, 'nothing')}/$metadata")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/xml; charset=utf-8")
    assert etree.fromstring(response.content).get("code") == "404.1"


ADDRESSES = (
    "",
    "/$metadata",
    "/Submissions",
    "/Submissions.member",
    "/Submissions('uuid:1')",
    "/Submissions('uuid:1')/member",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_reads_without_signing_in(cast: Cast, form: Form, address: str) -> None:
    assert Client().get(_service(form) + address).status_code in (401, 403)


@pytest.mark.parametrize("who", ["device", "chol", "omar"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_read_no_records_learns_nothing(cast: Cast, form: Form, address: str, who: str) -> None:
    response = _as(cast, who).get(_service(form) + address)
    assert response.status_code in (403, 404)
    assert not response.streaming


def test_a_field_worker_reads_no_record_of_another_district(cast: Cast, form: Form) -> None:
    client = _as(cast, "dina")
    assert _read(client.get(f"{_service(form)}/Submissions"))["value"] == []
    assert _read(client.get(f"{_service(form)}/Submissions.member?$count=true"))["@odata.count"] == 0
    assert client.get(f"{_service(form)}/Submissions('uuid:1')").status_code == 404
