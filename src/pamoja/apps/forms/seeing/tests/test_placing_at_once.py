"""Two people say at the same moment where a record lies: the second undoes to what the first said."""

from typing import Any

import pytest
from django.db import connection

from pamoja.apps.forms.models import PlaceChange, Submission
from pamoja.apps.forms.services import place_submission, placing
from pamoja.apps.forms.tests.at_once import at_once, paused
from pamoja.apps.places.contracts import Place
from pamoja.core.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_change_begins_where_the_one_before_ended(cast: Cast, ann: Submission, monkeypatch: Any) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")

    def placed(pcode: str) -> None:
        record = Submission.objects.get(pk=ann.pk)
        place_submission(cast.actor("ben"), record, Place.objects.get(pcode=pcode), "Said so.")

    acts = (lambda: placed("MW2"), lambda: placed("MW101"))
    at_once(cast.river, acts, paused(monkeypatch, placing, "record"))
    changes = PlaceChange.objects.order_by("pk").values_list("before__pcode", "after__pcode")
    assert list(changes) == [("MW101", "MW2"), ("MW2", "MW101")]
