"""Answers of many records changed by one rule: previewed, judged, a version each, undone by a version more."""

from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import BulkAct, CleaningLine, Form, Submission, SubmissionComment
from pamoja.apps.forms.reviewing import acts
from pamoja.apps.forms.reviewing.tests.correcting import answers, correct, undo, whys
from pamoja.apps.forms.seeing.tests.survey import record_xml
from pamoja.apps.forms.services import receive_submission
from pamoja.core.audit.models import AuditEntry
from pamoja.core.events.models import Event
from pamoja.core.testing.cast import Cast
from pamoja.formats.xform import read_envelope


def test_a_preview_shows_before_and_after_and_changes_nothing(cast: Cast, form: Form) -> None:
    page = correct(cast, form, step="preview").content.decode()
    assert "3 records would change" in page
    row = '<th scope="row">Ann of Chitipa</th><td dir="auto">4</td><td dir="auto">7</td>'
    assert row in page
    assert answers(form, "/hh/size") == {"ann": 4, "bo": 6, "cy": "many"}


def test_every_record_gets_a_version_with_the_reason(cast: Cast, form: Form, ann: Submission) -> None:
    correct(cast, form)
    assert answers(form, "/hh/size") == {"ann": 7, "bo": 7, "cy": 7}
    assert answers(form, "/hh/litres") == {"ann": "20.50", "bo": "55", "cy": None}, "nothing else changes"
    ann.refresh_from_db()
    newest = ann.versions.get(number=2)
    assert read_envelope(bytes(newest.xml)).deprecated_id == newest.deprecated_id == "uuid:ann"
    assert (ann.edits, ann.review_state) == (1, "edited")
    assert ann.rows.filter(table="Submissions.member").count() == 2
    assert set(SubmissionComment.objects.values_list("body", "number")) == {("Counted again.", 2)}
    assert AuditEntry.objects.filter(verb="edit", actor=cast.actor("ben").label).count() == 3
    assert Event.objects.filter(name="submission.edited").count() == 3
    assert not AuditEntry.objects.filter(detail__icontains="Counted").exists()


def test_an_undo_is_a_version_more(cast: Cast, form: Form, ann: Submission, bo: Submission) -> None:
    correct(cast, form)
    xml = record_xml("uuid:bo3", "<name>Bob</name>", deprecated=bo.versions.get(number=2).instance_id)
    receive_submission(cast.actor("amina"), form.project_id, xml)
    act = BulkAct.objects.get()
    assert undo(cast, "ben", act).status_code == 302
    assert answers(form, "/hh/size") == {"ann": 4, "bo": None, "cy": "many"}
    states = dict(act.changes.values_list("submission__instance_id", "state"))
    assert states == {"uuid:ann": "undone", "uuid:bo": "kept", "uuid:cy": "undone"}
    first, second, third = ann.versions.order_by("number")
    assert third.deprecated_id == second.instance_id and second.deprecated_id == first.instance_id
    said = ann.comments.get(number=3).body
    assert said == "Undone: Counted again."
    told = cast.client("ben").get(reverse("forms-seeing:record", args=[form.pk, ann.public_id])).context["history"]
    assert [[(c.label, c.old, c.new) for c in each.changes] for each in told[:2]] == [
        [("Size", "7", "4")],
        [("Size", "4", "7")],
    ]


@pytest.mark.parametrize(
    ("given", "path", "expected"),
    [
        ({"way": "clear"}, "/hh/size", {"ann": None, "bo": None, "cy": None}),
        (
            {"way": "replace", "questions": ["/name"], "find": "B", "replacement": "M"},
            "/name",
            {"ann": "Ann", "bo": "Mo", "cy": "=1+2"},
        ),
        (
            {"way": "recode", "codes": "4 = 5\nmany = 9"},
            "/hh/size",
            {"ann": 5, "bo": 6, "cy": 9},
        ),
        (
            {"questions": ["/hh/source"], "value": "A tap"},
            "/hh/source",
            {"ann": "tap", "bo": "tap", "cy": "tap"},
        ),
        (
            {"questions": ["/hh/uses"], "value": "Drinking, wash"},
            "/hh/uses",
            {"ann": ["drink", "wash"], "bo": ["drink", "wash"], "cy": ["drink", "wash"]},
        ),
        (
            {"way": "recode", "questions": ["/hh/uses"], "codes": "Drinking = cook"},
            "/hh/uses",
            {"ann": ["cook"], "bo": ["cook"], "cy": ["wash", "cook"]},
        ),
        (
            {"way": "clear", "questions": ["/hh/size", "/visit"]},
            "/visit",
            {"ann": None, "bo": None, "cy": None},
        ),
    ],
)
def test_the_ways_of_correcting(
    cast: Cast, form: Form, given: dict[str, Any], path: str, expected: dict[str, Any]
) -> None:
    assert correct(cast, form, **given).status_code == 302
    assert answers(form, path) == expected
    undo(cast, "ben", BulkAct.objects.get())
    assert answers(form, "/name") == {"ann": "Ann", "bo": "Bo", "cy": "=1+2"}


