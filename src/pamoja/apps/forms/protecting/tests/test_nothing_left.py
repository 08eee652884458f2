"""After a purge nothing of the records is left anywhere in the database or among the files, but the audit's counts."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import CASCADE, ForeignKey
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pamoja.apps.forms import models
from pamoja.apps.forms.models import Filling, Form, RetentionPlan, Submission
from pamoja.apps.forms.plain.correcting import begin_correction
from pamoja.apps.forms.protecting.classifying import classed_questions, classify
from pamoja.apps.forms.protecting.jobs import keep_no_longer, purge_due
from pamoja.apps.forms.protecting.retention import begin_retention, due_records, next_purge
from pamoja.apps.forms.protecting.tests.conftest import CLASSES
from pamoja.apps.forms.redacting import services as redacting
from pamoja.apps.forms.redacting.services import begin_dataset, make_version
from pamoja.apps.forms.reviewing.acts import begin_act, end_act
from pamoja.apps.forms.seeing.access import seen_by
from pamoja.apps.forms.seeing.exports import services as exporting
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.exports.services import keep_export
from pamoja.apps.forms.seeing.jobs import export_records
from pamoja.apps.forms.seeing.tests.survey import record_xml
from pamoja.apps.forms.services import comment_on_submission, leave_to_point, receive_submission
from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.running import run
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast

MARKERS = (
    "ZQNAME",
    "ZQNEWNAME",
    "ZQWHO",
    "ZQTITLE",
    "ZQSTRANGE",
    "ZQFILE",
    "ZQSAID",
    "ZQFLAG",
    "ZQGROUP",
    "ZQCLEAN",
    "ZQENTITY",
    "ZQRULE",
    "ZQPLACED",
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def full(cast: Cast, form: Form, record: Submission) -> Submission:
    """The record with everything that can hang on one, and exports of it."""
    amina = cast.actor("amina")
    comment_on_submission(amina, record, "ZQSAID about ZQNEWNAME")
    line = models.CleaningLine.objects.create(
        submission=record, question="/name", old_value="ZQNEWNAME", new_value="ZQCLEAN", change="change_response"
    )
    of_record: dict[str, Any] = {
        "submission": record,
        "value": "ZQFLAG",
        "facts": {"value": "ZQNEWNAME"},
        "decision": line,
    }
    of_group = {"collector": "ZQGROUP", "facts": {"detail": "ZQGROUP"}, "subject": "collector"}
    for key, values in (("1", of_record), ("2", of_group)):
        models.QualityFlag.objects.create(form=form, key=key, check_name="outliers", code="value-high", **values)
    models.InterviewTiming.objects.create(submission=record, active_s=3)
    begin_correction(amina, record)
    act = begin_act(amina, form, "answers", Submission.objects.filter(pk=record.pk), {"value": "ZQRULE"}, "ZQRULE")
    end_act(amina, act)
    leave_to_point(amina, record, "ZQPLACED")
    progress = Progress.objects.create(
        workspace=cast.river, actor=amina.label, name=export_records.name,
        arguments={"form": form.pk, "options": Options("csv").as_json()},
    )  # fmt: skip
    run(str(progress.public_id))
    _entity(form, record)
    return record


def _entity(form: Form, record: Submission) -> None:
    dataset = models.Dataset.objects.create(project=form.project, name="people")
    entity = models.Entity.objects.create(dataset=dataset, label="ZQENTITY", data={"name": "ZQENTITY"})
    source = models.EntitySource.objects.create(submission_version=record.versions.get(number=1))
    models.EntityVersion.objects.create(
        entity=entity, source=source, number=1, label="ZQENTITY", received={"n": "ZQENTITY"}
    )


def _plan(cast: Cast, form: Form, **values: Any) -> RetentionPlan:
    return begin_retention(cast.actor("amina"), form, {"months": 6, **values})


def _purge(cast: Cast, plan: RetentionPlan) -> None:
    progress = Progress.objects.create(
        workspace=cast.river, actor=cast.actor("amina").label, name=purge_due.name, arguments={"plan": plan.pk}
    )
    run(str(progress.public_id))
    progress.refresh_from_db()
    assert progress.state == Progress.State.DONE, progress.problem


def _grow_old(form: Form, days: int = 200) -> None:
    Submission.objects.filter(form=form).update(received_at=now() - timedelta(days=days))


def _database() -> Iterator[str]:
    """Every row of every table, as text with its table's name."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield f"{table}: " + " ".join(_text(cell) for cell in row)


def _text(cell: Any) -> str:
    return bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)


