"""A record is purged while somebody edits it: it does not come back, and who edits is told that it is gone."""

from typing import Any

import pytest
from django.db import connection

from pamoja.apps.forms.models import AnswerRow, Form, Submission, SubmissionVersion
from pamoja.apps.forms.problems import SUBMISSION_UNKNOWN
from pamoja.apps.forms.protecting import purging
from pamoja.apps.forms.services import edit_submission
from pamoja.apps.forms.tests.at_once import at_once, paused
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.formats.xform.editing import edited

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_edit_that_waits_for_a_purge_finds_no_record(
    cast: Cast, form: Form, record: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    amina, newest = cast.actor("amina"), record.newest()
    xml = edited(bytes(newest.xml), "uuid:later", newest.instance_id, {"/name": "Later"})

    def purge() -> None:
        due = Submission.objects.filter(pk=record.pk)
        purging.purge_records(amina, form, due, False, lambda _count: None)

    def edit() -> Any:
        with pytest.raises(Problem) as refused:
            edit_submission(amina, record, xml, "Too late.")
        assert refused.value.kind == SUBMISSION_UNKNOWN

    at_once(cast.river, (purge, edit), paused(monkeypatch, purging, "forget_findings"))
    for model in (Submission, SubmissionVersion, AnswerRow):
        assert not model.objects.exists()
