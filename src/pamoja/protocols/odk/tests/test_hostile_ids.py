"""Ids that do not look like ids (emoji, spaces, what has a meaning in addresses) through every resource that names one.

Clients quote them once, as `encodeURIComponent` does.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from pamoja.apps.forms.contracts import Entity, Form
from pamoja.apps.forms.services import add_collector, create_project
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.accounts.services.programs import begin_session
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.field import HEADERS
from pamoja.protocols.odk.tests.program import Program

IDS = ["📋 visites", "a/b/../c", "50% & more?x=1#y;z", "it's (a) 'form'", "Ĉe-l'ör.v2", "%2F%25", "عائلة", "a+b c"]
RECORD = "uuid:é/✔ 1?#%"
UUID = "12345678-1234-4123-8234-123456789abc"


@dataclass
class Desk:
    """Amina's program at the addresses of one form."""

    client: Client
    project: int
    form_id: str

    @property
    def root(self) -> str:
        return f"/odk/v1/projects/{self.project}"

    @property
    def form(self) -> str:
        return f"{self.root}/forms/{quote(self.form_id, safe='')}"

    def send(self, method: str, path: str, body: Any = "", kind: str = "application/xml") -> Any:
        """The answer, which must be a right one, read to its end."""
        data = json.dumps(body) if kind.endswith("json") else body
        answer = self.client.generic(method, path, data, content_type=kind)
        content = b"".join(answer)  # type: ignore[call-overload]
        assert answer.status_code == 200, (path, content)
        return json.loads(content) if "json" in answer["Content-Type"] else content

    def get(self, path: str) -> Any:
        return self.send("GET", path)


def _xml(form_id: str, version: str = "1") -> bytes:
    return form_xml("THE-ID", version).replace(b'"THE-ID"', quoteattr(form_id).encode())


def _record(form_id: str, instance_id: str, deprecated: str = "", version: str = "1") -> bytes:
    sent = submission_xml(instance_id, form_id="THE-ID", deprecated=deprecated, version=version)
    return sent.replace(b'"THE-ID"', quoteattr(form_id).encode())


@pytest.fixture(params=IDS)
def desk(cast: Cast, request: pytest.FixtureRequest) -> Desk:
    """A published form under one of the ids, with one record."""
    with workspace_active(cast.river):
        project = create_project(cast.actor("amina"), "Visits")
    client = Client(headers={"Authorization": f"Bearer {begin_session(cast.amina)[1]}"})
    desk = Desk(client, project.pk, request.param)
    assert desk.send("POST", f"{desk.root}/forms?publish=true", _xml(desk.form_id))["xmlFormId"] == desk.form_id
    assert desk.send("POST", f"{desk.form}/submissions", _record(desk.form_id, RECORD))["instanceId"] == RECORD
    return desk


def test_a_form_is_read_and_listed(desk: Desk) -> None:
    assert desk.get(desk.form)["xmlFormId"] == desk.form_id
    assert [each["xmlFormId"] for each in desk.get(f"{desk.root}/forms")] == [desk.form_id]
    assert desk.get(f"{desk.form}.xml") == _xml(desk.form_id)
    for path in ("/fields", "/attachments", "/versions", "/versions/1", "/versions/1/fields", "/assignments"):
        assert desk.get(desk.form + path) is not None


def test_a_draft_is_made_tried_and_published(desk: Desk) -> None:
    desk.send("POST", f"{desk.form}/draft", _xml(desk.form_id, "2 / ✅"))
    draft = desk.get(f"{desk.form}/draft")
    assert (draft["xmlFormId"], draft["version"]) == (desk.form_id, "2 / ✅")
    tried = _record(desk.form_id, "uuid:test", version="2 / ✅")
    assert desk.send("POST", f"{desk.form}/draft/submissions", tried)["instanceId"] == "uuid:test"
    by_link = f"/odk/v1/test/{draft['draftToken']}{desk.form.removeprefix('/odk/v1')}/draft.xml"
    assert b"".join(Client().get(by_link)) == _xml(desk.form_id, "2 / ✅")
    desk.send("POST", f"{desk.form}/draft/publish")
    assert desk.get(f"{desk.form}/versions/{quote('2 / ✅', safe='')}")["version"] == "2 / ✅"
    assert desk.get(f"{desk.form}/versions/{quote('2 / ✅', safe='')}.xml") == _xml(desk.form_id, "2 / ✅")


def test_a_record_is_read_edited_reviewed_and_put_away(desk: Desk) -> None:
    one = f"{desk.form}/submissions/{quote(RECORD, safe='')}"
    edit = _record(desk.form_id, f"{RECORD}-2", deprecated=RECORD)
    assert desk.send("PUT", one, edit)["currentVersion"]["instanceId"] == f"{RECORD}-2"
    assert desk.send("PATCH", one, {"reviewState": "approved"}, "application/json")["reviewState"] == "approved"
    assert desk.send("POST", f"{one}/comments", {"body": "seen"}, "application/json")["body"] == "seen"
    assert desk.get(f"{one}.xml") == edit
    assert desk.get(f"{one}/versions/{quote(RECORD, safe='')}.xml") == _record(desk.form_id, RECORD)
    for path in ("/versions", "/diffs", "/attachments", "/audits", "/comments", f"/versions/{quote(RECORD, safe='')}"):
        assert desk.get(one + path) is not None
    moved = desk.client.get(f"{desk.form}/submissions/{quote(RECORD + '-2', safe='')}")
    assert (moved.status_code, desk.get(moved["Location"])["instanceId"]) == (301, f"{RECORD}-2")
    desk.send("DELETE", one)
    desk.send("POST", f"{one}/restore")