def _files(cast: Cast) -> Iterator[str]:
    root = Path(settings.MEDIA_ROOT) / str(cast.river.public_id)  # other tests have files of their own
    for path in root.rglob("*") if root.exists() else ():
        if path.is_file():
            yield f"{path}: {path.read_bytes().decode('latin-1')}"


def _left(cast: Cast) -> set[str]:
    return {
        f"{marker} in {each[:60]}" for each in (*_database(), *_files(cast)) for marker in MARKERS if marker in each
    }


def test_nothing_is_left(cast: Cast, form: Form, full: Submission) -> None:
    found = " ".join(_left(cast))
    assert all(marker in found for marker in MARKERS), "all of them are planted"
    assert StoredFile.objects.filter(kind="forms.export").exists() and Filling.objects.exists()
    _grow_old(form)
    _purge(cast, _plan(cast, form, has_entities=True))
    assert _left(cast) == set()
    assert not Submission.objects.exists() and not Filling.objects.exists()
    assert not StoredFile.objects.filter(kind__in=["forms.export", "forms.attachment"]).exists()
    counted: dict[str, int] = {}
    for proof in AuditEntry.objects.filter(verb="purge-records"):
        counted |= {name: counted.get(name, 0) + count for name, count in proof.detail.items()}
    assert {name: counted[name] for name in ("records", "versions", "comments", "entities", "exports")} == {
        "records": 1, "versions": 2, "comments": 1, "entities": 1, "exports": 1
    }  # fmt: skip
    assert counted["files"] == 6, "a photo, a portrait and a log with each of two versions"
    page = cast.client("amina").get(reverse("forms-protecting:retention", args=[form.pk])).text
    assert "What has gone" in page


@pytest.fixture
def stripping(cast: Cast, form: Form, full: Submission) -> RetentionPlan:
    """A plan that takes protected answers out of the record, which is old enough."""
    amina = cast.actor("amina")
    chosen = {each.field.path: CLASSES.get(each.field.path, "open") for each in classed_questions(form)}
    classify(amina, form, chosen)
    models.CleaningLine.objects.create(
        submission=full, question="/hh/size", old_value="4", new_value="5", change="change_response", comment="ZQSAID"
    )
    _grow_old(form)
    return _plan(cast, form, what="answers", has_entities=True)


def test_protected_answers_go_and_the_rest_of_the_record_stays(
    cast: Cast, form: Form, full: Submission, stripping: RetentionPlan
) -> None:
    photo = full.files.get(name="new-zqphoto.png")
    _purge(cast, stripping)
    assert _left(cast) == set()
    assert not [each for each in (*_database(), *_files(cast)) if "987654.25" in each or "33.21717" in each]
    full.refresh_from_db()
    assert (full.rows.get(table="Submissions").answers["/hh/size"], full.edits) == (4, 1)
    assert full.rows.get(table="Submissions.member").answers == {"/member/age": 30}
    assert [b"<size>4</size>" in bytes(each.xml) for each in full.versions.all()] == [True, True]
    assert not models.SubmissionFile.objects.filter(pk=photo.pk).exists()
    line = full.cleaning.get()
    assert (line.question, line.new_value, line.comment) == ("/hh/size", "5", ""), "what was decided on the rest"
    page = cast.client("amina").get(reverse("forms-seeing:record", args=[form.pk, full.public_id]))
    assert page.status_code == 200 and "ZQ" not in page.text


def test_it_is_done_once_and_again_after_an_edit(
    cast: Cast, form: Form, full: Submission, stripping: RetentionPlan
) -> None:
    _purge(cast, stripping)
    assert keep_no_longer() == 0 and not due_records(stripping, now()).exists() and next_purge(stripping) is None
    again = record_xml("uuid:zq3", "<name>ZQNAME</name><hh><size>5</size></hh>", deprecated="uuid:zq2")
    receive_submission(cast.actor("amina"), form.project_id, again)
    assert keep_no_longer() == 1
    _purge(cast, stripping)
    assert _left(cast) == set()
    assert full.rows.get(table="Submissions").answers["/hh/size"] == 5 and full.versions.count() == 3


def test_without_classes_nothing_is_taken_out(cast: Cast, form: Form, full: Submission) -> None:
    _grow_old(form)
    plan = _plan(cast, form, what="answers")
    before = _left(cast)
    _purge(cast, plan)
    assert _left(cast) == before
    url = reverse("forms-protecting:retention", args=[form.pk])
    values = {"is_on": "on", "what": "answers", "months": 1, "since": "received", "warn_days": 14}
    assert "Say first who sees which answers." in cast.client("amina").post(url, values).text


