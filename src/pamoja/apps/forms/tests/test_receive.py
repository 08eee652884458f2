"""What becomes of a submission: the table of docs/reference/openrosa.md, "What is done with it"."""

import io
from collections.abc import Iterator

import pytest
from django.db import transaction

from pamoja.apps.forms.models import AnswerRow, Form, Project, Submission, SubmissionVersion
from pamoja.apps.forms.services import (
    create_form,
    create_project,
    delete_submission,
    publish_draft,
    receive_submission,
    set_form_state,
)
from pamoja.apps.forms.services.incoming import Incoming
from pamoja.apps.forms.services.ingest import write_group
from pamoja.apps.forms.services.submissions import _writer
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.audit.models import AuditEntry
from pamoja.core.events.models import Event
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


@pytest.fixture
def project(cast: Cast) -> Iterator[Project]:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_project(amina, "Visits")
        publish_draft(amina, create_form(amina, made, form_xml()))
        yield made


@pytest.fixture
def ben(cast: Cast) -> Actor:
    return cast.actor("ben")


def test_a_new_id_is_stored_byte_for_byte_and_shredded(cast: Cast, project: Project, ben: Actor) -> None:
    xml = submission_xml()
    receipt = receive_submission(ben, project.pk, xml)
    assert receipt.outcome == "created"
    submission = Submission.objects.get()
    assert submission.submitted_by == cast.ben
    assert bytes(submission.versions.get().xml) == xml
    rows = AnswerRow.objects.order_by("id")
    assert [row.table for row in rows] == ["Submissions", "Submissions.member", "Submissions.member"]
    assert rows[0].answers["/name"] == "Ada"
    assert rows[0].answers["/age"] == 3
    assert [(row.position, row.answers["/member/who"]) for row in rows[1:]] == [("0", "A"), ("1", "B")]
    assert {row.parent_id for row in rows[1:]} == {"uuid:1"}


def test_the_receipt_is_audited_and_told_without_answers(project: Project, ben: Actor) -> None:
    receive_submission(ben, project.pk, submission_xml(name="Secret"))
    assert AuditEntry.objects.get(verb="submit").actor == ben.label
    event = Event.objects.get(name="submission.received")
    assert event.object_id == str(Submission.objects.get().public_id)
    assert "Secret" not in str(event.data) + str(AuditEntry.objects.values_list("detail", flat=True))


def test_the_same_bytes_again_only_bring_files(project: Project, ben: Actor) -> None:
    xml = submission_xml(photo="p.png")
    receive_submission(ben, project.pk, xml)
    assert (Submission.objects.get().files_expected, Submission.objects.get().files_present) == (1, 0)
    again = receive_submission(ben, project.pk, xml, {"p.png": io.BytesIO(PNG)})
    assert again.outcome == "completed"
    submission = Submission.objects.get()
    assert submission.files_present == 1
    assert submission.files.get().file.content_type == "image/png"
    assert SubmissionVersion.objects.count() == 1


