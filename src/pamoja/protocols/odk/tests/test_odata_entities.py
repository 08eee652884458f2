"""OData of an entity list: its pages, what may be asked of it, and who may not read it."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from pamoja.apps.forms.entities.tests.world import people_form
from pamoja.apps.forms.models import Dataset
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.apps.forms.services.entities import create_entity, delete_entities
from pamoja.core.accounts.services.programs import begin_session, number_of
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

IDS = [f"1234567{number}-1234-4123-8234-123456789abc" for number in range(3)]


@pytest.fixture
def people(cast: Cast) -> Iterator[Dataset]:
    """Three people: Ann is 20, Bo 21, Cy 22."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        publish_draft(amina, create_form(amina, create_project(amina, "Census"), people_form()))
        dataset = Dataset.objects.get()
        for number, (uuid, label) in enumerate(zip(IDS, ("Ann", "Bo", "Cy"), strict=True)):
            create_entity(amina, dataset, {"uuid": uuid, "label": label, "data": {"age": f"2{number}"}})
    yield dataset


def _service(people: Dataset) -> str:
    return f"/odk/v1/projects/{people.project_id}/datasets/people.svc"


def _get(cast: Cast, who: str, address: str) -> Any:
    with workspace_active(cast.river):
        _session, secret, _csrf = begin_session(getattr(cast, who))
    return Client(headers={"Authorization": f"Bearer {secret}"}).get(address)


def _read(response: HttpResponseBase) -> Any:
    assert response.streaming
    return json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]


def _labels(cast: Cast, people: Dataset, asked: str) -> list[str]:
    return [each["label"] for each in _read(_get(cast, "amina", f"{_service(people)}/Entities{asked}"))["value"]]


def test_the_service_has_one_table(cast: Cast, people: Dataset) -> None:
    document = _get(cast, "amina", _service(people)).json()
    assert document["value"] == [{"name": "Entities", "kind": "EntitySet", "url": "Entities"}]
    assert b'Name="age"' in _get(cast, "amina", f"{_service(people)}/$metadata").content


def test_an_entity_holds_its_properties_and_what_the_server_knows(cast: Cast, people: Dataset) -> None:
    told = _read(_get(cast, "amina", f"{_service(people)}/Entities?$count=true"))
    cy = told["value"][0]
    assert (told["@odata.count"], cy["__id"], cy["label"], cy["age"]) == (3, IDS[2], "Cy", "22")
    system = cy["__system"]
    assert (system["creatorId"], system["creatorName"]) == (str(number_of(cast.amina)), "Amina")
    assert (system["version"], system["updates"], system["updatedAt"], system["conflict"]) == (1, 0, None, None)


def test_a_reader_follows_the_links_to_the_last_page(cast: Cast, people: Dataset) -> None:
    address, labels = f"{_service(people)}/Entities?$top=2", []
    while address:
        told = _read(_get(cast, "amina", address))
        labels += [each["label"] for each in told["value"]]
        link = urlsplit(told.get("@odata.nextLink", ""))
        address = f"{link.path}?{link.query}" if link.path else ""
    assert labels == ["Cy", "Bo", "Ann"]


@pytest.mark.parametrize(
    ("asked", "labels"),
    [
        (f"?$filter=__id eq '{IDS[1]}'", ["Bo"]),
        ("?$filter=__id eq 'no-uuid'", []),
        ("?$orderby=__system/createdAt asc", ["Ann", "Bo", "Cy"]),
        ("?$search=bo", ["Bo"]),
        ("?$skip=1&$top=1", ["Bo"]),
        ("?$skiptoken=01eyJ1dWlkIjoibm9uZSJ9", []),
    ],
)
def test_a_page_holds_what_is_asked_for(cast: Cast, people: Dataset, asked: str, labels: list[str]) -> None:
    assert _labels(cast, people, asked) == labels


@pytest.mark.parametrize(
    ("asked", "number"), [("", 3), ("?$search=bo", 1), (f"?$filter=__id eq '{IDS[1]}'", 1), ("?$search=%00bo", 1)]
)
def test_a_list_is_counted(cast: Cast, people: Dataset, asked: str, number: int) -> None:
    assert _get(cast, "amina", f"{_service(people)}/Entities/$count{asked}").text == str(number)


def test_what_was_put_away_is_read_only_on_demand(cast: Cast, people: Dataset) -> None:
    with workspace_active(cast.river):
        delete_entities(cast.actor("amina"), people, [IDS[0]])
    assert _labels(cast, people, "") == ["Cy", "Bo"]
    assert _labels(cast, people, "?$filter=__system/deletedAt ne null") == ["Ann"]


def test_only_what_is_selected_is_told(cast: Cast, people: Dataset) -> None:
    told = _read(_get(cast, "amina", f"{_service(people)}/Entities?$select=age,__system/version&$top=1"))
    assert told["value"] == [{"__system": {"version": 1}, "age": "22"}]


@pytest.mark.parametrize(("asked", "code"), [("$select=no", 400.23), ("$filter=age eq 1", 501.5), ("$foo=1", 501.1)])
def test_what_cannot_be_answered_is_refused_by_number(cast: Cast, people: Dataset, asked: str, code: float) -> None:
    assert _get(cast, "amina", f"{_service(people)}/Entities?{asked}").json()["code"] == code


@pytest.mark.parametrize("who", ["chol", "omar"])
@pytest.mark.parametrize("address", ["", "/$metadata", "/Entities", "/Entities/$count"])
def test_strangers_learn_nothing(cast: Cast, people: Dataset, who: str, address: str) -> None:
    response = _get(cast, who, _service(people) + address)
    assert response.status_code in (403, 404)
    assert not response.streaming


@pytest.mark.parametrize("address", ["", "/$metadata", "/Entities", "/Entities/$count"])
def test_nobody_reads_without_signing_in(people: Dataset, address: str) -> None:
    assert Client().get(_service(people) + address).status_code in (401, 403)
