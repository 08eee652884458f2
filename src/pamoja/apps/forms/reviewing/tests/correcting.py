"""Changing the answers of many records as a browser does, and what comes of it."""

from typing import Any

from django.urls import reverse

from pamoja.apps.forms.models import AnswerRow, BulkAct, BulkChange, Form
from pamoja.core.testing.cast import Cast


def correct(cast: Cast, form: Form, who: str = "ben", query: str = "", **given: Any) -> Any:
    url = reverse("forms-reviewing:answers", args=[form.pk])
    data = {
        "step": "apply",
        "every": "1",
        "questions": ["/hh/size"],
        "way": "set",
        "value": "7",
        "reason": "Counted again.",
        "skips_broken": "on",
        **given,
    }
    return cast.client(who).post(url + query, data)


def answers(form: Form, path: str) -> dict[str, Any]:
    rows = AnswerRow.objects.filter(form=form, table="Submissions").order_by("submission_id")
    return {row.submission.instance_id.removeprefix("uuid:"): row.answers.get(path) for row in rows}


def whys(act: BulkAct) -> dict[str, str]:
    rows = act.changes.select_related("submission").filter(state=BulkChange.State.SKIPPED)
    return {each.submission.instance_id.removeprefix("uuid:"): each.why for each in rows}


def undo(cast: Cast, who: str, act: BulkAct) -> Any:
    return cast.client(who).post(reverse("forms-reviewing:undo", args=[act.form_id, act.public_id]))
