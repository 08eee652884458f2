"""Forms in the ODK Central API: who may do what with them, and workbooks as our own doctor reads them."""

from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse
from openpyxl import Workbook

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.services import assign_role, copy_to_draft, set_form_state
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.form_json import EXCEL
from pamoja.protocols.odk.tests.field import Field
from pamoja.protocols.odk.tests.program import Program, read, statuses

XML = "application/xml"
# Chol works in another workspace, Omar runs the installation.
ELSEWHERE = {"chol": 404, "omar": 404, "nobody": 401}


def send(cast: Cast, who: str, method: str, path: str, body: bytes = b"", kind: str = XML, **headers: str) -> Any:
    """The answer to a body that is no JSON."""
    told: HttpResponse = Program(cast, who).client.generic(
        method, f"/odk/v1{path}", body, content_type=kind, headers=headers
    )
    return told


@pytest.fixture
def root(field: Field) -> str:
    return f"/projects/{field.project.pk}"


def may(told: dict[str, int]) -> set[str]:
    assert {who: told[who] for who in ELSEWHERE} == ELSEWHERE
    return {who for who, status in told.items() if status == 200}


@pytest.mark.parametrize("path", ["", ".xml", "/fields", "/attachments", "/versions", "/versions/1"])
def test_who_may_read_a_published_form(cast: Cast, field: Field, root: str, path: str) -> None:
    told = statuses(cast, "GET", f"{root}/forms/visit{path}")
    assert may(told) == {"amina", "ben", "dina", "device", "token"}


def test_a_device_of_a_project_reads_what_it_was_given(cast: Cast, field: Field, root: str) -> None:
    assert send(cast, "amina", "POST", f"{root}/forms?publish=true", form_xml("other")).status_code == 200
    for path in ("", ".xml", "/fields", "/attachments", "/versions"):
        assert field.get(f"/forms/visit{path}").status_code == 200
        assert field.get(f"/forms/other{path}").status_code == 403
    assert field.get("/forms").status_code == 403


@pytest.mark.parametrize("path", ["/draft", "/draft.xml", "/draft/fields", "/draft/attachments"])
def test_a_draft_is_for_who_may_change_it(cast: Cast, field: Field, root: str, path: str) -> None:
    with workspace_active(cast.river):
        copy_to_draft(cast.actor("amina"), field.form)
    assert may(statuses(cast, "GET", f"{root}/forms/visit{path}")) == {"amina"}
    assert field.get(f"/forms/visit{path}").status_code == 403


def test_a_closed_form_is_for_who_sees_more_than_what_can_be_filled_in(cast: Cast, field: Field, root: str) -> None:
    with workspace_active(cast.river):
        assign_role(cast.actor("amina"), cast.dina, "collector", field.project)
        set_form_state(cast.actor("amina"), field.form, "closed")
    assert field.get("/forms/visit.xml").status_code == 403
    assert send(cast, "amina", "GET", f"{root}/forms/visit.xml").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/forms/visit/draft"),
        ("PATCH", "/forms/visit"),
        ("DELETE", "/forms/visit"),
        ("POST", "/forms/visit/draft/publish"),
        ("DELETE", "/forms/visit/draft"),
        ("DELETE", "/forms/visit/draft/attachments/a.csv"),
        ("POST", "/forms/visit/draft/attachments/a.csv"),
    ],
)
def test_who_may_not_change_forms(cast: Cast, field: Field, root: str, method: str, path: str) -> None:
    for who in ("ben", "dina", "token", "device"):
        assert send(cast, who, method, root + path).status_code == 403, who
    for who, status in ELSEWHERE.items():
        assert send(cast, who, method, root + path).status_code == status, who
    with workspace_active(cast.river):
        form = Form.objects.get(pk=field.form.pk)
        assert (form.draft, form.state, form.deleted_at) == (None, "open", None)


def test_who_may_make_forms(cast: Cast, root: str) -> None:
    for who in ("ben", "dina", "token", "device"):
        assert send(cast, who, "POST", f"{root}/forms", form_xml("new")).status_code == 403
    for who, status in ELSEWHERE.items():
        assert send(cast, who, "POST", f"{root}/forms", form_xml("new")).status_code == status
    told = send(cast, "amina", "POST", f"{root}/forms?publish=true", form_xml("new"))
    assert (told.status_code, told.json()["updatedAt"]) == (200, None)
    assert told.json()["publishedAt"] == told.json()["createdAt"]


def test_a_form_goes_to_the_trash_and_comes_back_by_its_number(cast: Cast, field: Field, root: str) -> None:
    assert send(cast, "amina", "DELETE", f"{root}/forms/visit").status_code == 200
    assert send(cast, "amina", "GET", f"{root}/forms/visit").status_code == 404
    [told] = Program(cast, "amina").get(f"{root}/forms?deleted=true")
    again = f"{root}/forms/{told['id']}/restore"
    assert [send(cast, who, "POST", again).status_code for who in ("dina", "chol", "nobody")] == [403, 404, 401]
    assert send(cast, "amina", "POST", again).status_code == 200
    assert send(cast, "amina", "GET", f"{root}/forms/visit").status_code == 200


