"""A project is encrypted while somebody works on its forms: whoever comes second, no form is left in the clear."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from pamoja.apps.forms.models import Form, Project
from pamoja.apps.forms.services import (
    create_form,
    create_project,
    delete_form,
    drafts,
    encrypt_project,
    encrypting,
    publish_draft,
    replace_draft,
    restore_form,
)
from pamoja.apps.forms.tests.at_once import Pause, at_once, paused
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.core.permissions import Actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[Actor, Project], Any]


@pytest.fixture
def project(cast: Cast) -> Iterator[Project]:
    """Of a published form with a newer draft, and of one that was deleted."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        project = create_project(amina, "Visits")
        for form_id in ("visit", "gone"):
            publish_draft(amina, create_form(amina, project, form_xml(form_id)))
        replace_draft(amina, form("visit"), form_xml(version="2"))
        delete_form(amina, form("gone"))
        yield project


def form(form_id: str) -> Form:
    found: Form = Form.objects.select_related("project__key").get(xml_form_id=form_id)
    return found


def encrypt(amina: Actor, project: Project) -> None:
    encrypt_project(amina, project, "long enough for me")


ACTS: dict[str, Act] = {
    "create": lambda amina, project: create_form(amina, project, form_xml("later")),
    "draft": lambda amina, project: replace_draft(amina, form("visit"), form_xml(version="3")),
    "publish": lambda amina, project: publish_draft(amina, form("visit")),
    "restore": lambda amina, project: restore_form(amina, form("gone")),
}


@pytest.mark.parametrize("name", ACTS)
def test_who_comes_while_a_project_is_encrypted(cast: Cast, project: Project, monkeypatch: Any, name: str) -> None:
    _both(cast, project, (encrypt, ACTS[name]), paused(monkeypatch, encrypting, "_set_key"))
    _all_is_encrypted(project)


def test_who_encrypts_while_a_form_is_published(cast: Cast, project: Project, monkeypatch: Any) -> None:
    _both(cast, project, (ACTS["publish"], encrypt), paused(monkeypatch, drafts, "publish_lists"))
    _all_is_encrypted(project)


def _both(cast: Cast, project: Project, acts: tuple[Act, Act], pause: Pause) -> None:
    def done(act: Act) -> None:
        act(cast.actor("amina"), Project.objects.get(pk=project.pk))

    at_once(cast.river, (lambda: done(acts[0]), lambda: done(acts[1])), pause)


def _all_is_encrypted(project: Project) -> None:
    project.refresh_from_db()
    assert project.key_id
    for each in Form.objects.select_related("published", "draft").filter(deleted_at__isnull=True):
        for version in filter(None, (each.published, each.draft)):
            assert version.key_id == project.key_id, (each.xml_form_id, version.version)
