"""The demo: what is there afterwards, that a second time changes nothing, and that production refuses it."""

from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from pamoja.apps.forms.models import AnswerRow, Dataset, Entity, EntityFault, Form, Submission
from pamoja.apps.forms.services import demo as forms_demo
from pamoja.apps.forms.services.demo_registry import load_sample_registry
from pamoja.apps.forms.services.demo_visits import load_sample_visits, sample_visits
from pamoja.apps.people.models import Person
from pamoja.apps.places.services.demo import load_demo_places
from pamoja.core.accounts.models import Grant, User
from pamoja.core.events.outbox import work
from pamoja.core.permissions import system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.web.demo import ACCOUNTS, PASSWORD

RECORDS = 5
SAMPLES = 26 * 4 + 8  # districts with an outline, and the one of the demo's worker
REGISTRY = {"Sample: register a water point": 8, "Sample: check a water point": 5}

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
        form = Form.objects.get(xml_form_id="household_water")
        assert (form.title, form.state, form.draft) == ("Household survey: water", "open", None)
        assert Submission.objects.filter(form=form, is_test=False).count() == RECORDS
        sent = {each.title: each.submissions.count() for each in Form.objects.exclude(pk=form.pk)}
        assert sent == {"Sample: water point visit": SAMPLES, **REGISTRY}
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


@pytest.mark.slow
@in_a_database
def test_the_sample_visits_lie_in_their_districts_and_the_worker_sees_their_own() -> None:
    """Each says in its name where it is meant to be; the place comes from its point alone."""
    workspace = Workspace.objects.create(slug="demo", name="Demo", country="MWI")
    system = system_actor("demo", workspace)
    with workspace_active(workspace):
        load_demo_places(system)
        form = load_sample_visits(system, "MW206")
        while work(most=100):
            pass
        rows = list(Submission.objects.filter(form=form).select_related("place"))
        assert len(rows) == SAMPLES <= 150
        for row in rows:
            assert row.instance_name.startswith(f"Sample water point, {row.place.name} "), row.instance_name
            assert row.remarks == []
        worker = User.objects.create_user("worker@demo.example", PASSWORD)
        Grant.objects.create(
            workspace=workspace, user=worker, role="worker", scope="place", place_path="MWI/MW2/MW206/"
        )
    client = Client()
    client.force_login(worker)
    seen = client.get(reverse("forms-seeing:table", args=[form.pk])).content.decode()
    assert seen.count('class="row-link"') == 8 and "Sample water point, Chitipa" not in seen
    url = reverse("forms-seeing:points", args=[form.pk])
    assert len(client.get(url, {"question": "/location"}).json()["features"]) == 8
    charts = client.get(reverse("forms-seeing:charts", args=[form.pk])).content.decode()
    for label in ("Day of the visit", "Does it give water today?", "What is the water used for?"):
        assert label in charts


@in_a_database
def test_the_sample_visits_are_the_same_each_time_and_name_nobody() -> None:
    workspace = Workspace.objects.create(slug="demo", name="Demo", country="MWI")
    system = system_actor("demo", workspace)
    with workspace_active(workspace):
        load_demo_places(system)
        first, second = (list(sample_visits(system, "MW206")) for _time in range(2))
    assert first == second
    assert {each["water_point"] for each in first} == {each["instanceName"] for each in first}
    assert all(each["water_point"].startswith("Sample ") for each in first)
    assert {each["kind"] for each in first} == {"borehole", "well", "tap", "spring"}
    assert any(each["fault"] for each in first) and len({each["visit_date"][:7] for each in first}) >= 3


@pytest.mark.slow
@in_a_database
def test_the_sample_list_has_histories_and_one_conflict_that_its_people_see() -> None:
    workspace = Workspace.objects.create(slug="demo", name="Demo", country="MWI")
    system = system_actor("demo", workspace)
    with workspace_active(workspace):
        load_demo_places(system)
        for _time in range(2):
            load_sample_registry(system, ("MW206", "MW105"))
            while work(most=100):
                pass
        dataset = Dataset.objects.get()
        entities = list(Entity.objects.filter(dataset=dataset).order_by("pk"))
        assert [each.version for each in entities] == [3, 1, 3, 1, 1, 2, 1, 1]
        assert [each.conflict for each in entities] == ["", "", "hard", "", "", "", "", ""]
        assert all(each.label.startswith("Sample water point, ") and each.data["district"] for each in entities)
        assert not EntityFault.objects.exists()
        assert {row.remarks == [] for row in Submission.objects.all()} == {True}
        clients = {}
        for role in ("manager", "viewer"):
            user = User.objects.create_user(f"{role}@demo.example", PASSWORD)
            Grant.objects.create(workspace=workspace, user=user, role=role)
            clients[role] = Client()
            clients[role].force_login(user)
    page = f"{reverse('forms-lists:table', args=[dataset.pk])}{entities[2].public_id}/"
    lists = clients["viewer"].get(reverse("forms-lists:lists")).content.decode()
    assert "sample_water_points" in lists and "1 conflict" in lists
    assert "Sample: register a water point" in lists and "Sample: check a water point" in lists
    assert "Version 3" in clients["viewer"].get(page).content.decode()
    assert clients["viewer"].get(f"{page}conflict/").status_code == 403
    assert "two values" in clients["manager"].get(f"{page}conflict/").content.decode()


def test_production_refuses_known_passwords(settings: object) -> None:
    settings.PAMOJA = {**settings.PAMOJA, "MODE": "production"}  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="known passwords"):
        call_command("demo")
