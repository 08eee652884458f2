"""Projects over the ODK Central API: who may see and change them, and a project with all its forms at once."""

import pytest

from pamoja.apps.forms.models import Collector, Form, Project
from pamoja.apps.forms.services import create_project
from pamoja.core.accounts.services.programs import number_of
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.field import Field
from pamoja.protocols.odk.tests.program import Program, statuses


@pytest.mark.parametrize(
    ("method", "body", "may"),
    [
        ("GET", None, {"amina", "ben", "dina", "token"}),
        ("PUT", {"name": "New"}, {"amina"}),
        ("PATCH", {"name": "New"}, {"amina"}),
        ("DELETE", None, {"amina"}),
    ],
)
def test_who_may_see_and_change_a_project(cast: Cast, field: Field, method: str, body: object, may: set[str]) -> None:
    told = statuses(cast, method, f"/projects/{field.project.pk}", body)
    assert {who for who, status in told.items() if status == 200} - {"device"} == may
    assert (told["chol"], told["omar"], told["nobody"]) == (404, 404, 401)


def test_everybody_lists_their_own_workspace_with_what_they_may_see_of_it(cast: Cast, field: Field) -> None:
    with workspace_active(cast.lake):
        create_project(cast.actor("chol"), "Lake")
    assert [each["name"] for each in Program(cast, "chol").get("/projects")] == ["Lake"]
    (seen,) = Program(cast, "amina").get("/projects?forms=true&datasets=true")
    assert ([form["xmlFormId"] for form in seen["formList"]], seen["forms"]) == ([field.form.xml_form_id], 1)
    assert (seen["datasetList"], seen["datasets"]) == ([], 0)
    assert "project.update" in seen["verbs"]
    (worker,) = Program(cast, "ben").get("/projects")
    assert "project.update" not in worker["verbs"] and "formList" not in worker


def test_what_is_not_sent_is_set_to_nothing(cast: Cast, field: Field) -> None:
    amina, path = Program(cast, "amina"), f"/projects/{field.project.pk}"
    amina.ask("PATCH", path, {"description": "Old", "archived": True})
    told = amina.ask("PUT", path, {"name": "New"}).json()
    assert (told["name"], told["description"], told["archived"]) == ("New", None, None)
    assert amina.ask("PUT", path, {"archived": True}).json()["code"] == 400.2
    assert amina.ask("PATCH", path, {"archived": "yes"}).json()["code"] == 400.11


def test_states_and_assignments_of_all_forms_are_set_at_once(cast: Cast, field: Field) -> None:
    amina, path = Program(cast, "amina"), f"/projects/{field.project.pk}"
    form, ben = field.form.xml_form_id, number_of(cast.ben)
    tablet = number_of(Collector.everywhere.get(project=field.project).credential)
    wanted = [{"actorId": ben, "roleId": 7}]
    sent = {"name": "Visits", "forms": [{"xmlFormId": form, "state": "closing", "assignments": wanted}]}
    assert amina.ask("PUT", path, sent).status_code == 200
    assert amina.get(f"{path}/forms/{form}/assignments") == wanted, f"the tablet {tablet} lost the form"
    assert Form.everywhere.get(pk=field.form.pk).state == "closing"


@pytest.mark.parametrize(
    ("forms", "code"),
    [
        ([], 501.2),
        ([{"xmlFormId": "other"}], 501.2),
        ([{"xmlFormId": "visit", "state": "ajar"}], 400.8),
        ([{"xmlFormId": "visit", "assignments": [{"actorId": 1}]}], 400.2),
        ([{"xmlFormId": "visit", "assignments": [{"actorId": 1, "roleId": 99}]}], 400.14),
        ([{"xmlFormId": "visit", "assignments": [{"actorId": 9999, "roleId": 7}]}], 400.14),
    ],
)
def test_a_refusal_leaves_all_as_it_was(cast: Cast, field: Field, forms: list[object], code: float) -> None:
    number_of(cast.ben)
    path = f"/projects/{field.project.pk}"
    assert Program(cast, "amina").ask("PUT", path, {"name": "New", "forms": forms}).json()["code"] == code
    assert Project.everywhere.get(pk=field.project.pk).name == "Visits"


def test_people_of_another_workspace_are_given_no_form(cast: Cast, field: Field) -> None:
    wanted = [{"actorId": number_of(cast.chol), "roleId": 7}]
    sent = {"name": "Visits", "forms": [{"xmlFormId": field.form.xml_form_id, "assignments": wanted}]}
    assert Program(cast, "amina").ask("PUT", f"/projects/{field.project.pk}", sent).json()["code"] == 400.14
