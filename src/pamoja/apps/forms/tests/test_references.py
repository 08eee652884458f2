"""A foreign key set by number leads to a row of the same workspace, by whatever way it is written."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pamoja.apps.forms.models import AnswerRow, Form, Project
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.bulk import insert_rows
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.managers import ForeignWorkspace


@pytest.fixture
def projects(cast: Cast) -> dict[str, Project]:
    found = {}
    for side in ("river", "lake"):
        with workspace_active(getattr(cast, side)):
            found[side] = Project.objects.create(name=side)
    return found


def save(row: Form, key: dict[str, Any]) -> None:
    for name, value in key.items():
        setattr(row, name, value)
    row.save()


def update_one(row: Form, key: dict[str, Any]) -> None:
    Form.objects.filter(pk=row.pk).update(**key)


def bulk_update(row: Form, key: dict[str, Any]) -> None:
    for name, value in key.items():
        setattr(row, name, value)
    Form.objects.bulk_update([row], ["project"])


WAYS = {
    "save": save,
    "save part": lambda row, key: save(Form.objects.only("pk", "workspace").get(pk=row.pk), key),
    "create": lambda row, key: Form.objects.create(xml_form_id="b", **key),
    "bulk_create": lambda row, key: Form.objects.bulk_create([Form(xml_form_id="b", **key)]),
    "bulk_update": bulk_update,
    "update": update_one,
    "update by a bare name": lambda row, key: update_one(row, {"project": next(iter(key.values()))}),
    "insert_rows": lambda row, key: insert_rows([Form(xml_form_id="b", **key)]),
}


@settings(
    max_examples=60, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(WAYS)), st.sampled_from(["river", "lake"]), st.booleans())))
def test_no_way_of_writing_leads_over_the_wall(
    cast: Cast, projects: dict[str, Project], steps: list[tuple[str, str, bool]]
) -> None:
    with transaction.atomic(), workspace_active(cast.river):
        Form.objects.create(xml_form_id="a", project_id=projects["river"].pk)
        for way, side, is_number in steps:
            row = Form.objects.get(xml_form_id="a")
            key = {"project_id": projects[side].pk} if is_number else {"project": projects[side]}
            if side == "lake":
                with pytest.raises(ForeignWorkspace):
                    WAYS[way](row, key)
            else:
                WAYS[way](row, key)
                Form.objects.exclude(xml_form_id="a").delete()
        assert not Form.everywhere.exclude(project__workspace=cast.river).exists()
        transaction.set_rollback(True)


def test_only_a_new_key_is_looked_up_and_that_once(cast: Cast, projects: dict[str, Project]) -> None:
    with workspace_active(cast.river):
        form = Form.objects.create(xml_form_id="a", project=projects["river"])
        for _again in range(2):
            read = Form.objects.get(pk=form.pk)
            read.title = "x"
            with CaptureQueriesContext(connection) as captured:
                read.save()
            assert len(captured) == 1
        other = Project.objects.create(name="other")
        read.project_id = other.pk
        for expected in (2, 1):
            with CaptureQueriesContext(connection) as captured:
                read.save()
            assert len(captured) == expected
        with CaptureQueriesContext(connection) as captured:
            Form.objects.bulk_create(Form(xml_form_id=f"n{n}", project_id=other.pk) for n in range(50))
        assert sum(query["sql"].startswith("SELECT") for query in captured.captured_queries) == 1


def test_taking_in_a_record_asks_for_no_reference(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        project = create_project(amina, "Visits")
        publish_draft(amina, create_form(amina, project, form_xml()))
        asked: list[Any] = []
        monkeypatch.setattr("pamoja.core.workspaces.managers._look_up", lambda *words: asked.append(words))
        receive_submission(amina, project.pk, submission_xml())
        assert AnswerRow.objects.exists()
        assert asked == []