def test_a_record_whose_group_failed_is_written_with_keys_of_its_own(
    cast: Cast, project: Project, ben: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows were made ready once, and were given keys by the transaction that came to nothing."""
    waiting: list[Incoming] = []
    monkeypatch.setattr(_writer, "submit", waiting.append)
    for number in (1, 2):
        receive_submission(ben, project.pk, submission_xml(f"uuid:{number}"))
    with monkeypatch.context() as patch, pytest.raises(RuntimeError), transaction.atomic():
        patch.setattr("pamoja.apps.forms.services.ingest.emit_many", _fail)
        write_group(waiting)
    assert not Submission.objects.exists()
    for each in reversed(waiting):  # other keys than before
        with transaction.atomic():
            write_group([each])
    for submission in Submission.objects.all():
        assert submission.versions.get().instance_id == submission.instance_id
        assert submission.rows.get(table="Submissions").row_id == submission.instance_id
        assert submission.rows.count() == 3
    assert Submission.objects.count() == 2


def _fail(*_args: object) -> None:
    raise RuntimeError("the disk is full")


def test_the_same_id_with_other_answers_clashes(project: Project, ben: Actor) -> None:
    receive_submission(ben, project.pk, submission_xml())
    with pytest.raises(Problem, match="submission-differs"):
        receive_submission(ben, project.pk, submission_xml(name="Eve"))


def test_an_edit_replaces_the_rows_and_keeps_the_address(project: Project, ben: Actor) -> None:
    receive_submission(ben, project.pk, submission_xml())
    ids = set(AnswerRow.objects.values_list("row_id", flat=True))
    edit = submission_xml("uuid:2", name="Eve", deprecated="uuid:1")
    assert receive_submission(ben, project.pk, edit).outcome == "edited"
    submission = Submission.objects.get()
    assert (submission.instance_id, submission.edits) == ("uuid:1", 1)
    assert set(AnswerRow.objects.values_list("row_id", flat=True)) == ids
    assert AnswerRow.objects.get(table="Submissions").answers["/name"] == "Eve"
    assert receive_submission(ben, project.pk, edit).outcome == "completed"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (submission_xml("uuid:3", deprecated="uuid:none"), "submission-unknown"),
        (submission_xml("uuid:3", deprecated="uuid:1"), "submission-outdated"),
        (submission_xml("uuid:1"), "submission-outdated"),
        (submission_xml("uuid:1", deprecated="uuid:2"), "instance-id-taken"),
        (submission_xml("uuid:2", name="Other", deprecated="uuid:1"), "submission-differs"),
        (submission_xml("uuid:9", version="7"), "form-version-unknown"),
        (submission_xml("uuid:9", form_id="nothing"), "not-found"),
        (b"<data", "submission-malformed"),
        (b"<data><name/></data>", "submission-malformed"),
    ],
)
def test_what_is_refused_after_an_edit(project: Project, ben: Actor, xml: bytes, code: str) -> None:
    receive_submission(ben, project.pk, submission_xml())
    receive_submission(ben, project.pk, submission_xml("uuid:2", name="Eve", deprecated="uuid:1"))
    with pytest.raises(Problem, match=code):
        receive_submission(ben, project.pk, xml)
    assert SubmissionVersion.objects.count() == 2


def test_a_deleted_submission_stays_deleted(cast: Cast, project: Project, ben: Actor) -> None:
    receive_submission(ben, project.pk, submission_xml())
    delete_submission(cast.actor("amina"), Submission.objects.get())
    with pytest.raises(Problem, match="submission-deleted"):
        receive_submission(ben, project.pk, submission_xml())


def test_a_closed_form_takes_nothing_and_a_closing_one_does(cast: Cast, project: Project, ben: Actor) -> None:
    form = Form.objects.get()
    set_form_state(cast.actor("amina"), form, "closing")
    receive_submission(ben, project.pk, submission_xml("uuid:1"))
    set_form_state(cast.actor("amina"), form, "closed")
    with pytest.raises(Problem, match="form-closed"):
        receive_submission(ben, project.pk, submission_xml("uuid:2"))


def test_a_submission_without_an_id_gets_one(project: Project, ben: Actor) -> None:
    xml = submission_xml().replace(b"<orx:instanceID>uuid:1</orx:instanceID>", b"")
    first, second = (receive_submission(ben, project.pk, xml) for _ in range(2))
    assert first.instance_id != second.instance_id
    assert Submission.objects.count() == 2


def test_an_odd_answer_is_kept_and_remarked(project: Project, ben: Actor) -> None:
    receive_submission(ben, project.pk, submission_xml(age="three"))
    assert AnswerRow.objects.get(table="Submissions").answers["/age"] == "three"
    assert [remark["code"] for remark in Submission.objects.get().remarks] == ["bad_value"]


def test_a_damaged_photo_is_kept_as_it_came(project: Project, ben: Actor) -> None:
    receive_submission(ben, project.pk, submission_xml(photo="p.png"), {"p.png": io.BytesIO(PNG[:40])})
    assert Submission.objects.get().files.get().file.size == 40


@pytest.mark.parametrize(("name", "code"), [("token", "submission-not-welcome"), ("chol", "not-found")])
def test_who_may_not_submit(cast: Cast, project: Project, name: str, code: str) -> None:
    actor = cast.actor(name)
    with workspace_active(actor.workspace), pytest.raises(Problem, match=code):
        receive_submission(actor, project.pk, submission_xml())
    assert not Submission.everywhere.exists()


def test_a_district_worker_may_submit_and_reads_only_her_district(cast: Cast, project: Project) -> None:
    from pamoja.apps.forms.selectors import submissions

    receive_submission(cast.actor("dina"), project.pk, submission_xml())
    form = Form.objects.get()
    assert submissions(cast.actor("amina"), form).count() == 1
    assert submissions(cast.actor("dina"), form).count() == 0
