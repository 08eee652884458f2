"""Projects, forms and what comes in."""

from pamoja.apps.forms.models import (
    BulkAct,
    CleaningLine,
    Collector,
    Dataset,
    Entity,
    Export,
    Form,
    FormImport,
    FormVersion,
    PaperBatch,
    Project,
    QualityFlag,
    QualityPlan,
    RedactedDataset,
    RetentionPlan,
    Submission,
)
from pamoja.apps.places.tests.factories import place_at
from pamoja.core.accounts.models import Credential
from pamoja.core.files.models import Blob, StoredFile
from pamoja.core.testing.factories import Wanted, factory


@factory("forms.project")
def make_project(wanted: Wanted) -> Project:
    return make_form(wanted).project


@factory("forms.form")
def make_form(wanted: Wanted) -> Form:
    project = Project.objects.create(name=f"p{wanted.number}", created_by=wanted.owner)
    form = Form.objects.create(project=project, xml_form_id="f", title="f", created_by=wanted.owner)
    form.collectors.add(wanted.assigned_credential)
    return form


@factory("forms.submission")
def make_submission(wanted: Wanted) -> Submission:
    place = place_at(wanted.place_path)
    return Submission.objects.create(
        form=make_form(wanted), instance_id=f"uuid:{wanted.number}", place=place, submitted_by=wanted.owner
    )


@factory("forms.bulk")
def make_act(wanted: Wanted) -> BulkAct:
    return BulkAct.objects.create(form=make_form(wanted), what="review", created_by=wanted.owner)


@factory("forms.import")
def make_import(wanted: Wanted) -> FormImport:
    blob = Blob.objects.create(sha256=str(wanted.number).encode(), size=1, storage_key=f"k{wanted.number}")
    original = StoredFile.objects.create(blob=blob, content_type="x", name="x")
    return FormImport.objects.create(project=make_project(wanted), original=original, created_by=wanted.owner)


@factory("forms.dataset")
def make_dataset(wanted: Wanted) -> Dataset:
    return Dataset.objects.create(project=make_project(wanted), name=f"d{wanted.number}", created_by=wanted.owner)


@factory("forms.entity")
def make_entity(wanted: Wanted) -> Entity:
    place = place_at(wanted.place_path)
    label = f"e{wanted.number}"
    return Entity.objects.create(dataset=make_dataset(wanted), label=label, place=place, created_by=wanted.owner)


@factory("forms.collector")
def make_collector(wanted: Wanted) -> Collector:
    device = Credential.objects.create(
        workspace=wanted.workspace, type="device", name=f"c{wanted.number}", secret_hash=f"collector {wanted.number}"
    )
    return Collector.objects.create(project=make_project(wanted), credential=device)


@factory("forms.quality")
def make_plan(wanted: Wanted) -> QualityPlan:
    return QualityPlan.objects.create(form=make_form(wanted), created_by=wanted.owner)


@factory("forms.export")
def make_export(wanted: Wanted) -> Export:
    return Export.objects.create(form=make_form(wanted), by="user:x", format="csv")


@factory("forms.redacted")
def make_redacted(wanted: Wanted) -> RedactedDataset:
    return RedactedDataset.objects.create(form=make_form(wanted), name="r", created_by=wanted.owner)


@factory("forms.retention")
def make_retention(wanted: Wanted) -> RetentionPlan:
    return RetentionPlan.objects.create(form=make_form(wanted), created_by=wanted.owner)


@factory("forms.flag")
def make_flag(wanted: Wanted) -> QualityFlag:
    submission = make_submission(wanted)
    return QualityFlag.objects.create(form=submission.form, submission=submission, key="k", check_name="outliers")


@factory("forms.cleaning")
def make_line(wanted: Wanted) -> CleaningLine:
    return CleaningLine.objects.create(submission=make_submission(wanted), change="no_action", created_by=wanted.owner)


@factory("forms.paper")
def make_batch(wanted: Wanted) -> PaperBatch:
    form = make_form(wanted)
    version = FormVersion.objects.create(form=form, xml=b"<x/>", md5=f"{wanted.number}", schema={})
    return PaperBatch.objects.create(form=form, form_version=version, name="b", created_by=wanted.owner)
