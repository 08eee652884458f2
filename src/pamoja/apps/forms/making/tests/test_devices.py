"""Devices: who may add and revoke them, what their code says, and what they may do afterwards."""

import base64
import json
import re
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.making import connecting
from pamoja.apps.forms.models import Form, Project
from pamoja.apps.forms.services import add_collector, create_form, publish_draft
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.core.accounts.models import Credential
from pamoja.core.clock import now
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast

DEVICES = "/forms/devices/"
OPENROSA = {"X-OpenRosa-Version": "1.0"}


def listed(cast: Cast, url: str) -> Any:
    return cast.client("nobody").get(f"{url}/formList", headers=OPENROSA)


def shown_url(page: str) -> str:
    found = re.search(r"http://[^<\s]+/odk/v1/key/[^<\s]+", page)
    assert found
    return re.sub(r"^http://[^/]+", "", found[0])


@pytest.fixture
def tablet(river: Cast, form: Form) -> Credential:
    return add_collector(system_actor("test", river.river), "Tablet 1", [form])[0]


@pytest.mark.parametrize(
    ("name", "status"), [("amina", 200), ("ben", 403), ("dina", 403), ("chol", 200), ("omar", 403), ("nobody", 302)]
)
def test_who_sees_the_devices(river: Cast, tablet: Credential, name: str, status: int) -> None:
    answer = river.client(name).get(DEVICES)
    assert answer.status_code == status
    assert ("Tablet 1" in answer.text) is (name == "amina")


def test_the_list_counts_the_forms_of_each_device(river: Cast, tablet: Credential) -> None:
    lines = b"".join(river.client("amina").get(f"{DEVICES}?export=csv").streaming_content).decode().splitlines()
    assert {line.split(",")[0]: line.split(",")[1] for line in lines[1:]} == {"Tablet 1": "1", "device": "0"}


def test_a_new_device_is_shown_its_address_once_and_fetches_its_form(river: Cast, form: Form) -> None:
    url = reverse("forms:add_device", args=[form.project_id])
    page = river.client("amina").post(url, {"name": "Tablet 9", "forms": [form.pk]}).text
    made = Credential.objects.get(name="Tablet 9")
    address = shown_url(page)
    assert "visit" in listed(river, address).text
    made.refresh_from_db()
    assert made.last_used_at is not None
    again = river.client("amina").get(reverse("forms:device", args=[made.public_id])).text
    assert "/odk/v1/key/" not in again


def test_the_code_holds_the_settings_that_collect_reads(
    river: Cast, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    real = connecting.segno.make
    monkeypatch.setattr(connecting.segno, "make", lambda text, **kw: texts.append(text) or real(text, **kw))
    url = reverse("forms:add_device", args=[form.project_id])
    page = river.client("amina").post(url, {"name": "Tablet 9", "forms": [form.pk]}).text
    settings = json.loads(zlib.decompress(base64.b64decode(texts[0])))
    assert settings["general"]["server_url"].endswith(shown_url(page))
    assert settings["project"]["name"] == "Household survey"


@pytest.mark.parametrize(("name", "status"), [("ben", 403), ("dina", 403), ("chol", 404), ("nobody", 302)])
def test_who_may_not_add_a_device(river: Cast, project: Project, name: str, status: int) -> None:
    url = reverse("forms:add_device", args=[project.pk])
    assert river.client(name).post(url, {"name": "Mine"}).status_code == status
    assert not Credential.objects.filter(name="Mine").exists()


@pytest.mark.parametrize("what", ["device", "renew_device", "revoke_device"])
@pytest.mark.parametrize(("name", "status"), [("ben", 404), ("dina", 404), ("chol", 404), ("nobody", 302)])
def test_who_may_not_touch_a_device(river: Cast, tablet: Credential, what: str, name: str, status: int) -> None:
    before = tablet.secret_hash
    assert river.client(name).post(reverse(f"forms:{what}", args=[tablet.public_id])).status_code == status
    tablet.refresh_from_db()
    assert (tablet.secret_hash, tablet.revoked_at) == (before, None)


def test_a_new_code_ends_the_old_one_and_a_revoked_device_gets_nothing(river: Cast, form: Form) -> None:
    device, secret = add_collector(system_actor("test", river.river), "Tablet 1", [form])
    old = f"/odk/v1/key/{secret}/projects/{form.project_id}"
    client = river.client("amina")
    new = shown_url(client.post(reverse("forms:renew_device", args=[device.public_id])).text)
    assert (listed(river, old).status_code, listed(river, new).status_code) == (403, 200)
    client.post(reverse("forms:revoke_device", args=[device.public_id]))
    assert listed(river, new).status_code == 403
    assert client.post(reverse("forms:renew_device", args=[device.public_id])).status_code == 403


def test_the_forms_of_a_device_are_chosen(river: Cast, form: Form, tablet: Credential) -> None:
    system = system_actor("test", river.river)
    other = create_form(system, form.project, form_xml(form_id="other", title="Other"))
    publish_draft(system, other)
    url = reverse("forms:device", args=[tablet.public_id])
    client = river.client("amina")
    assert "Other" in client.get(url).text
    client.post(url, {"forms": [other.pk]})
    assert list(Form.objects.filter(collectors=tablet)) == [other]


def test_last_use_is_noted_to_five_minutes(river: Cast, form: Form) -> None:
    device, secret = add_collector(system_actor("test", river.river), "Tablet 1", [form])
    url = f"/odk/v1/key/{secret}/projects/{form.project_id}"
    lately, earlier = now() - timedelta(minutes=4), now() - timedelta(minutes=6)
    for before, is_noted in ((lately, False), (earlier, True)):
        Credential.objects.filter(pk=device.pk).update(last_used_at=before)
        listed(river, url)
        device.refresh_from_db()
        assert (device.last_used_at != before) is is_noted
