"""A survey whose hidden answers are markers, so that one of them anywhere in an answer of the server is a leak."""

import io
from collections.abc import Iterator

import pytest

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.protecting.classifying import classed_questions, classify
from pamoja.apps.forms.protecting.tests.reading import Reader
from pamoja.apps.forms.quality.plans import begin_plan
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.accounts.models import Grant, Role, User
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

ANALYST = {
    "forms.project": ["view"],
    "forms.form": ["view", "drafts"],
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


@pytest.fixture
def form(cast: Cast) -> Iterator[Form]:
    """A published form with one record that was edited once; river is active."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, create_project(amina, "Water"), FORM)
        publish_draft(amina, made)
        for instance_id, before in (("uuid:zq1", ""), ("uuid:zq2", "uuid:zq1")):
            answers = ANSWERS.format(photo=f"{'old' if not before else 'new'}-zqphoto.png")
            if before:
                answers = answers.replace("ZQWHO", "ZQNEWWHO").replace("ZQNAME", "ZQNEWNAME")
            xml = record_xml(instance_id, answers, name="ZQTITLE", deprecated=before)
            xml = xml.replace(b"<orx:instanceID>", b"<orx:audit>zqaudit.csv</orx:audit><orx:instanceID>")
            names = (f"{'old' if not before else 'new'}-zqphoto.png", "zqportrait.png", "zqaudit.csv")
            receive_submission(
                amina, made.project_id, xml, {each: io.BytesIO(f"ZQFILE {each}".encode()) for each in names}
            )
        begin_plan(amina, made)
        yield made


@pytest.fixture
def classified(cast: Cast, form: Form) -> Form:
    """The same with its classes; other questions are open."""
    chosen = {each.field.path: CLASSES.get(each.field.path, "open") for each in classed_questions(form)}
    classify(cast.actor("amina"), form, chosen)
    return form


@pytest.fixture
def record(form: Form) -> Submission:
    return Submission.objects.get()


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
