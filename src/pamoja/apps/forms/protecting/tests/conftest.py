"""A survey whose hidden answers are markers, so that one of them anywhere in an answer of the server is a leak."""

import io
from collections.abc import Iterator
from typing import Any

import pytest

from pamoja.apps.forms.models import CleaningLine, Form, QualityFlag, QualityPlan, Submission, SubmissionComment
from pamoja.apps.forms.protecting.classifying import classed_questions, classify
from pamoja.apps.forms.protecting.tests.reading import Reader
from pamoja.apps.forms.quality.plans import begin_plan
from pamoja.apps.forms.reviewing.acts import begin_act, end_act
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import (
    comment_on_submission,
    create_form,
    create_project,
    leave_to_point,
    place_record_file,
    publish_draft,
    receive_submission,
    replace_draft,
    set_record_file,
)
from pamoja.core.accounts.models import Grant, Role, User
from pamoja.core.permissions import Actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

ANALYST = {
    "forms.project": ["view"],
    "forms.form": ["view", "drafts"],
    "forms.bulk": ["view"],
    "forms.submission": ["view", "export"],
    "forms.flag": ["view", "export"],
    "forms.cleaning": ["view", "export", "create"],
    "forms.quality": ["view"],
}
CLASSES = {
    "/name": "direct",
    "/photo": "direct",
    "/point": "direct",
    "/member/who": "direct",
    "/member/photo": "direct",
    "/hh/litres": "sensitive",
}
ANSWERS = """<name>ZQNAME</name><hh><size>4</size><source>well</source><uses>drink cook</uses>
  <litres>987654.25</litres></hh>
  <visit>2026-03-02</visit><point>-9.71717 33.21717 1200 5</point><photo>{photo}</photo>
  <member><who>ZQWHO</who><age>30</age><photo>zqportrait.png</photo></member><strange>ZQSTRANGE</strange>"""
KEPT = {"change": "no_action"}
HERE = {"check_name": "group_outliers", "code": "value-high-here"}
BROKEN = {"check_name": "rules", "code": "rule-broken"}


@pytest.fixture
def form(cast: Cast) -> Iterator[Form]:
    """A published form with one record that was edited once; river is active."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, create_project(amina, "Water"), FORM)
        publish_draft(amina, made)
        _send(amina, made)
        photo = place_record_file(io.BytesIO(b"ZQFILE new-zqphoto.png"), "new-zqphoto.png")
        set_record_file(amina, Submission.objects.get(), "new-zqphoto.png", photo)
        begin_plan(amina, made)
        yield made


def _send(amina: Actor, form: Form, draft_of: Form | None = None) -> None:
    """One record and its edit."""
    for instance_id, before in (("uuid:zq1", ""), ("uuid:zq2", "uuid:zq1")):
        answers = ANSWERS.format(photo=f"{'old' if not before else 'new'}-zqphoto.png")
        if before:
            answers = answers.replace("ZQWHO", "ZQNEWWHO").replace("ZQNAME", "ZQNEWNAME")
        xml = record_xml(instance_id, answers, name="ZQTITLE", deprecated=before)
        xml = xml.replace(b"<orx:instanceID>", b"<orx:audit>zqaudit.csv</orx:audit><orx:instanceID>")
        names = (f"{'old' if not before else 'new'}-zqphoto.png", "zqportrait.png", "zqaudit.csv")
        files: Any = {each: io.BytesIO(f"ZQFILE {each}".encode()) for each in names}
        receive_submission(amina, form.project_id, xml, files, draft_of=draft_of)


@pytest.fixture
def draft(cast: Cast, form: Form) -> None:
    """A draft of the form with the same record, to try it."""
    amina = cast.actor("amina")
    replace_draft(amina, form, FORM.replace(b'version="1"', b'version="2"'))
    form.refresh_from_db()
    _send(amina, form, draft_of=form)


@pytest.fixture
def classified(cast: Cast, form: Form) -> Form:
    """The same with its classes; other questions are open."""
    chosen = {each.field.path: CLASSES.get(each.field.path, "open") for each in classed_questions(form)}
    classify(cast.actor("amina"), form, chosen)
    return form


@pytest.fixture
def record(form: Form) -> Submission:
    return Submission.objects.get(is_test=False)


@pytest.fixture
def found(cast: Cast, form: Form, record: Submission) -> None:
    """What people and checks say of the record: flags on a name, an amount and a size, decisions, words, an act."""
    _said(cast.actor("amina"), form, record)
    _flags(cast.amina, form, record)


def _said(amina: Actor, form: Form, record: Submission) -> None:
    SubmissionComment.objects.create(submission=record, body="ZQSAID why", number=2, written_by=amina.user)
    comment_on_submission(amina, record, "ZQSAID aloud")
    leave_to_point(amina, record, "ZQSAID where")
    settings = {"way": "set", "questions": ["/name"], "labels": ["Name"], "value": "ZQNAME"}
    end_act(amina, begin_act(amina, form, "answers", Submission.objects.all(), settings, "ZQSAID all"))


def _flags(amina: User, form: Form, record: Submission) -> None:
    QualityPlan.objects.filter(form=form).update(place_path="/name")
    high = {"low": 1, "high": 2, "value": "987654.25", "question": "/hh/litres"}
    CleaningLine.objects.create(submission=record, code="value-high", facts=high, **KEPT)
    CleaningLine.objects.create(submission=record, issue="987654.25 is wrong", **KEPT)
    facts = {"value": "ZQNEWNAME", "choice": "ZQNAME"}
    rule = {"rule": "ZQRULE", "name": "r1"}
    of_name, of_size = (
        CleaningLine.objects.create(submission=record, created_by=amina, comment="ZQSAID cleaned", **values)
        for values in (
            {"question": "/name", "old_value": "ZQNEWNAME", "new_value": "ZQNAME", "issue": "ZQNEWNAME?", **KEPT},
            {"question": "/hh/size", "old_value": "4", **KEPT},
        )
    )
    flags: dict[str, dict[str, Any]] = {
        "flag": {"question": "/name", "value": "ZQNEWNAME", "proposed": "ZQNAME", "facts": facts, "decision": of_name},
        "litres": {"question": "/hh/litres", "value": "987654.25", "code": "value-high", "facts": {"low": 1}},
        "size": {"question": "/hh/size", "value": "4", "code": "value-high", "decision": of_size},
        "group": {"question": "/hh/size", "value": "4", "facts": {**high, "group": "ZQNEWNAME"}, **HERE},
        "rule": {"question": "/hh/size", "value": "4", **BROKEN, "facts": rule},
        "rule of litres": {"question": "/hh/litres", "value": "987654.25", **BROKEN, "facts": rule},
    }
    of_record = {"form": form, "submission": record, "subject": "record"}
    common = {"check_name": "outliers", "code": "other-is-choice"}
    for key, values in flags.items():
        QualityFlag.objects.create(key=key, **{**of_record, **common, **values})


@pytest.fixture
def ed(cast: Cast) -> Reader:
    """May read, search and export records, and neither identifiers nor sensitive answers."""
    Role.objects.create(workspace=cast.river, slug="analyst", name="Analyst", permissions=ANALYST)
    user = User.objects.create_user("ed@example.org", name="Ed")
    Grant.objects.create(workspace=cast.river, user=user, role="analyst")
    return Reader(user, cast.river)


@pytest.fixture
def amina(cast: Cast) -> Reader:
    """May do everything."""
    return Reader(cast.amina, cast.river)
