"""The list, one form, its projects, files, versions and state: who may, who may not, and what happens."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pamoja.apps.forms.making.tests.conftest import uploaded
from pamoja.apps.forms.models import Form, FormFile, Project
from pamoja.apps.forms.services import create_form, receive_submission, replace_draft
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast

LIST = "/forms/"
LIST_QUERIES, FORM_QUERIES = 24, 32


def page_of(form: Form, name: str = "form", *more: object) -> str:
    return reverse(f"forms:{name}", args=[form.pk, *more])


def with_audio() -> bytes:
    """The form, asking for an image file."""
    return (
        form_xml(version="2")
        .replace(b"<label>Name</label>", b"""<label ref="jr:itext('n')"/>""")
        .replace(
            b"</instance>",
            b"""</instance><itext><translation lang="English (en)"><text id="n"><value>Name</value>"""
            b"""<value form="image">jr://images/house.png</value></text></translation></itext>""",
            1,
        )
    )


@pytest.mark.parametrize(
    ("name", "status", "sees"),
    [
        ("amina", 200, True),
        ("ben", 200, True),
        ("dina", 200, True),
        ("chol", 200, False),
        ("omar", 403, False),
        ("nobody", 302, False),
    ],
)
def test_who_sees_the_list(river: Cast, form: Form, name: str, status: int, sees: bool) -> None:
    answer = river.client(name).get(LIST)
    assert answer.status_code == status
    assert (page_of(form) in answer.text) is sees


def test_the_list_counts_records_and_says_when_the_last_one_came(river: Cast, form: Form) -> None:
    receive_submission(system_actor("test", river.river), form.project_id, submission_xml())
    page = river.client("amina").get(f"{LIST}?export=csv")
    lines = b"".join(page.streaming_content).decode().splitlines()
    assert lines[1].startswith("Visit,Household survey")
    assert ",1," in lines[1]


def test_an_empty_list_says_what_to_do_first(river: Cast) -> None:
    page = river.client("amina").get(LIST).text
    assert "No forms yet" in page
    assert reverse("forms:upload") in page
    assert reverse("forms:upload") not in river.client("ben").get(LIST).text


