"""Our API on forms: who may call each endpoint, and what it answers."""

from typing import Any

import pytest
from django.test import Client

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.services import create_form, create_project, delete_form, publish_draft, receive_submission
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.audit.models import AuditEntry
from pamoja.core.ratelimit.limits import API_CALLS, WRONG_SECRETS, Limit
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

BASE = "/api/forms/"


@pytest.fixture
def form(cast: Cast) -> Form:
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        project = create_project(amina, "Visits")
        form = create_form(amina, project, form_xml())
        publish_draft(amina, form)
        for name in ("Ada", "Bea"):
            receive_submission(amina, project.pk, submission_xml(f"uuid:{name}", name))
        return Form.objects.get()


def get(cast: Cast, who: str, path: str, **query: Any) -> Any:
    return cast.client(who).get(BASE + path, query)


def first_record(cast: Cast) -> Submission:
    with workspace_active(cast.river):
        return Submission.objects.get(instance_id="uuid:Ada")


def test_a_program_reads_from_the_project_down_to_the_answers(cast: Cast, form: Form) -> None:
    project = get(cast, "token", "projects").json()["items"][0]
    assert project["name"] == "Visits"
    found = get(cast, "token", "", project=project["id"]).json()["items"]
    assert [(one["id"], one["form_id"], one["records"]) for one in found] == [(str(form.public_id), "visit", 2)]
    versions = get(cast, "token", f"{form.public_id}/versions").json()["items"]
    assert [(one["version"], one["published_at"] is not None) for one in versions] == [("1", True)]
    records = get(cast, "token", f"{form.public_id}/records").json()
    assert ([one["instance_id"] for one in records["items"]], records["count"]) == (["uuid:Bea", "uuid:Ada"], 2)
    whole = get(cast, "token", f"{form.public_id}/records/{records['items'][1]['id']}").json()
    answers = {row["table"]: row["answers"] for row in whole["rows"]}
    assert "Ada" in answers["Submissions"].values() and "Submissions.member" in answers


def test_records_are_filtered_and_paged(cast: Cast, form: Form) -> None:
    path = f"{form.public_id}/records"
    received = first_record(cast).received_at.isoformat()
    assert get(cast, "amina", path, until=received).json()["count"] == 0
    assert get(cast, "amina", path, since=received).json()["count"] == 2
    assert get(cast, "amina", path, below="MWI/").json()["count"] == 0
    assert get(cast, "amina", path, test=True).json()["count"] == 0
    assert [one["instance_id"] for one in get(cast, "amina", path, limit=1, offset=1).json()["items"]] == ["uuid:Ada"]
    assert get(cast, "amina", path, limit=1001).status_code == 422


@pytest.mark.parametrize(
    ("who", "listed", "one", "records", "record"),
    [
        ("amina", 1, 200, 200, 200),
        ("ben", 1, 200, 200, 200),
        ("token", 1, 200, 200, 200),
        ("dina", 1, 200, 200, 404),
        ("device", 1, 200, 403, 404),
        ("chol", 0, 404, 404, 404),
        ("omar", 403, 403, 403, 403),
        ("nobody", 401, 401, 401, 401),
    ],
)
def test_who_may_read(cast: Cast, form: Form, who: str, listed: int, one: int, records: int, record: int) -> None:
    answer = get(cast, who, "")
    assert (answer.json().get("count") if answer.status_code == 200 else answer.status_code) == listed
    assert get(cast, who, str(form.public_id)).status_code == one
    assert get(cast, who, f"{form.public_id}/versions").status_code == one
    assert get(cast, who, f"{form.public_id}/records").status_code == records
    assert get(cast, who, f"{form.public_id}/records/{first_record(cast).public_id}").status_code == record


def test_a_deleted_form_is_gone(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        delete_form(cast.actor("amina"), form)
    assert get(cast, "amina", "").json()["count"] == 0
    assert get(cast, "amina", f"{form.public_id}/records").status_code == 404


def test_reading_a_record_leaves_a_trace(cast: Cast, form: Form) -> None:
    before = AuditEntry.objects.count()
    get(cast, "token", f"{form.public_id}/records/{first_record(cast).public_id}")
    assert AuditEntry.objects.count() == before + 1


def test_guessing_secrets_is_stopped(cast: Cast) -> None:
    for number in range(WRONG_SECRETS.count):
        guessed = Client(headers={"Authorization": f"Bearer {number}"}).get(BASE)
        assert guessed.status_code == 401
    stopped = Client(headers={"Authorization": "Bearer x"}).get(BASE)
    assert (stopped.status_code, stopped.json()["code"]) == (429, "too-many-attempts")
    assert get(cast, "token", "").status_code == 200


def test_a_program_that_asks_without_end_has_to_wait_and_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pamoja.config.api.API_CALLS", Limit(API_CALLS.name, 3, 60))
    for _call in range(3):
        assert get(cast, "token", "").status_code == 200
    stopped = get(cast, "token", "")
    assert (stopped.status_code, int(stopped["Retry-After"]) > 0) == (429, True)
    assert get(cast, "amina", "").status_code == 200


def test_text_that_no_database_takes_is_refused(cast: Cast) -> None:
    answer = cast.client("token").get("/api/places/", {"q": "\x00"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    wrong = get(cast, "token", "", project="x")
    assert [fault["where"] for fault in wrong.json()["errors"]] == ["query.project"]


@pytest.mark.parametrize(
    ("since", "status"),
    [("2020-01-01T00:00:00+21:18", 200), ("2020-01-01T00:00:00", 200), ("0001-01-01T00:00:00+02:00", 422)],
)
def test_a_time_of_any_zone_is_understood(cast: Cast, form: Form, since: str, status: int) -> None:
    assert get(cast, "token", f"{form.public_id}/records", since=since).status_code == status
