"""Devices that sign in with a user name and a password: with a client that others wrote, over a live server."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.test import Client
from django.urls import reverse
from requests.auth import HTTPDigestAuth

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.selectors import device_user_name
from pamoja.apps.forms.services import add_link, renew_secret, revoke_collector
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.accounts.models import Credential
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.formats.digest import read_digest, response_of
from pamoja.protocols.odk import digest as module
from pamoja.protocols.odk.tests.field import HEADERS, Field


@pytest.fixture
def device(cast: Cast, field: Field) -> Iterator[Credential]:
    with workspace_active(cast.river):
        yield Credential.objects.get(name="Tablet 1")


@pytest.fixture
def name(device: Credential) -> str:
    return device_user_name(device)


def path(field: Field, rest: str = "/formList") -> str:
    return f"/odk/v1/projects/{field.project.pk}{rest}"


def asked(field: Field, rest: str = "/formList", **headers: str) -> dict[str, str]:
    """The challenge, as a reader that takes it for one finds it."""
    answer = Client().get(path(field, rest), headers={**HEADERS, **headers})
    assert answer.status_code == 401
    return dict(re.findall(r'(\w+)="?([^",]+)"?', answer["WWW-Authenticate"]))


def answered(field: Field, name: str, secret: str, nonce: str, **changed: Any) -> Any:
    """An answer to a challenge, made by hand."""
    said = {"method": "GET", "uri": path(field), "nc": "00000001", "algorithm": "MD5", "realm": "Pamoja"} | changed
    given = (
        f'username="{name}", realm="{said["realm"]}", nonce="{nonce}", uri="{said["uri"]}", cnonce="abc", qop=auth,'
        f' nc={said["nc"]}, algorithm={said["algorithm"]}, response="{{}}"'
    )
    response = response_of(read_digest(given.format("0")), said["method"], secret)
    headers = {**HEADERS, "Authorization": f"Digest {given.format(said.get('response', response))}"}
    return Client().generic("GET", path(field), headers=headers)


def test_a_client_that_others_wrote_lists_fetches_and_sends(live_server: Any, field: Field, name: str) -> None:
    session = requests.Session()
    session.auth, session.headers["X-OpenRosa-Version"] = HTTPDigestAuth(name, field.key), "1.0"
    base = live_server.url + path(field, "")
    assert "<formID>visit</formID>" in session.get(f"{base}/formList").text
    assert session.get(f"{base}/forms/visit.xml").content == form_xml()
    assert session.head(f"{base}/submission?deviceID=a%20b").status_code == 204
    part = ("submission.xml", io.BytesIO(submission_xml()), "text/xml")
    sent = session.post(f"{base}/submission?deviceID=a%20b", files={"xml_submission_file": part})
    assert sent.status_code == 201
    record = Submission.objects.get()
    assert record.submitted_with and (record.submitted_with.name, record.device_id) == ("Tablet 1", "a b")
    wrong = requests.get(f"{base}/formList", auth=HTTPDigestAuth(name, "wrong"), headers=HEADERS, timeout=10)
    assert wrong.status_code == 401


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_an_answer_is_good_once(field: Field, name: str, algorithm: str) -> None:
    nonce = asked(field)["nonce"]
    once: dict[str, Any] = {"algorithm": algorithm}
    assert answered(field, name, field.key, nonce, **once).status_code == 200
    again = answered(field, name, field.key, nonce, **once)
    assert again.status_code == 401 and "stale=true" in again["WWW-Authenticate"]
    assert answered(field, name, field.key, nonce, nc="00000002", **once).status_code == 200


def test_a_challenge_ends(field: Field, name: str, monkeypatch: Any) -> None:
    nonce, now = asked(field)["nonce"], module.now
    monkeypatch.setattr(module, "now", lambda: now() + timedelta(seconds=module.LIVES_SECONDS + 1))
    late = answered(field, name, field.key, nonce)
    assert late.status_code == 401 and "stale=true" in late["WWW-Authenticate"]
    fresh = re.findall(r'nonce="([^"]+)"', late["WWW-Authenticate"])[0]
    assert answered(field, name, field.key, fresh).status_code == 200


@pytest.mark.parametrize("nonce", ["", "AAAA", "x" * 40, "é", "A" * 40])
def test_a_challenge_of_somebody_else_is_none(field: Field, name: str, nonce: str) -> None:
    answer = answered(field, name, field.key, nonce)
    assert answer.status_code == 401 and "stale=true" in answer["WWW-Authenticate"]


@pytest.mark.parametrize(
    "changed",
    [
        {"response": "0" * 32},
        {"method": "POST"},
        {"realm": "Elsewhere"},
        {"uri": "/odk/v1/projects/999/formList"},
        {"uri": "/odk/v1/projects/1/formList?x=1"},
        {"uri": "http://["},
    ],
)
def test_an_answer_for_something_else_is_wrong(field: Field, name: str, changed: dict[str, str]) -> None:
    answer = answered(field, name, field.key, asked(field)["nonce"], **changed)
    assert answer.status_code == 401 and "stale=false" in answer["WWW-Authenticate"]


def test_only_devices_sign_in_so(cast: Cast, field: Field, name: str) -> None:
    link = add_link(cast.actor("amina"), field.form, "Poster")
    others = (f"device-{link.pk}", link.secret), ("amina@example.org", "amina"), ("device-999999", field.key), ("", "")
    for username, password in others:
        assert answered(field, username, password, asked(field)["nonce"]).status_code == 401


def test_a_lost_device_and_an_old_secret_are_turned_away(
    cast: Cast, field: Field, device: Credential, name: str
) -> None:
    secret = renew_secret(cast.actor("amina"), device)
    assert answered(field, name, field.key, asked(field)["nonce"]).status_code == 401
    assert answered(field, name, secret, asked(field)["nonce"]).status_code == 200
    revoke_collector(cast.actor("amina"), device)
    assert answered(field, name, secret, asked(field)["nonce"]).status_code == 401


def test_guessing_ends_and_right_answers_go_on(field: Field, name: str) -> None:
    guesses = [answered(field, name, "wrong", asked(field)["nonce"]).status_code for _guess in range(11)]
    assert guesses == [401] * 10 + [429]
    assert answered(field, name, field.key, asked(field)["nonce"]).status_code == 200


def test_only_who_collects_is_asked(field: Field) -> None:
    assert "WWW-Authenticate" not in Client().get(path(field, "/forms/visit.xml"))
    assert "WWW-Authenticate" not in Client().get("/odk/v1/projects", headers={"Authorization": "Bearer x"})
    assert asked(field, Authorization="Digest nothing")["algorithm"]


def test_the_page_of_a_new_device_tells_its_name_and_password_once(
    cast: Cast, field: Field, device: Credential
) -> None:
    client = cast.client("amina")
    page = client.post(reverse("forms:renew_device", args=[device.public_id])).text
    assert device_user_name(device) in page and f"/odk/v1/projects/{field.project.pk}<" in page
    assert device_user_name(device) not in client.get(reverse("forms:device", args=[device.public_id])).text