def test_the_list_and_the_form_have_a_query_ceiling(river: Cast, form: Form) -> None:
    system = system_actor("test", river.river)
    for number in range(12):
        create_form(system, form.project, form_xml(form_id=f"f{number}"))
    client = river.client("amina")
    for url, ceiling in ((LIST, LIST_QUERIES), (page_of(form), FORM_QUERIES)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        assert len(queries) <= ceiling, [each["sql"][:100] for each in queries]


@pytest.mark.parametrize(
    ("name", "status", "may_change"),
    [("amina", 200, True), ("ben", 200, False), ("dina", 200, False), ("chol", 404, False), ("nobody", 302, False)],
)
def test_who_opens_a_form_and_sees_its_test_link(
    river: Cast, form: Form, name: str, status: int, may_change: bool
) -> None:
    replace_draft(system_actor("test", river.river), form, form_xml(version="2"))
    form.refresh_from_db()
    answer = river.client(name).get(page_of(form))
    assert answer.status_code == status
    assert (form.draft_token in answer.text) is may_change
    assert (page_of(form, "state") in answer.text) is may_change


def test_the_test_link_is_the_address_of_the_protocol(river: Cast, form: Form) -> None:
    replace_draft(system_actor("test", river.river), form, form_xml(version="2"))
    form.refresh_from_db()
    path = f"/odk/v1/test/{form.draft_token}/projects/{form.project_id}/forms/visit/draft"
    assert path in river.client("amina").get(page_of(form)).text
    listed = river.client("nobody").get(f"{path}/formList", headers={"X-OpenRosa-Version": "1.0"})
    assert "<version>2</version>" in listed.text


def test_publishing_names_the_questions_that_go_and_those_with_answers(river: Cast, form: Form) -> None:
    system = system_actor("test", river.river)
    receive_submission(system, form.project_id, submission_xml())
    shorter = (
        form_xml(version="2")
        .replace(b"<age/>", b"")
        .replace(b'<bind nodeset="/data/age" type="int"/>', b"")
        .replace(b'<input ref="/data/age"><label>Age</label></input>', b"")
    )
    replace_draft(system, form, shorter)
    page = river.client("amina").get(page_of(form, "publish")).text
    assert "<code>/age</code>" in page and "has answers" in page
    assert "<code>/name</code>" not in page
    river.client("amina").post(page_of(form, "publish"))
    form.refresh_from_db()
    assert form.published is not None and form.published.version == "2"


def test_a_version_that_was_published_before_is_explained(river: Cast, form: Form) -> None:
    replace_draft(system_actor("test", river.river), form, form_xml())
    page = river.client("amina").post(page_of(form, "publish"), follow=True).text
    assert "This version of the form was published before" in page
    assert "settings sheet" in page


@pytest.mark.parametrize("what", ["publish", "state", "delete"])
@pytest.mark.parametrize(("name", "status"), [("ben", 403), ("dina", 403), ("chol", 404), ("nobody", 302)])
def test_who_may_not_change_a_form(river: Cast, form: Form, what: str, name: str, status: int) -> None:
    replace_draft(system_actor("test", river.river), form, form_xml(version="2"))
    answer = river.client(name).post(page_of(form, what), {"state": "closed"})
    assert answer.status_code == status
    form.refresh_from_db()
    assert form.state == "open" and form.draft is not None and form.deleted_at is None


def test_the_owner_closes_and_opens_a_form(river: Cast, form: Form) -> None:
    for state in ("closing", "closed", "open"):
        river.client("amina").post(page_of(form, "state"), {"state": state})
        form.refresh_from_db()
        assert form.state == state
    river.client("amina").post(page_of(form, "state"), {"state": "nonsense"})
    form.refresh_from_db()
    assert form.state == "open"


def test_a_missing_file_is_shown_and_taken(river: Cast, form: Form) -> None:
    replace_draft(system_actor("test", river.river), form, with_audio())
    form.refresh_from_db()
    slot = FormFile.objects.get(version=form.draft)
    client = river.client("amina")
    assert "1 file that the form asks for is missing" in client.get(page_of(form)).text
    sent: dict[str, Any] = {"file": uploaded(b"a,b\n1,2\n", "other-name.csv")}
    assert river.client("ben").post(page_of(form, "set_file", slot.pk), sent).status_code == 403
    assert river.client("chol").post(page_of(form, "set_file", slot.pk), sent).status_code == 404
    sent = {"file": uploaded(b"a,b\n1,2\n", "other-name.csv")}
    page = client.post(page_of(form, "set_file", slot.pk), sent, follow=True).text
    slot.refresh_from_db()
    assert slot.file is not None and slot.md5
    assert "is missing" not in page


def test_a_slot_of_another_form_is_not_found(river: Cast, form: Form) -> None:
    other = create_form(system_actor("test", river.river), form.project, with_audio().replace(b'"visit"', b'"other"'))
    slot = FormFile.objects.get(version=other.draft)
    answer = river.client("amina").post(page_of(form, "set_file", slot.pk), {"file": uploaded(b"x")})
    assert answer.status_code == 404


def test_a_deleted_form_can_be_brought_back(river: Cast, form: Form) -> None:
    client = river.client("amina")
    assert "brought back" in client.get(page_of(form, "delete")).text
    client.post(page_of(form, "delete"))
    assert client.get(page_of(form)).status_code == 404
    assert page_of(form, "restore") in client.get("/forms/deleted/").text
    assert river.client("ben").post(page_of(form, "restore")).status_code == 404
    assert river.client("chol").post(page_of(form, "restore")).status_code == 404
    assert river.client("ben").get("/forms/deleted/").status_code == 403
    client.post(page_of(form, "restore"))
    assert client.get(page_of(form)).status_code == 200


def test_bringing_back_a_form_whose_id_is_taken_is_explained(river: Cast, form: Form) -> None:
    client = river.client("amina")
    client.post(page_of(form, "delete"))
    create_form(system_actor("test", river.river), form.project, form_xml())
    page = client.post(page_of(form, "restore"), follow=True).text
    assert "has a form with this id already" in page


@pytest.mark.parametrize(("name", "status"), [("amina", 200), ("ben", 200), ("chol", 404), ("nobody", 302)])
def test_who_may_take_the_xml_of_a_version(river: Cast, form: Form, name: str, status: int) -> None:
    answer = river.client(name).get(page_of(form, "version_xml", form.published_id))
    assert answer.status_code == status
    if status == 200:
        assert answer.content == form_xml()
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("name", "status"), [("ben", 403), ("dina", 403), ("omar", 403), ("nobody", 302)])
def test_who_may_not_make_or_rename_projects(river: Cast, project: Project, name: str, status: int) -> None:
    client = river.client(name)
    assert client.post("/forms/projects/add/", {"name": "New"}).status_code == status
    change = client.post(f"/forms/projects/{project.pk}/", {"name": "New"}).status_code
    assert change in (status, 404)
    assert list(Project.objects.values_list("name", flat=True)) == ["Household survey"]


def test_a_project_is_made_and_renamed(river: Cast, project: Project) -> None:
    client = river.client("amina")
    client.post("/forms/projects/add/", {"name": "Schools"})
    client.post(f"/forms/projects/{project.pk}/", {"name": "Homes", "based_on": project.version})
    assert set(Project.objects.values_list("name", flat=True)) == {"Schools", "Homes"}
    assert river.client("chol").get(f"/forms/projects/{project.pk}/").status_code == 404
    assert client.post("/forms/projects/add/", {"name": ""}).status_code == 422
