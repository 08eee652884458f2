"""The demo's survey: real answers of 632 households, sent through the address that phones send to."""

import csv
from collections.abc import Iterator, Mapping

from django.conf import settings

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.services.demo_sending import Say, published_form, send_records, submission_xml
from pamoja.core.permissions import Actor
from pamoja.formats.xform import Field, FormSchema

FOLDER = settings.ROOT / "data" / "forms" / "impact_cleaningtools"
FORM_ID, PROJECT, DEVICE = "household_water", "Household survey", "Demo tablet"
# The data's columns are named as R writes them: a byte order mark stayed on the first one.
COLUMNS = {"start": "X.U.FEFF.start"}
UUID = "X_uuid"

Record = Mapping[str, str]


def load_demo_forms(actor: Actor, say: Say = lambda words: None) -> Form:
    """The survey, published, with its records; a second time nothing changes. Needs the workspace to be active."""
    known = Form.objects.filter(xml_form_id=FORM_ID, deleted_at__isnull=True).first()
    form: Form = known or published_form(actor, PROJECT, FOLDER / "household.xlsx")
    records = list(demo_records())
    if form.published and form.submissions.filter(is_test=False).count() < len(records):
        schema = schema_of(form.published)
        send_records(actor, form, DEVICE, (submission_of(schema, each) for each in records), say)
    return form


def demo_records() -> Iterator[Record]:
    """The rows of the data, as text by column."""
    with (FOLDER / "raw_data.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def submission_of(schema: FormSchema, record: Record) -> bytes:
    """One record as the XML that a phone would send."""
    answers = {each.name: _value(each, record) for each in schema.fields if each.kind == "field"}
    return submission_xml(schema, answers, f"uuid:{record[UUID]}")


def _value(field: Field, record: Record) -> str:
    """The cell of a question; whole numbers lost their form in a table of decimals ("9000.0")."""
    value = record.get(COLUMNS.get(field.name, field.name), "")
    return value.removesuffix(".0") if field.type == "int" else value
