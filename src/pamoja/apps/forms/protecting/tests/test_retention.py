"""Retention plans: when records are due, who is warned, who may plan, and what a hold does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import Form, RetentionPlan, Submission
from pamoja.apps.forms.protecting.jobs import keep_no_longer, warn
from pamoja.apps.forms.protecting.retention import (
    begin_retention,
    change_retention,
    due_records,
    months_after,
    months_before,
    next_purge,
)
from pamoja.apps.forms.services import set_form_state
from pamoja.core.clock import now
from pamoja.core.jobs.models import Progress
from pamoja.core.notifications.models import Notification
from pamoja.core.testing.cast import Cast


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [("2026-03-31", 1, "2026-02-28"), ("2024-03-31", 1, "2024-02-29"), ("2026-01-15", 24, "2024-01-15")],
)
def test_months_are_those_of_the_calendar(day: str, months: int, wanted: str) -> None:
    assert months_before(_moment(day), months) == _moment(wanted)


def test_a_plan_never_leaves_the_calendar() -> None:
    assert months_after(_moment("2026-05-31"), 1200).year == 2126
    assert months_before(_moment("0001-01-01"), 1200).year == 1


def test_records_are_due_by_when_they_came(cast: Cast, form: Form, record: Submission) -> None:
    plan = begin_retention(cast.actor("amina"), form, {"months": 6})
    at = months_after(record.received_at, 6)
    assert not due_records(plan, at - timedelta(seconds=1)).exists()
    assert due_records(plan, at).get() == record
    assert next_purge(plan) == at


def test_or_by_when_the_form_was_closed(cast: Cast, form: Form, record: Submission) -> None:
    plan = begin_retention(cast.actor("amina"), form, {"months": 6, "since": "closed"})
    late = now() + timedelta(days=365)
    assert not due_records(plan, late).exists() and next_purge(plan) is None, "it is open"
    set_form_state(cast.actor("amina"), form, "closed")
    assert due_records(plan, late).exists() and not due_records(plan, now()).exists()


def test_managers_are_told_once_before_and_a_job_is_started_when_it_is_time(
    cast: Cast, form: Form, record: Submission
) -> None:
    plan = begin_retention(cast.actor("amina"), form, {"months": 6, "warn_days": 14})
    assert warn(plan) == 0 and keep_no_longer() == 0
    Submission.objects.update(received_at=months_before(now() + timedelta(days=10), 6))
    assert keep_no_longer() == 0
    told = Notification.objects.filter(code="records-will-go")
    assert list(told.values_list("user__name", flat=True)) == ["Amina"], "not those who may not plan"
    keep_no_longer()
    assert told.count() == 1
    Submission.objects.update(received_at=now() - timedelta(days=365))
    assert keep_no_longer() == 1
    assert Progress.objects.filter(name="forms.purge_records").count() == 1


def test_a_hold_says_since_when_and_by_whom(cast: Cast, form: Form, record: Submission) -> None:
    amina = cast.actor("amina")
    plan = begin_retention(amina, form, {"months": 1})
    Submission.objects.update(received_at=now() - timedelta(days=365))
    assert due_records(plan, now()).exists()
    held = change_retention(amina, plan, {"hold_reason": "Court"}, plan.version).row
    assert (held.held_by, held.is_held) == (cast.amina, True) and held.held_at
    assert not due_records(held, now()).exists() and next_purge(held) is None
    freed = change_retention(amina, held, {"hold_reason": ""}, held.version).row
    assert freed.held_at is None and due_records(freed, now()).exists()


PEOPLE = [("amina", 200), ("ben", 403), ("dina", 403), ("chol", 404), ("nobody", 302), ("device", 302)]


@pytest.mark.parametrize(("who", "status"), PEOPLE)
def test_who_sees_the_plan(cast: Cast, form: Form, who: str, status: int) -> None:
    assert cast.client(who).get(reverse("forms-protecting:retention", args=[form.pk])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 302), ("ben", 404), ("dina", 404), ("chol", 404), ("nobody", 302)]
)
def test_who_purges(cast: Cast, form: Form, who: str, status: int) -> None:
    begin_retention(cast.actor("amina"), form, {"months": 1})
    answer = cast.client(who).post(reverse("forms-protecting:purge", args=[form.pk]))
    assert answer.status_code == status
    assert Progress.objects.filter(name="forms.purge_records").exists() == (who == "amina")


def test_the_page_plans_and_shows_what_would_go(cast: Cast, form: Form, record: Submission) -> None:
    url, browser = reverse("forms-protecting:retention", args=[form.pk]), cast.client("amina")
    values: dict[str, Any] = {"is_on": "on", "what": "records", "months": 1, "since": "received", "warn_days": 14}
    assert browser.post(url, {**values, "months": 0}).status_code == 422
    assert browser.post(url, values).status_code == 302
    Submission.objects.update(received_at=now() - timedelta(days=365))
    page = browser.get(url)
    assert "Purge now" in page.text and "1 record" in page.text
    plan = RetentionPlan.objects.get()
    assert browser.post(url, {**values, "hold_reason": "Court", "based_on": plan.version}).status_code == 302
    assert "Nothing is purged" in browser.get(url).text