def test_what_is_not_due_stays(cast: Cast, form: Form, full: Submission) -> None:
    _grow_old(form, days=100)
    young = record_xml("uuid:young", "<name>Young</name>")
    receive_submission(cast.actor("amina"), form.project_id, young, {"a.txt": io.BytesIO(b"x")})
    plan = _plan(cast, form)
    _purge(cast, plan)
    assert Submission.objects.count() == 2
    Submission.objects.filter(pk=full.pk).update(received_at=now() - timedelta(days=200))
    _purge(cast, plan)
    assert list(Submission.objects.values_list("instance_id", flat=True)) == ["uuid:young"]
    assert {each.partition(" ")[0] for each in _left(cast)} == {"ZQENTITY"}, (
        "entities are kept unless their end is wanted"
    )


def test_what_was_keyed_from_paper_and_never_handed_in_goes_too(cast: Cast, form: Form) -> None:
    form.refresh_from_db()
    assert form.published is not None
    batch = models.PaperBatch.objects.create(form=form, form_version=form.published, name="Week 1")
    for number, days, state in (("1", 200, "first"), ("2", 200, "done"), ("3", 100, "differs"), ("4", 200, "waiting")):
        came = now() - timedelta(days=days)
        sheet = models.PaperSheet.objects.create(batch=batch, number=number, state=state, created_at=came)
        touched = now() if number == "4" else came
        models.PaperEntry.objects.create(sheet=sheet, turn=1, person=cast.ben, updated_at=touched)
    plan = _plan(cast, form, hold_reason="Court")
    _purge(cast, plan)
    assert models.PaperSheet.objects.count() == 4
    RetentionPlan.objects.update(hold_reason="")
    assert keep_no_longer() == 1, "although no record is due"
    _purge(cast, plan)
    assert set(models.PaperSheet.objects.values_list("number", flat=True)) == {"2", "3", "4"}
    assert AuditEntry.objects.get(verb="purge-records").detail == {"sheets": 1}


def test_a_file_that_was_begun_before_a_purge_is_not_kept(
    cast: Cast, form: Form, full: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    _grow_old(form)
    plan = _plan(cast, form)
    amina = cast.actor("amina")
    dataset = begin_dataset(amina, form, {"name": "For partners"})

    def purged_meanwhile(module: Any, name: str) -> None:
        whole = getattr(module, name)

        def late(*args: Any, **kwargs: Any) -> Any:
            made = whole(*args, **kwargs)
            _purge(cast, plan)
            return made

        monkeypatch.setattr(module, name, late)

    purged_meanwhile(exporting, "write_export")
    with pytest.raises(Problem, match="conflict"):
        keep_export(seen_by(amina, form.pk, "", ""), Options("csv"), lambda rows: None)
    _grow_old(form)
    receive_submission(amina, form.project_id, record_xml("uuid:zq9", "<name>ZQNAME</name>"))
    _grow_old(form)
    purged_meanwhile(redacting, "redacted")
    with pytest.raises(Problem, match="conflict"):
        make_version(amina, dataset)
    assert not StoredFile.objects.exists() and not [each for each in _left(cast) if "ENTITY" not in each]


def test_records_are_locked_before_anything_of_them_goes(cast: Cast, form: Form, full: Submission) -> None:
    _grow_old(form)
    with CaptureQueriesContext(connection) as asked:
        _purge(cast, _plan(cast, form))
    touched = [each["sql"] for each in asked if "forms_submission" in each["sql"] or "forms_answerrow" in each["sql"]]
    of_records = [sql for sql in touched if not sql.startswith("SELECT COUNT")]
    if connection.features.has_select_for_update:
        assert "FOR UPDATE OF" in of_records[0], "an edit that arrives is before the purge or too late"


def test_a_hold_stops_it(cast: Cast, form: Form, full: Submission) -> None:
    _grow_old(form)
    plan = _plan(cast, form, hold_reason="Court")
    _purge(cast, plan)
    assert keep_no_longer() == 0
    assert Submission.objects.exists()


@pytest.mark.parametrize("model", [each for name in models.__all__ if isinstance(each := getattr(models, name), type)])
def test_what_hangs_on_a_record_goes_with_it(model: Any) -> None:
    """A new table that keeps answers must go with its record, or be named here with the reason."""
    if not hasattr(model, "_meta"):
        return
    keys = [each for each in model._meta.get_fields() if isinstance(each, ForeignKey)]
    kept = {
        ("EntitySource", "submission_version"),  # of entities, which may outlive their records
        ("PaperSheet", "submission"),  # it forgets its answers when it is handed in
    }
    for each in keys:
        if each.related_model in (Submission, models.SubmissionVersion) and (model.__name__, each.name) not in kept:
            assert each.remote_field.on_delete is CASCADE, f"{model.__name__}.{each.name}"