def test_records_are_told_over_odata_as_places_and_as_tables(desk: Desk) -> None:
    table = desk.get(f"{desk.form}.svc/Submissions")
    assert [row["__id"] for row in table["value"]] == [RECORD]
    key = quote(RECORD.replace("'", "''"), safe="")
    assert desk.get(f"{desk.form}.svc/Submissions('{key}')")["value"][0]["__id"] == RECORD
    below = desk.get(f"{desk.form}.svc/Submissions('{key}')/member")
    assert below["@odata.context"].startswith(f"{settings.BASE_URL}{desk.form}.svc/$metadata")
    assert etree.fromstring(desk.get(f"{desk.form}.svc/$metadata")) is not None
    for path in ("/submissions.geojson", f"/submissions/{quote(RECORD, safe='')}.geojson"):
        assert len(desk.get(desk.form + path)["features"]) == 1
    assert RECORD in desk.get(f"{desk.form}/submissions.csv").decode()
    with zipfile.ZipFile(io.BytesIO(desk.get(f"{desk.form}/submissions.csv.zip"))) as archive:
        names = archive.namelist()
        assert all("/" not in name for name in names), "a name must stay in the folder that it is unpacked to"
        assert any(RECORD in archive.read(name).decode() for name in names)


def test_links_and_devices_reach_the_form(cast: Cast, desk: Desk) -> None:
    desk.send("POST", f"{desk.form}/public-links", {"displayName": "Poster"}, "application/json")
    (link,) = desk.get(f"{desk.form}/public-links")
    assert desk.get(f"{desk.form}/public-links/{link['id']}")["displayName"] == "Poster"
    with workspace_active(cast.river):
        form = Form.objects.get(project=desk.project)
        _credential, key = add_collector(cast.actor("amina"), "Tablet", [form])
    keyed = desk.root.replace("/v1/", f"/v1/key/{key}/")
    listed = etree.fromstring(Client().get(f"{keyed}/formList", headers=HEADERS).content)
    assert [each.text for each in listed.iterfind(".//{*}formID")] == [desk.form_id]
    address = listed.findtext(".//{*}downloadUrl").partition("//")[2].partition("/")[2]
    assert b"".join(Client().get("/" + address)) == _xml(desk.form_id)
    part = SimpleUploadedFile("submission.xml", _record(desk.form_id, "uuid:tablet"), "text/xml")
    sent = Client().post(f"{keyed}/submission", {"xml_submission_file": part}, headers=HEADERS)
    assert sent.status_code == 201


def test_no_list_is_called_what_is_no_word(cast: Cast) -> None:
    with workspace_active(cast.river):
        project = create_project(cast.actor("amina"), "Visits")
    amina = Program(cast, "amina")
    for name in ("🏠", "a.b", "a/b", "__a", "1a", ""):
        assert amina.ask("POST", f"/projects/{project.pk}/datasets", {"name": name}).status_code == 400


@pytest.mark.parametrize("name", ["größe-ü", "عائلة", "a:b", "房子"])
def test_lists_and_their_properties_have_names_of_all_scripts(cast: Cast, name: str) -> None:
    with workspace_active(cast.river):
        project = create_project(cast.actor("amina"), "Visits")
    desk = Desk(Client(headers={"Authorization": f"Bearer {begin_session(cast.amina)[1]}"}), project.pk, "none")
    json_, at = "application/json", f"{desk.root}/datasets/{quote(name, safe='')}"
    assert desk.send("POST", f"{desk.root}/datasets", {"name": name}, json_)["name"] == name
    desk.send("POST", f"{at}/properties", {"name": "größe.房"}, json_)
    made = {"uuid": UUID, "label": "Ada 🌱", "data": {"größe.房": "oui ✅"}}
    assert desk.send("POST", f"{at}/entities", made, json_)["currentVersion"]["data"] == {"größe.房": "oui ✅"}
    changed = desk.send("PATCH", f"{at}/entities/{UUID}?baseVersion=1", {"data": {"größe.房": "non"}}, json_)
    assert changed["currentVersion"]["version"] == 2
    for path in ("", "/entities", f"/entities/{UUID}/versions", f"/entities/{UUID}/diffs", f"/entities/{UUID}/audits"):
        assert desk.get(at + path) is not None
    assert "Ada 🌱" in desk.get(f"{at}/entities.csv").decode()
    (row,) = desk.get(f"{at}.svc/Entities")["value"]
    assert (row["__id"], row["label"]) == (UUID, "Ada 🌱")
    assert etree.fromstring(desk.get(f"{at}.svc/$metadata")) is not None
    desk.send("DELETE", f"{at}/entities/{UUID}")
    with workspace_active(cast.river):
        assert Entity.objects.get().deleted_at
