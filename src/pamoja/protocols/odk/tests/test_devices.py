"""Devices and public links over the ODK Central API: who may make and see them, and what they may be given."""

import pytest

from pamoja.apps.forms.models import Collector
from pamoja.apps.forms.services import add_link, assign_role
from pamoja.core.accounts.models import Credential, Grant
from pamoja.core.accounts.services.programs import number_of
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.field import Field
from pamoja.protocols.odk.tests.program import Program, statuses


@pytest.fixture
def tablet(field: Field) -> Credential:
    return Collector.everywhere.get(project=field.project).credential


def at(field: Field, path: str = "") -> str:
    return f"/projects/{field.project.pk}{path}"


def test_who_may_see_devices_and_their_secrets(cast: Cast, field: Field, tablet: Credential) -> None:
    for path in ("/app-users", f"/app-users/{number_of(tablet)}", f"/forms/{field.form.xml_form_id}/public-links"):
        told = statuses(cast, "GET", at(field, path))
        assert {who for who, status in told.items() if status == 200} == {"amina"}
        assert (told["chol"], told["omar"], told["ben"], told["nobody"]) == (404, 404, 403, 401)
    (shown,) = Program(cast, "amina").get(at(field, "/app-users"))
    assert shown["token"] == field.key and "createdBy" not in shown and "properties" not in shown


def test_who_may_make_and_remove_a_device(cast: Cast, field: Field, tablet: Credential) -> None:
    made = statuses(cast, "POST", at(field, "/app-users"), {"displayName": "Phone"})
    assert {who for who, status in made.items() if status == 200} == {"amina"}
    gone = statuses(cast, "DELETE", at(field, f"/app-users/{number_of(tablet)}"))
    assert {who for who, status in gone.items() if status == 200} == {"amina"}
    assert field.get("/formList").status_code == 403


def test_a_device_that_was_ended_is_listed_last_without_a_secret(cast: Cast, field: Field) -> None:
    amina = Program(cast, "amina")
    amina.ask("POST", at(field, "/app-users"), {"displayName": "Phone"})
    newest, oldest = amina.get(at(field, "/app-users"))
    assert Program(cast, "ben").ask("DELETE", f"/sessions/{newest['token']}").status_code == 403
    assert Program(cast, "chol").ask("DELETE", f"/sessions/{newest['token']}").status_code == 403
    assert amina.ask("DELETE", f"/sessions/{newest['token']}").status_code == 200
    assert [(each["id"], each["token"]) for each in amina.get(at(field, "/app-users"))] == [
        (oldest["id"], oldest["token"]),
        (newest["id"], None),
    ]


def test_a_viewing_device_reads_the_one_form_that_it_was_given_to_read(
    cast: Cast, field: Field, tablet: Credential
) -> None:
    assert field.get("/forms").status_code == 403
    assert field.get(f"/forms/{field.form.xml_form_id}/submissions").status_code == 403
    given = f"/forms/{field.form.xml_form_id}/assignments/viewer/{number_of(tablet)}"
    told = statuses(cast, "POST", at(field, given))
    assert {who for who, status in told.items() if status == 200} == {"amina"}
    assert field.get(f"/forms/{field.form.xml_form_id}").status_code == 200
    assert Grant.objects.filter(credential=tablet, scope="within").count() == 1
    assert field.get("/forms").status_code == 403, "of the project it reads no more than before"


@pytest.mark.parametrize("role", ["manager", "admin", "formfill", "pub-link"])
def test_nothing_more_than_reading_is_given_to_a_secret_that_is_typed_into_telephones(
    cast: Cast, field: Field, tablet: Credential, role: str
) -> None:
    amina = Program(cast, "amina")
    assert amina.ask("POST", at(field, f"/assignments/{role}/{number_of(tablet)}")).status_code == 403
    assert amina.ask("POST", f"/assignments/{role}/{number_of(tablet)}").status_code == 403
    assert amina.ask("POST", at(field, f"/assignments/viewer/{number_of(cast.token)}")).status_code == 403


def test_a_public_link_is_given_nothing_at_all(cast: Cast, field: Field) -> None:
    with workspace_active(cast.river):
        link = add_link(cast.actor("amina"), field.form, "Poster")
    amina, number = Program(cast, "amina"), number_of(link.credential)
    assert amina.ask("POST", at(field, f"/assignments/viewer/{number}")).status_code == 403


def test_a_manager_of_one_project_gives_no_role_in_another(cast: Cast, field: Field, tablet: Credential) -> None:
    with workspace_active(cast.river):
        assign_role(cast.actor("amina"), cast.ben, "manager", field.project)
    made = Program(cast, "amina").ask("POST", "/projects", {"name": "Other"}).json()
    ben, number = Program(cast, "ben"), number_of(cast.dina)
    assert ben.ask("POST", at(field, f"/assignments/viewer/{number}")).status_code == 200
    assert ben.ask("POST", f"/projects/{made['id']}/assignments/viewer/{number}").status_code == 403
    assert ben.ask("POST", f"/assignments/viewer/{number}").status_code == 403
    assert ben.ask("POST", at(field, f"/assignments/viewer/{number_of(cast.chol)}")).status_code == 404


def test_properties_are_those_of_the_project_and_empty_ones_go(cast: Cast, field: Field, tablet: Credential) -> None:
    amina, device = Program(cast, "amina"), at(field, f"/app-users/{number_of(tablet)}")
    told = statuses(cast, "POST", at(field, "/actor-properties"), {"name": "region"})
    assert {who for who, status in told.items() if status == 200} == {"amina"}
    told = statuses(cast, "GET", at(field, "/actor-properties"))
    assert told == {
        "amina": 200, "ben": 200, "dina": 200, "token": 200, "device": 403, "chol": 404, "omar": 404, "nobody": 401,
    }  # fmt: skip
    for name in ("name", "__id", "displayName", "", 7):
        assert amina.ask("POST", at(field, "/actor-properties"), {"name": name}).status_code == 400
    assert amina.ask("PATCH", device, {"properties": {"region": " north "}}).json()["properties"] == {"region": "north"}
    assert amina.ask("PATCH", device, {"properties": {"region": ""}}).json()["properties"] is None
    for sent in ("text", ["region"], {"age": "7"}, {"region": 7}):
        assert amina.ask("PATCH", device, {"properties": sent}).json()["code"] == 400.8
    assert Program(cast, "ben").ask("PATCH", device, {"properties": {}}).status_code == 403
