"""The demo's forms: a real household survey with its 632 records, sent through the address that phones send to."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from pamoja.apps.forms.models import Form, FormImport, FormVersion, Project
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.services.collectors import add_collector, renew_secret
from pamoja.apps.forms.services.forms import create_project, publish_draft
from pamoja.apps.forms.services.imports import examine_import, start_import
from pamoja.core.accounts.models import Credential
from pamoja.core.permissions import Actor
from pamoja.formats.xform import FormSchema
from pamoja.formats.xform.model import Field

FOLDER = settings.ROOT / "data" / "forms" / "impact_cleaningtools"
FORM_ID, PROJECT, DEVICE = "household_water", "Household survey", "Demo tablet"
# The data's columns are named as R writes them: a byte order mark stayed on the first one.
COLUMNS = {"start": "X.U.FEFF.start"}
UUID = "X_uuid"
BOUNDARY = "pamoja-demo-record"
SAID_EVERY = 100

Say = Callable[[str], None]
Record = Mapping[str, str]


def load_demo_forms(actor: Actor, say: Say = lambda words: None) -> Form:
    """The survey, published, with its records; a second time nothing changes. Needs the workspace to be active."""
    form = Form.objects.filter(xml_form_id=FORM_ID, deleted_at__isnull=True).first() or _published(actor)
    records = list(demo_records())
    if form.submissions.filter(is_test=False).count() < len(records):
        _send(form, _secret(actor, form), records, say)
    return form


def demo_records() -> Iterator[Record]:
    """The rows of the data, as text by column."""
    with (FOLDER / "raw_data.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def submission_of(schema: FormSchema, record: Record) -> bytes:
    """One record as the XML that a phone would send."""
    instance_id = f"uuid:{record[UUID]}"
    body = "".join(_node(each, record, instance_id) for each in schema.children)
    attributes = f"id={quoteattr(schema.form_id)} version={quoteattr(schema.version)}"
    return f"<?xml version='1.0' ?><{schema.root} {attributes}>{body}</{schema.root}>".encode()


def _published(actor: Actor) -> Form:
    project = Project.objects.filter(name=PROJECT).first() or create_project(actor, PROJECT)
    workbook = io.BytesIO((FOLDER / "household.xlsx").read_bytes())
    upload = examine_import(actor, start_import(actor, project, workbook, "household.xlsx"))
    if upload.state != FormImport.State.DONE or upload.result is None:
        raise RuntimeError(f"the demo's form was not imported: {upload.findings}")
    publish_draft(actor, upload.result.form)
    return Form.objects.get(pk=upload.result.form_id)  # type: ignore[no-any-return]


def _secret(actor: Actor, form: Form) -> str:
    device = Credential.objects.filter(workspace=form.workspace, name=DEVICE, revoked_at__isnull=True).first()
    return renew_secret(actor, device) if device else add_collector(actor, DEVICE, [form])[1]


def _send(form: Form, secret: str, records: list[Record], say: Say) -> None:
    version: FormVersion | None = form.published
    if version is None:
        raise RuntimeError("the demo's form is not published")
    schema = schema_of(version)
    path = reverse("odk:submission", kwargs={"key": secret, "project": form.project_id})
    serve = get_wsgi_application()
    for number, record in enumerate(records, 1):
        _post(serve, path, submission_of(schema, record))
        if number % SAID_EVERY == 0 or number == len(records):
            say(f"{number} of {len(records)} records sent")


def _node(field: Field, record: Record, instance_id: str) -> str:
    if field.kind != "field":
        return f"<{field.name}>{''.join(_node(each, record, instance_id) for each in field.children)}</{field.name}>"
    value = instance_id if field.path == "/meta/instanceID" else _value(field, record)
    return f"<{field.name}>{escape(value)}</{field.name}>" if value else f"<{field.name}/>"


def _value(field: Field, record: Record) -> str:
    """The cell of a question; whole numbers lost their form in a table of decimals ("9000.0")."""
    value = record.get(COLUMNS.get(field.name, field.name), "")
    return value.removesuffix(".0") if field.type == "int" else value


def _post(serve: Callable[..., object], path: str, xml: bytes) -> None:
    """Send one record to the server in this very process, over its WSGI door. Raises when it is not taken."""
    head = 'Content-Disposition: form-data; name="xml_submission_file"; filename="record.xml"\r\n'
    body = f"--{BOUNDARY}\r\n{head}Content-Type: text/xml\r\n\r\n".encode() + xml + f"\r\n--{BOUNDARY}--\r\n".encode()
    said: list[str] = []
    answer: Any = serve(_environ(path, body), lambda status, headers, *rest: said.append(status))
    text = b"".join(answer)
    answer.close()
    if int(said[0].split()[0]) not in (HTTPStatus.CREATED, HTTPStatus.ACCEPTED):
        raise RuntimeError(f"a record of the demo was refused: {said[0]} {text[:300]!r}")


def _environ(path: str, body: bytes) -> dict[str, object]:
    """A request as a WSGI server hands it over (PEP 3333)."""
    site = urlsplit(settings.BASE_URL)
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "deviceID=demo",
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "HTTP_X_OPENROSA_VERSION": "1.0",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
    }
