"""Bringing a form: who may, what the doctor says, and what comes of it."""

from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from pamoja.apps.forms.making.tests.conftest import CLEAN, REFUSED, REPAIRABLE, uploaded
from pamoja.apps.forms.making.words import REASONS, in_words
from pamoja.apps.forms.models import Form, FormImport, Project
from pamoja.apps.forms.services import examine_import, start_import
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast

UPLOAD = "/forms/upload/"


def bring(cast: Cast, name: str, content: bytes, filename: str = "visit.xlsx") -> Any:
    return cast.client(name).post(UPLOAD, {"file": uploaded(content, filename)}, follow=True)


@pytest.mark.parametrize(
    ("name", "status"), [("amina", 200), ("ben", 403), ("dina", 403), ("chol", 200), ("omar", 403), ("nobody", 302)]
)
def test_who_may_open_the_upload_page(river: Cast, name: str, status: int) -> None:
    assert river.client(name).get(UPLOAD).status_code == status


@pytest.mark.parametrize("name", ["ben", "dina"])
def test_who_may_not_upload_leaves_nothing_behind(river: Cast, project: Project, name: str) -> None:
    assert bring(river, name, CLEAN).status_code == 403
    assert not FormImport.objects.exists()


def test_a_clean_workbook_becomes_a_draft(river: Cast, project: Project) -> None:
    page = bring(river, "amina", CLEAN)
    form = Form.objects.get()
    assert form.xml_form_id == "visit" and form.draft is not None and form.published is None
    assert reverse("forms:form", args=[form.pk]) in page.text
    assert "is a draft now" in page.text


def test_the_first_upload_of_a_workspace_makes_its_project(river: Cast) -> None:
    bring(river, "amina", CLEAN)
    assert Form.objects.get().project == Project.objects.get()


def test_an_xform_is_taken_as_it_is(river: Cast, project: Project) -> None:
    bring(river, "amina", form_xml(), "visit.xml")
    form = Form.objects.get()
    assert form.draft is not None
    assert bytes(form.draft.xml) == form_xml()


def test_xml_that_is_no_form_is_refused_in_words(river: Cast, project: Project) -> None:
    page = bring(river, "amina", b"<html/>", "page.xml")
    assert FormImport.objects.get().state == FormImport.State.REFUSED
    assert "No form can be made from this file yet" in page.text
    assert not Form.objects.exists()


def test_a_repairable_workbook_shows_cell_reason_and_repair(river: Cast, project: Project) -> None:
    page = bring(river, "amina", REPAIRABLE).text
    row = FormImport.objects.get()
    assert row.state == FormImport.State.REPAIRABLE
    assert "A3" in page and "tel" in page and "Write “text” instead." in page
    assert reverse("forms:repair", args=[row.public_id]) in page
    assert not Form.objects.exists()


def test_one_click_repairs_a_copy_and_lists_the_changes(river: Cast, project: Project) -> None:
    bring(river, "amina", REPAIRABLE)
    row = FormImport.objects.get()
    page = river.client("amina").post(reverse("forms:repair", args=[row.public_id]), follow=True).text
    row.refresh_from_db()
    assert row.state == FormImport.State.DONE and row.repaired is not None
    assert [(each["cell"], each["before"], each["after"]) for each in row.changes] == [
        ("A3", "tel", "text"),
        ("D1", "", "appearance"),
        ("D3", "", "numbers"),
    ]
    assert "3 cells were changed in the copy" in page
    for file in (row.original, row.repaired):
        answer = river.client("amina").get(reverse("file", args=[file.public_id]))
        assert len(b"".join(answer.streaming_content)) == file.size
        assert river.client("ben").get(reverse("file", args=[file.public_id])).status_code == 404
    original = river.client("amina").get(reverse("file", args=[row.original.public_id]))
    assert b"".join(original.streaming_content) == REPAIRABLE, "the original is kept as it came"


def test_a_refused_workbook_says_where_and_leaves_no_form(river: Cast, project: Project) -> None:
    page = bring(river, "amina", REFUSED).text
    assert FormImport.objects.get().state == FormImport.State.REFUSED
    assert "A3" in page and "absent" in page and "Only you can decide this." in page
    assert not Form.objects.exists()


def test_a_second_upload_with_the_same_id_is_the_forms_new_draft(river: Cast, form: Form) -> None:
    bring(river, "amina", CLEAN)
    form.refresh_from_db()
    assert form.draft is not None and form.published is not None
    assert Form.objects.count() == 1


@pytest.mark.parametrize(("name", "status"), [("amina", 200), ("ben", 404), ("dina", 404), ("chol", 404)])
def test_who_may_read_an_upload_and_repair_it(river: Cast, project: Project, name: str, status: int) -> None:
    bring(river, "amina", REPAIRABLE)
    row = FormImport.objects.get()
    assert river.client(name).get(reverse("forms:import", args=[row.public_id])).status_code == status
    if status == 404:
        assert river.client(name).post(reverse("forms:repair", args=[row.public_id])).status_code == 404
        row.refresh_from_db()
        assert row.state == FormImport.State.REPAIRABLE


def test_a_file_that_is_too_large_is_refused_on_the_form(river: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pamoja.apps.forms.making.forms.MAX_BYTES", 10)
    answer = bring(river, "amina", CLEAN)
    assert answer.status_code == 422
    assert "larger than" in answer.text


def test_while_a_job_is_at_it_the_page_asks_again(river: Cast, project: Project) -> None:
    dummy = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with override_settings(TASKS=dummy):
        page = bring(river, "amina", CLEAN).text
    assert 'hx-trigger="every 1s"' in page
    assert FormImport.objects.get().state == FormImport.State.WAITING


def test_findings_are_worded_in_the_language_of_the_page(river: Cast, project: Project) -> None:
    system = system_actor("test", river.river)
    row = examine_import(system, start_import(system, project, uploaded(REPAIRABLE), "visit.xlsx"))
    with translation.override("fr"):
        words = in_words(row.findings[0])
        reason, repair = str(REASONS["xlsform.unknown-type"]), translation.gettext("Write “%(text)s” instead.")
    assert words["reason"] == reason
    assert words["repair"] == repair % {"text": "text"}
