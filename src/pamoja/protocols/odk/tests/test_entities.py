"""Lists and entities over HTTP: what programs are told, what devices fetch, and who may not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from pamoja.apps.forms.entities.tests.world import SENT, UUID, finish, people_form
from pamoja.apps.forms.models import Dataset, Entity, Form, Project
from pamoja.apps.forms.services import add_collector, create_form, create_project, publish_draft, receive_submission
from pamoja.apps.forms.services.entities import create_entity
from pamoja.core.accounts.services.programs import begin_session
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

JSON = "application/json"


@dataclass
class Office:
    """A project with a form that makes and reads a list, one entity in it, and a device that fills in the form."""

    cast: Cast
    project: Project
    form: Form
    key: str

    @property
    def root(self) -> str:
        return f"/odk/v1/projects/{self.project.pk}"

    @property
    def people(self) -> str:
        return f"{self.root}/datasets/people"

    def ask(
        self, who: str, method: str, path: str, body: dict[str, object] | None = None, **headers: str
    ) -> HttpResponse:
        if who == "keyed device":
            path = path.replace("/odk/v1/", f"/odk/v1/key/{self.key}/")
        elif who != "nobody":
            headers["Authorization"] = f"Bearer {begin_session(getattr(self.cast, who))[1]}"
        return Client(headers=headers).generic(method, path, _json(body), content_type=JSON)


def _json(body: dict[str, object] | None) -> str:

    return json.dumps(body) if body is not None else ""


@pytest.fixture
def office(cast: Cast) -> Iterator[Office]:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        project = create_project(amina, "Census")
        form = create_form(amina, project, people_form())
        publish_draft(amina, form)
        body = {"uuid": UUID, "label": "Ada", "data": {"age": "20"}}
        create_entity(amina, Dataset.objects.get(), body)
        _credential, key = add_collector(amina, "Tablet", [form])
    yield Office(cast, project, form, key)


def text_of(response: HttpResponse) -> str:
    return b"".join(response).decode()


READS = ["", "/entities", "/entities/creators", f"/entities/{UUID}", f"/entities/{UUID}/versions", "/entities.csv",
         f"/entities/{UUID}/diffs", f"/entities/{UUID}/audits", f"/entities/{UUID}/geojson", "/entities.geojson",
         "/integrity"]  # fmt: skip
WRITES = [
    ("PATCH", "", {"approvalRequired": True}),
    ("POST", "/properties", {"name": "sex"}),
    ("DELETE", "/properties/age", None),
    ("POST", "/entities", {"label": "Eda"}),
    ("POST", "/entities", {"entities": [{"label": "Eda"}], "source": {"name": "x"}}),
    ("PATCH", f"/entities/{UUID}?force=true", {"label": "Eda"}),
    ("DELETE", f"/entities/{UUID}", None),
    ("POST", f"/entities/{UUID}/restore", None),
    ("POST", "/entities/bulk-delete", {"ids": [UUID]}),
    ("POST", "/entities/bulk-restore", {"ids": [UUID]}),
    ("DELETE", "", None),
]


@pytest.mark.parametrize("path", READS)
def test_who_reads_a_list(office: Office, path: str) -> None:
    seen = {}
    for who in ("amina", "ben", "chol", "nobody"):
        answer = office.ask(who, "GET", office.people + path)
        seen[who] = answer.status_code
        text_of(answer)
    assert seen == {"amina": 200, "ben": 200, "chol": 404, "nobody": 401}


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
@pytest.mark.parametrize("who", ["chol", "nobody", "keyed device"])
def test_who_changes_nothing_in_a_list(
    office: Office, who: str, method: str, path: str, body: dict[str, object] | None
) -> None:
    status = {"chol": 404, "nobody": 401, "keyed device": 403}[who]
    assert office.ask(who, method, office.people + path, body).status_code == status
    with workspace_active(office.cast.river):
        assert (Entity.objects.get().label, Dataset.objects.get().approval_required) == ("Ada", False)


@pytest.mark.parametrize(("method", "path", "body"), [each for each in WRITES if "entities" not in each[1]])
def test_a_worker_changes_no_list(office: Office, method: str, path: str, body: dict[str, object] | None) -> None:
    assert office.ask("ben", method, office.people + path, body).status_code == 403


def test_an_entity_lives_through_its_versions(office: Office) -> None:
    person = f"{office.people}/entities/{UUID}"
    assert office.ask("ben", "PATCH", person, {"label": "Eda"}).json()["code"] == 409.15
    changed = office.ask("ben", "PATCH", f"{person}?baseVersion=1", {"data": {"full_name": "Eda"}}).json()
    assert changed["currentVersion"]["data"] == {"full_name": "Eda", "age": "20"}
    versions = office.ask("amina", "GET", f"{person}/versions").json()
    assert [(v["version"], v["current"], v["lastGoodVersion"]) for v in versions] == [
        (1, False, False),
        (2, True, True),
    ]
    assert office.ask("amina", "GET", f"{person}/diffs").json() == [[{"new": "Eda", "propertyName": "full_name"}]]
    audits = office.ask("amina", "GET", f"{person}/audits").json()
    assert [a["action"] for a in audits] == ["entity.update.version", "entity.create"]
    assert audits[0]["actor"]["displayName"] == "Ben"
    assert office.ask("amina", "DELETE", person).json() == {"success": True}
    assert office.ask("amina", "GET", person).status_code == 404
    assert office.ask("amina", "POST", f"{person}/restore").json() == {"success": True}


def test_a_device_fetches_the_list_with_its_form(office: Office) -> None:
    form = f"{office.root}/forms/people"
    manifest = office.ask("keyed device", "GET", f"{form}/manifest")
    assert manifest.status_code == 400
    headers = {"X-OpenRosa-Version": "1.0"}
    listed = Client(headers=headers).get(f"{form}/manifest".replace("/v1/", f"/v1/key/{office.key}/")).content.decode()
    file = office.ask("keyed device", "GET", f"{form}/attachments/people.csv")
    assert text_of(file) == f"name,label,__version,full_name,age\n{UUID},Ada,1,,20\n"
    tag = file.headers["ETag"]
    assert '<mediaFile type="entityList">' in listed
    assert f"<hash>md5:{tag.strip(chr(34))}</hash>" in listed
    assert f"/key/{office.key}/projects/{office.project.pk}/datasets/people/integrity</integrityUrl>" in listed
    path = f"{form}/attachments/people.csv".replace("/v1/", f"/v1/key/{office.key}/")
    assert Client(headers={"If-None-Match": tag}).get(path).status_code == 304
    assert text_of(office.ask("keyed device", "GET", f"{office.people}/integrity")).count("<deleted>false") == 1


def test_another_device_learns_nothing_of_a_list(office: Office) -> None:
    with workspace_active(office.cast.river):
        _other, office.key = add_collector(office.cast.actor("amina"), "Other tablet", project=office.project)
    assert office.ask("keyed device", "GET", f"{office.people}/integrity").status_code == 403
    answer = office.ask("keyed device", "GET", f"{office.root}/forms/people/attachments/people.csv")
    assert answer.status_code == 403


def test_a_list_that_a_form_reads_from_its_beginning_was_not_changed_before_somebody_does(office: Office) -> None:
    with workspace_active(office.cast.river):
        create_form(office.cast.actor("amina"), office.project, people_form("visit"))
    files = f"{office.root}/forms/visit/draft/attachments"
    (slot,) = office.ask("amina", "GET", files).json()
    assert (slot["name"], slot["datasetExists"], "updatedAt" in slot) == ("people.csv", True, False)
    for linked in (False, True):
        told = office.ask("amina", "PATCH", f"{files}/people.csv", {"dataset": linked}).json()
        assert (told["datasetExists"], "updatedAt" in told) == (linked, True)


def test_a_draft_tells_what_it_will_do_to_lists(office: Office) -> None:
    with workspace_active(office.cast.river):
        create_form(office.cast.actor("amina"), office.project, people_form("visit", age="sex"))
    changes = f"{office.root}/forms/visit/draft/dataset-diff"
    assert office.ask("amina", "GET", changes).json() == [
        {
            "name": "people",
            "isNew": False,
            "properties": [
                {"name": "age", "isNew": False, "inForm": False},
                {"name": "full_name", "isNew": False, "inForm": True},
                {"name": "sex", "isNew": True, "inForm": True},
            ],
        }
    ]
    assert office.ask("chol", "GET", changes).status_code == 404
    assert office.ask("keyed device", "GET", changes).status_code == 403


def test_a_record_tells_what_became_of_its_entities(office: Office) -> None:
    amina = office.cast.actor("amina")
    sent = {"uuid": UUID.replace("abc", "abd"), "attributes": 'create="1"', "label": "<label>Eda</label>"}
    for number, said in enumerate(({}, {"label": ""}), 1):
        xml = SENT.format(form_id="people", version="1", answers="", number=number, **{**sent, **said})
        with workspace_active(office.cast.river):
            receive_submission(amina, office.project.pk, xml.encode())
    finish()
    records = f"{office.root}/forms/people/submissions"
    made = office.ask("amina", "GET", f"{records}/uuid:1/audits").json()
    assert [act["action"] for act in made] == ["entity.create", "submission.create"]
    assert made[0]["details"]["entity"] == {"uuid": sent["uuid"], "dataset": "people"}
    extended = office.ask("amina", "GET", f"{records}/uuid:1/audits", **{"X-Extended-Metadata": "true"}).json()
    entity = extended[0]["details"]["entity"]
    assert (entity["entityAvailable"], entity["currentVersion"]["label"]) == (True, "Eda")
    refused = office.ask("amina", "GET", f"{records}/uuid:2/audits").json()[0]
    assert refused["action"] == "entity.error"
    assert refused["details"]["errorMessage"] == "Required parameter label missing."
    assert refused["details"]["problem"]["problemCode"] == 400.2
    for who, status in {"ben": 200, "chol": 404, "nobody": 401, "keyed device": 403}.items():
        assert office.ask(who, "GET", f"{records}/uuid:1/audits").status_code == status