@pytest.mark.parametrize(
    "given",
    [
        {"value": "a lot"},
        {"value": ""},
        {"questions": ["/hh/source"], "value": "a lake"},
        {"questions": ["/hh/source"], "way": "replace", "find": "w", "replacement": "v"},
        {"questions": []},
        {"questions": ["/member/age"]},
        {"questions": ["/photo"]},
        {"questions": ["/point"], "value": "1 2"},
        {"way": "recode", "codes": "4"},
        {"way": "recode", "codes": "4 = a lot"},
        {"way": "replace", "questions": ["/name"], "find": ""},
        {"way": "replace", "questions": ["/name"], "find": "n", "replacement": "n" * 1001},
        {"reason": " "},
        {"way": "melt"},
    ],
)
def test_what_cannot_be_is_refused_with_a_word(cast: Cast, form: Form, given: dict[str, Any]) -> None:
    """Repeats, files and positions are corrected one by one: they are not offered."""
    answer = correct(cast, form, **given)
    assert answer.status_code == 422 and "Some of the input needs a correction." in answer.content.decode()
    assert not BulkAct.objects.exists()


def test_the_preview_tells_of_decisions_of_the_cleaning_log(cast: Cast, form: Form, ann: Submission) -> None:
    CleaningLine.objects.create(
        submission=ann, question="/hh/size", old_value="4", new_value="40", change="change_response"
    )
    assert "decision on this answer of 1 record, which will" in correct(cast, form, step="preview").content.decode()
    page = correct(cast, form, step="preview", questions=["/name"], value="X").content.decode()
    assert "decision on this answer" not in page


@pytest.mark.parametrize(
    ("who", "status", "changed"),
    [
        ("amina", 302, "ann bo cy"),
        ("ben", 302, "ann bo cy"),
        ("dina", 302, "ann"),
        ("chol", 404, ""),
        ("nobody", 302, ""),
    ],
)
def test_who_may_correct_many(cast: Cast, form: Form, who: str, status: int, changed: str) -> None:
    assert correct(cast, form, who).status_code == status
    assert " ".join(name for name, size in answers(form, "/hh/size").items() if size == 7) == changed
    url = reverse("forms-reviewing:answers", args=[form.pk])
    assert cast.client(who).get(url).status_code == {"chol": 404, "nobody": 302}.get(who, 200)


def test_who_may_only_look_corrects_nothing(cast: Cast, form: Form) -> None:
    cast.ben.grants.update(role="viewer")
    assert correct(cast, form).status_code == 403
    assert not BulkAct.objects.exists()


def test_answers_out_of_reach_by_now_are_not_changed(cast: Cast, form: Form, ann: Submission) -> None:
    dina = cast.actor("dina")
    rule = {"questions": ["/hh/size"], "way": "set", "value": "7"}
    act = acts.begin_act(dina, form, "answers", Submission.objects.filter(pk=ann.pk), rule, "late")
    Submission.objects.filter(pk=ann.pk).update(place=None)
    acts.apply_act(dina, act)
    assert whys(act) == {"ann": "unreachable"} and answers(form, "/hh/size")["ann"] == 4


def test_the_page_of_an_act_names_no_answer(cast: Cast, form: Form) -> None:
    url = correct(cast, form, questions=["/name"], value="Zacharias")["Location"]
    page = cast.client("amina").get(url).content.decode()
    assert "Set the answer: Name" in page and "Zacharias" not in page
    french = cast.client("amina").get(f"{url}?language=French (fr)").content.decode()
    assert ": Nom</h1>" in french or ": Nom<" in french, "the question in the reader's language"
