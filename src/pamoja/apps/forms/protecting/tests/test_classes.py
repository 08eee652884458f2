"""Putting questions into classes: what is proposed, who decides, and what holds for questions that come later."""

from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.plain.correcting import begin_correction
from pamoja.apps.forms.protecting.classes import propose
from pamoja.apps.forms.protecting.classifying import classed_questions, classify
from pamoja.apps.forms.protecting.hiding import hidden_from
from pamoja.apps.forms.protecting.tests.reading import Reader
from pamoja.apps.forms.seeing.tests.survey import FORM
from pamoja.apps.forms.services import publish_draft, replace_draft
from pamoja.core.accounts.models import Grant
from pamoja.core.audit.models import AuditEntry
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import DINAS_PLACE, Cast
from pamoja.formats.xform import parse_xform

QUESTION = b"""<input ref="/data/name">"""
CALCULATED = (
    b"""<bind nodeset="/data/hh/litres" type="string" calculate="concat(/data/name, ' of ', /data/hh/size)"/>"""
)


def test_proposals_follow_types_and_words() -> None:
    found = propose(parse_xform(FORM))
    assert {path: found[path] for path in ("/name", "/point", "/photo", "/member/photo")} == dict.fromkeys(
        ("/name", "/point", "/photo", "/member/photo"), "direct"
    )
    assert found["/member/age"] == "quasi"
    assert "/hh/source" not in found and "/visit" not in found


def test_a_calculation_that_takes_in_an_identifier_is_one() -> None:
    form = FORM.replace(b"""<bind nodeset="/data/hh/litres" type="decimal"/>""", CALCULATED)
    assert propose(parse_xform(form))["/hh/litres"] == "direct"
    assert "/hh/litres" not in propose(parse_xform(form.replace(b"concat(/data/name,", b"concat(/data/name2,")))


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 200), ("ben", 403), ("dina", 403), ("chol", 404), ("nobody", 302), ("device", 302)]
)
def test_who_decides(cast: Cast, form: Form, who: str, status: int) -> None:
    assert cast.client(who).get(reverse("forms-protecting:classes", args=[form.pk])).status_code == status


def _chosen(page: Any, **classes: str) -> dict[str, str]:
    given = page.context["classes_form"]
    return {f"q{n}": classes.get(each.field.name, each.class_now) for n, each in enumerate(given.questions)}


def test_the_page_decides_on_every_question(cast: Cast, form: Form) -> None:
    url, browser = reverse("forms-protecting:classes", args=[form.pk]), cast.client("amina")
    page = browser.get(url)
    assert "Nothing is decided yet" in page.text
    answer = browser.post(url, _chosen(page, litres="sensitive", visit="quasi"))
    assert answer.status_code == 302
    form.refresh_from_db()
    assert (form.classes["/hh/litres"], form.classes["/visit"], form.classes["/name"]) == (
        "sensitive",
        "quasi",
        "direct",
    )
    assert form.classes["/hh/source"] == "open" and "/note" not in form.classes
    entry = AuditEntry.objects.get(verb="classify")
    assert entry.detail["sensitive"] == 1
    refused = browser.post(url, {**_chosen(page), "q0": "secret"})
    assert refused.status_code == 422


def test_who_may_not_see_an_answer_cannot_open_it(cast: Cast, classified: Form, ed: Reader) -> None:
    Grant.objects.filter(user=ed.user).update(role="viewer")
    with pytest.raises(Problem, match="not-allowed"):
        classify(ed.actor, classified, {"/name": "open"})
    role = cast.river.roles.get(slug="analyst")
    role.permissions["forms.form"] = ["view", "change"]
    role.save()
    Grant.objects.filter(user=ed.user).update(role="analyst")
    with pytest.raises(Problem, match="answers-hidden"):
        classify(ed.actor, classified, {"/name": "open"})


def test_who_may_not_see_an_answer_cannot_correct_the_record(cast: Cast, classified: Form, ed: Reader) -> None:
    role = cast.river.roles.get(slug="analyst")
    role.permissions["forms.submission"] = ["view", "change"]
    role.save()
    with pytest.raises(Problem, match="answers-hidden"):
        begin_correction(ed.actor, Submission.objects.get())
    assert begin_correction(cast.actor("ben"), Submission.objects.get())


def test_a_question_that_comes_later_is_what_its_words_propose(cast: Cast, classified: Form, ed: Reader) -> None:
    more = FORM.replace(b'version="1"', b'version="2"').replace(b"<visit/>", b"<visit/><phone/><rain/>")
    more = more.replace(QUESTION, b"""<input ref="/data/phone"><label>Phone</label></input>
      <input ref="/data/rain"><label>Rain</label></input>""" + QUESTION)  # fmt: skip
    replace_draft(cast.actor("amina"), classified, more)
    publish_draft(cast.actor("amina"), classified)
    hidden = hidden_from(ed.actor, classified)
    assert hidden.hides("/phone") and not hidden.hides("/rain") and hidden.hides("/nowhere")
    assert [each.decided for each in classed_questions(classified) if each.field.path in ("/phone", "/rain")] == [
        "",
        "",
    ]


def test_a_verb_counts_only_where_it_holds_for_every_record_that_one_sees(classified: Form, ed: Reader) -> None:
    Grant.objects.create(workspace=ed.workspace, user=ed.user, role="worker", scope="place", place_path=DINAS_PLACE)
    assert hidden_from(ed.actor, classified), "all records are read, those of one district with identifiers"
    Grant.objects.filter(user=ed.user, role="analyst").delete()
    assert not hidden_from(ed.actor, classified), "only that district is read"
    Grant.objects.filter(user=ed.user).delete()
    Grant.objects.create(workspace=ed.workspace, user=ed.user, role="analyst")
    Grant.objects.create(
        workspace=ed.workspace, user=ed.user, role="manager", scope="within",
        within_kind="forms.form", within_id=classified.pk,
    )  # fmt: skip
    assert not hidden_from(ed.actor, classified), "every record of this form"


def test_a_worker_and_the_owner_see_all(cast: Cast, classified: Form) -> None:
    assert not hidden_from(cast.actor("amina"), classified)
    assert not hidden_from(cast.actor("ben"), classified)
    assert not hidden_from(cast.actor("dina"), classified)
