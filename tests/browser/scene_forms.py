"""Forms to be seen: a real household survey with some of its records, and a small one with repeats and a photo."""

import io
from itertools import islice
from typing import Any

from pamoja.apps.forms.making.tests.conftest import REFUSED, REPAIRABLE
from pamoja.apps.forms.models import BulkAct, Form, Project, QualityFlag, RedactedDataset, Submission
from pamoja.apps.forms.plain.correcting import begin_correction
from pamoja.apps.forms.plain.keeping import begin, keep
from pamoja.apps.forms.plain.sessions import resumed
from pamoja.apps.forms.quality.checking import check_form
from pamoja.apps.forms.quality.decisions import decide, decisions_on
from pamoja.apps.forms.quality.plans import begin_plan
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.redacting.services import begin_dataset, make_version
from pamoja.apps.forms.reviewing.acts import apply_act, begin_act
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.jobs import export_records
from pamoja.apps.forms.seeing.tests.conftest import PNG
from pamoja.apps.forms.seeing.tests.survey import FORM, RECORDS, record_xml
from pamoja.apps.forms.services import (
    add_collector,
    create_form,
    create_project,
    delete_form,
    delete_submission,
    examine_import,
    publish_draft,
    receive_submission,
    replace_draft,
    start_import,
)
from pamoja.apps.forms.services.demo import FOLDER, demo_records, submission_of
from pamoja.apps.forms.services.records import locate_submission
from pamoja.apps.forms.talking.interface import Inbound
from pamoja.apps.forms.talking.keeping import say
from pamoja.apps.forms.talking.trials import begin_trial
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.core.files.models import StoredFile
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.running import run
from pamoja.core.permissions import Actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from tests.browser.scene_paper import make_paper

MOST_RECORDS = 60


def make_forms(cast: Cast) -> dict[str, Any]:
    """A project with a form at each stage of its life."""
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        project = create_project(amina, "Household survey", "What families drink, and from where.")
        water = _water(amina, project)
        device, _secret = add_collector(amina, "Tablet 1", [water])
        household = _household(amina, project)
        return {
            "project": project.pk,
            "form": water.pk,
            "household_form": household.pk,
            **_quality(amina, household),
            "draft": create_form(amina, project, form_xml("draft", title="Not yet published")).pk,
            "gone": _gone(amina, project).pk,
            "device": device.public_id,
            "export": _export(cast, water),
            "filling": begin(amina, water).public_id,
            "trial": _trial(amina, water),
            "household_filling": begin(amina, household).public_id,
            "repairable": _upload(amina, project, REPAIRABLE),
            "refused": _upload(amina, project, REFUSED),
            **_corrections(amina, water),
            **make_paper(cast, water),
            **_records(amina, water),
            "redacted": _redacted(amina, water).public_id,
            "redacted_to_nothing": _redacted(amina, water, name="Too few", suppression="records").public_id,
        }


def _water(amina: Actor, project: Project) -> Form:
    """Published, with records, and a new draft."""
    form = create_form(amina, project, FORM)
    publish_draft(amina, form)
    for instance_id in RECORDS:
        files = {"ann.png": io.BytesIO(PNG)} if instance_id == "uuid:ann" else {}
        receive_submission(amina, project.pk, record_xml(instance_id), files)
    fresh: Form = Form.objects.get(pk=form.pk)
    replace_draft(amina, fresh, FORM.replace(b'version="1"', b'version="2"').replace(b"Litres a day", b"Litres"))
    return fresh


def _trial(amina: Actor, form: Form) -> Any:
    """The draft being tried by SMS, with one answer that breaks a rule."""
    fresh = Form.objects.get(pk=form.pk)
    assert fresh.draft
    trial = begin_trial(amina, fresh, fresh.draft, "sms", "en")
    for number, text in enumerate(("Ann", "many")):
        say(amina, trial, Inbound(str(number), text))
    return trial


def _corrections(amina: Actor, form: Form) -> dict[str, Any]:
    """One record half corrected; another that was edited while somebody corrected it."""
    ann, bo = (Submission.objects.get(form=form, instance_id=each) for each in ("uuid:ann", "uuid:bo"))
    begun = {"correction": begin_correction(amina, ann), "outdated_correction": begin_correction(amina, bo)}
    for each in begun.values():
        session = resumed(amina, each)
        session.set("/name", "Somebody else")
        keep(each, session, "")
    receive_submission(amina, form.project_id, record_xml("uuid:bo2", RECORDS["uuid:bo"], "Bo", "uuid:bo"))
    return {name: each.public_id for name, each in begun.items()}


def _records(amina: Actor, form: Form) -> dict[str, Any]:
    ann, bo, cy = (Submission.objects.get(form=form, instance_id=each) for each in RECORDS)
    for each in (ann, bo):
        locate_submission(each)
    chosen = Submission.objects.filter(pk__in=[bo.pk, cy.pk])
    act = begin_act(amina, form, BulkAct.What.REVIEW, chosen, {"state": "hasIssues"}, "Ask in the village again.")
    apply_act(amina, act)
    delete_submission(amina, cy)
    return {"record": ann.public_id, "deleted_record": cy.public_id, "bulk_act": act.public_id}


def _export(cast: Cast, form: Form) -> Any:
    """A file of its records that was made in the background."""
    ids = {"form": form.pk, "options": Options("csv").as_json()}
    label = cast.actor("amina").label
    job = Progress.objects.create(workspace=cast.river, actor=label, name=export_records.name, arguments=ids)
    run(str(job.public_id))
    return StoredFile.objects.get(kind="forms.export").public_id


def _redacted(amina: Actor, form: Form, **values: str) -> RedactedDataset:
    dataset = begin_dataset(amina, form, {"name": "Water sources for partners", "suppression": "none", **values})
    make_version(amina, dataset)
    return dataset


def _household(amina: Actor, project: Project) -> Form:
    """The survey of the demo, with its long labels and many questions."""
    workbook = io.BytesIO((FOLDER / "household.xlsx").read_bytes())
    upload = examine_import(amina, start_import(amina, project, workbook, "household.xlsx"))
    assert upload.result, upload.findings
    publish_draft(amina, upload.result.form)
    form: Form = Form.objects.get(pk=upload.result.form_id)
    assert form.published
    schema = schema_of(form.published)
    for each in islice(demo_records(), MOST_RECORDS):
        receive_submission(amina, project.pk, submission_of(schema, each))
    return form


def _quality(amina: Actor, form: Form) -> dict[str, Any]:
    """Its records checked, and one flag decided on."""
    check_form(begin_plan(amina, form))
    first, second = QualityFlag.objects.filter(form=form, submission__isnull=False).order_by("pk")[:2]
    tables = FormTables(form)
    decide(amina, form, tables, decisions_on(tables, [first], "no_action", comment="asked again: it is so"))
    return {"decided_flag": first.pk, "open_flag": second.pk}


def _gone(amina: Actor, project: Project) -> Form:
    form = create_form(amina, project, form_xml("gone", title="No longer asked"))
    delete_form(amina, form)
    return form


def _upload(amina: Actor, project: Project, content: bytes) -> Any:
    upload = start_import(amina, project, io.BytesIO(content), "visit.xlsx")
    examine_import(amina, upload)
    return upload.public_id
