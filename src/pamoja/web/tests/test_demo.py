"""The demo: what is there afterwards, that a second time changes nothing, and that production refuses it."""

from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from pamoja.apps.forms.models import AnswerRow, Form, Submission
from pamoja.apps.forms.services import demo as forms_demo
from pamoja.apps.people.models import Person
from pamoja.core.accounts.models import Grant, User
from pamoja.core.permissions import system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.web.demo import ACCOUNTS, PASSWORD

RECORDS = 5

# The demo's requests come in over WSGI, whose end closes the connection, and a test's transaction with it.
in_a_database = pytest.mark.django_db(transaction=True)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    every = forms_demo.demo_records
    monkeypatch.setattr(forms_demo, "demo_records", lambda: islice(every(), RECORDS))


@pytest.mark.slow
@in_a_database
def test_the_demo_is_loaded_once_and_its_people_can_sign_in(few: None, settings: object) -> None:
    lines = call_command("demo").splitlines()
    again = call_command("demo").splitlines()
    assert lines == again
    assert [line.split()[:2] for line in lines] == [[each.email, PASSWORD] for each in ACCOUNTS]
    with workspace_active(Workspace.objects.get(slug="demo")):
        form = Form.objects.get()
        assert (form.title, form.state, form.draft) == ("Household survey: water", "open", None)
        assert Submission.objects.filter(form=form, is_test=False).count() == RECORDS
        assert {row.remarks == [] for row in Submission.objects.all()} == {True}
        assert all(person.name.startswith("Sample ") for person in Person.objects.all())
    grants = {grant.user.email: grant for grant in Grant.objects.filter(user__isnull=False)}
    assert {email: grant.role for email, grant in grants.items()} == {each.email: each.role for each in ACCOUNTS}
    assert grants["worker@demo.example"].place_path == "MWI/MW2/MW206/"
    assert Client().login(email="viewer@demo.example", password=PASSWORD)
    assert User.objects.filter(is_operator=True).count() == 1


@in_a_database
def test_the_answers_of_a_record_are_those_of_its_row(few: None) -> None:
    workspace = Workspace.objects.create(slug="demo", name="Demo", country="MWI")
    with workspace_active(workspace):
        form = forms_demo.load_demo_forms(system_actor("demo", workspace))
        rows = {row.row_id: row.answers for row in AnswerRow.objects.filter(form=form)}
    first = rows["uuid:dcf2753a-6ea2-40f5-b493-3527931ef96c"]
    by_name = {path.rpartition("/")[2]: value for path, value in first.items()}
    assert by_name["neighbourhood"] == "A2"
    assert by_name["primary_livelihood"] == ["loans", "support"]
    assert by_name["num_hh_member"] == 7
    assert by_name["date_assessment"] == "2021-07-05"
    assert by_name["water_supply_other_neighbourhoods_why"] == "خارج حدود البلدية"
    assert "age_hoh" not in by_name


def test_production_refuses_known_passwords(settings: object) -> None:
    settings.PAMOJA = {**settings.PAMOJA, "MODE": "production"}  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="known passwords"):
        call_command("demo")