def workbook(**settings: str) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (("type", "name", "label"), ("text", "name", "What is your name?")):
        sheet.append(row)
    for place, values in enumerate((settings.keys(), settings.values()) if settings else ()):
        if not place:
            book.create_sheet("settings")
        book["settings"].append(list(values))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_becomes_a_form_and_is_handed_out_as_it_came(cast: Cast, root: str) -> None:
    sent = workbook(form_id="towns", version="3", form_title="Towns")
    told = send(cast, "amina", "POST", f"{root}/forms?publish=true", sent, EXCEL["xlsx"])
    assert (told.json()["xmlFormId"], told.json()["version"], told.json()["name"]) == ("towns", "3", "Towns")
    answer = send(cast, "amina", "GET", f"{root}/forms/towns.xlsx")
    assert b"".join(answer.streaming_content) == sent
    assert send(cast, "amina", "GET", f"{root}/forms/towns.xls").status_code == 404
    extended = Program(cast, "amina").get(f"{root}/forms/towns", X_Extended_Metadata="true")
    assert extended["excelContentType"] == EXCEL["xlsx"]


def test_a_workbook_is_handed_out_as_what_its_sender_called_it(cast: Cast, root: str) -> None:
    sent = workbook(form_id="towns")
    assert send(cast, "amina", "POST", f"{root}/forms", sent, EXCEL["xls"]).status_code == 200
    answer = send(cast, "amina", "GET", f"{root}/forms/towns.xls")
    assert (b"".join(answer), answer["Content-Type"]) == (sent, EXCEL["xls"])  # type: ignore[call-overload]
    assert send(cast, "amina", "GET", f"{root}/forms/towns.xlsx").status_code == 404


def test_a_workbook_without_an_id_is_named_by_who_sends_it(cast: Cast, root: str) -> None:
    named = {"X-XlsForm-FormId-Fallback": "t%C3%A9st"}
    told = send(cast, "amina", "POST", f"{root}/forms", workbook(), EXCEL["xlsx"], **named)
    assert told.json()["xmlFormId"] == "tést"


def test_a_workbook_that_is_no_form_is_refused_with_what_is_wrong_where(cast: Cast, root: str) -> None:
    told = send(cast, "amina", "POST", f"{root}/forms", b"no workbook", EXCEL["xlsx"])
    assert (told.status_code, told.json()["code"]) == (400, 400.15)
    assert told.json()["details"]["error"]


def test_a_name_that_was_in_use_is_taken_again_only_by_who_says_so(cast: Cast, field: Field, root: str) -> None:
    send(cast, "amina", "DELETE", f"{root}/forms/visit")
    told = send(cast, "amina", "POST", f"{root}/forms", form_xml(version="2"))
    warned = {"workflowWarnings": [{"type": "deletedFormExists", "details": {"xmlFormId": "visit"}}]}
    assert (told.json()["code"], told.json()["details"]) == (400.16, {"warnings": warned})
    assert send(cast, "amina", "POST", f"{root}/forms?ignoreWarnings=true", form_xml(version="2")).status_code == 200


def test_a_file_is_never_handed_out_as_a_page(cast: Cast, root: str) -> None:
    asks = form_xml("towns").replace(
        b'<bind nodeset="/data/name"', b'<instance id="t" src="jr://file-csv/t.csv"/><bind nodeset="/data/name"'
    )
    assert send(cast, "amina", "POST", f"{root}/forms", asks).status_code == 200
    at = f"{root}/forms/towns/draft/attachments/t.csv"
    for kind, told in (("text/csv", "text/csv; charset=utf-8"), ("text/html", "text/plain; charset=utf-8")):
        answer = send(cast, "amina", "POST", at, b"name\nA\n", kind)
        assert read(answer)["exists"] is True
        got = send(cast, "amina", "GET", at)
        assert (b"".join(got.streaming_content), got["Content-Type"]) == (b"name\nA\n", told)
        assert got["Content-Disposition"].startswith("attachment")
    assert send(cast, "amina", "DELETE", at).status_code == 200
    assert send(cast, "amina", "GET", at).status_code == 404


def test_forms_are_found_by_the_word_that_programs_know_them_by(cast: Cast, field: Field, root: str) -> None:
    word = Program(cast, "amina").get(f"{root}/forms/visit")["enketoId"]
    told = statuses(cast, "GET", f"/form-links/{word}/form")
    assert may(told) == {"amina", "ben", "dina", "device", "token"}


@pytest.mark.parametrize(("notes", "kept"), [("for%20fun%21", "for fun!"), ("fun%ae", None), ("fun%00", None)])
def test_notes_on_publishing_are_kept_as_text_or_refused(cast: Cast, root: str, notes: str, kept: str | None) -> None:
    headers = {"X-Action-Notes": notes}
    told = send(cast, "amina", "POST", f"{root}/forms?publish=true", form_xml("new"), **headers)
    with workspace_active(cast.river):
        form = Form.objects.select_related("published").filter(xml_form_id="new").first()
    if kept is None:
        assert (read(told)["code"], read(told)["details"], form) == (400.6, {"field": "x-action-notes"}, None)
    else:
        assert form and form.published and form.published.publish_notes == kept
