"""A workspace with a project, and workbooks to upload."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pamoja.apps.forms.models import Form, Project
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


def workbook(*rows: tuple[str, ...], choices: tuple[tuple[str, ...], ...] = (), form_id: str = "visit") -> bytes:
    """An XLSForm: rows of type, name and label."""
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in (("type", "name", "label"), *rows):
        survey.append(row)
    sheet = book.create_sheet("choices")
    for row in (("list_name", "name", "label"), *choices):
        sheet.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_title", "form_id", "version"))
    settings.append(("Visit", form_id, "1"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CLEAN = workbook(("text", "name", "Name"), ("integer", "age", "Age"))
REPAIRABLE = workbook(("text", "name", "Name"), ("tel", "phone", "Telephone"))
REFUSED = workbook(("text", "name", "Name"), ("select_one absent", "which", "Which?"))


def uploaded(content: bytes, name: str = "visit.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def river(cast: Cast) -> Iterator[Cast]:
    """The cast, with river's rows in reach."""
    with workspace_active(cast.river):
        yield cast


@pytest.fixture
def project(river: Cast) -> Project:
    return create_project(system_actor("test", river.river), "Household survey")


@pytest.fixture
def form(river: Cast, project: Project) -> Form:
    """A published form."""
    system = system_actor("test", river.river)
    made = create_form(system, project, form_xml())
    publish_draft(system, made)
    made.refresh_from_db()
    return made
