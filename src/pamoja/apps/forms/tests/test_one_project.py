"""A role in one project, or one form, reaches what lies there and nothing beside it."""

import pytest

from pamoja.apps.forms.models import Form, Project, Submission
from pamoja.apps.forms.services import assign_role, create_project, unassign_role
from pamoja.core.accounts.actors import person
from pamoja.core.accounts.models import Grant, User
from pamoja.core.accounts.problems import GIVES_TOO_MUCH
from pamoja.core.permissions import Actor, may, may_inside, visible
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def two(cast: Cast) -> tuple[Form, Form]:
    """The same form in two projects of the river programme, each with a record."""
    forms = []
    with workspace_active(cast.river):
        for name in ("water", "health"):
            project = Project.objects.create(name=name)
            form = Form.objects.create(project=project, xml_form_id="f", title=name)
            Submission.objects.create(form=form, instance_id="uuid:1")
            forms.append(form)
    return forms[0], forms[1]


def eve(cast: Cast) -> tuple[User, Actor]:
    user = User.objects.filter(email="eve@example.org").first() or User.objects.create_user("eve@example.org")
    return user, person(user, cast.river)


def test_a_manager_of_one_project_sees_its_forms_and_records_alone(cast: Cast, two: tuple[Form, Form]) -> None:
    water, health = two
    with workspace_active(cast.river):
        assert assign_role(person(cast.amina, cast.river), eve(cast)[0], "manager", water.project)
        actor = eve(cast)[1]
        assert list(visible(Project.objects.all(), actor)) == [water.project]
        assert list(visible(Form.objects.all(), actor, "delete")) == [water]
        assert [each.form for each in visible(Submission.objects.all(), actor)] == [water]
        assert may(actor, "assign", water.project) and not may(actor, "assign", health.project)
        assert not visible(Grant.objects.all(), actor).exists()
        with pytest.raises(Problem) as refused:
            create_project(actor, "another")
        assert refused.value.kind == NOT_ALLOWED


def test_a_role_in_one_form_reaches_no_other_form_of_its_project(cast: Cast, two: tuple[Form, Form]) -> None:
    water, _health = two
    with workspace_active(cast.river):
        sanitation = Form.objects.create(project=water.project, xml_form_id="s", title="s")
        assign_role(person(cast.amina, cast.river), eve(cast)[0], "viewer", water)
        actor = eve(cast)[1]
        assert list(visible(Form.objects.all(), actor)) == [water]
        inside = {"forms.form": water.pk, "forms.project": water.project_id}
        assert may_inside(actor, "view", "forms.submission", inside)
        assert not may_inside(actor, "view", "forms.submission", inside | {"forms.form": sanitation.pk})
        assert not may_inside(actor, "view", "forms.submission", {})


def test_who_manages_one_project_gives_no_roles_beyond_it(cast: Cast, two: tuple[Form, Form]) -> None:
    water, health = two
    with workspace_active(cast.river):
        assign_role(person(cast.amina, cast.river), eve(cast)[0], "manager", water.project)
        actor = eve(cast)[1]
        assert assign_role(actor, cast.ben, "viewer", water)
        for container, role, problem in ((health, "viewer", NOT_FOUND), (water.project, "owner", GIVES_TOO_MUCH)):
            with pytest.raises(Problem) as refused:
                assign_role(actor, cast.ben, role, container)
            assert refused.value.kind == problem


def test_who_loses_the_last_role_in_a_project_stays_a_member_without_rights(cast: Cast, two: tuple[Form, Form]) -> None:
    water, _health = two
    with workspace_active(cast.river):
        amina, user = person(cast.amina, cast.river), eve(cast)[0]
        assign_role(amina, user, "manager", water.project)
        assert unassign_role(amina, user, "manager", water.project)
        assert not unassign_role(amina, user, "manager", water.project)
        assert [grant.role for grant in Grant.objects.filter(user=user)] == ["member"]
        assert not visible(Project.objects.all(), eve(cast)[1]).exists()
