"""How the demo's records come in: as XML, through the address that phones send to."""

import io
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from pamoja.apps.forms.models import Form, FormImport, Project
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.services.collectors import add_collector, renew_secret
from pamoja.apps.forms.services.drafts import publish_draft
from pamoja.apps.forms.services.forms import create_project
from pamoja.apps.forms.services.imports import examine_import, start_import
from pamoja.core.accounts.models import Credential
from pamoja.core.permissions import Actor
from pamoja.formats.xform import Field, FormSchema

BOUNDARY = "pamoja-demo-record"
SAID_EVERY = 100

Say = Callable[[str], None]
Answers = Mapping[str, Any]


def load_sent_form(
    actor: Actor, project: str, workbook: Path, form_id: str, device: str, records: Mapping[str, Answers], say: Say
) -> Form:
    """The form, published, with these records by their ids, sent unless all are there."""
    known = Form.objects.filter(xml_form_id=form_id, deleted_at__isnull=True).first()
    form: Form = known or published_form(actor, project, workbook)
    if form.published and form.submissions.filter(is_test=False).count() < len(records):
        schema = schema_of(form.published)
        send_records(actor, form, device, (submission_xml(schema, each, key) for key, each in records.items()), say)
    return form


def published_form(actor: Actor, project_name: str, workbook: Path) -> Form:
    """The form of a workbook, imported and published as a person would."""
    project = Project.objects.filter(name=project_name).first() or create_project(actor, project_name)
    upload = start_import(actor, project, io.BytesIO(workbook.read_bytes()), workbook.name)
    upload = examine_import(actor, upload)
    if upload.state != FormImport.State.DONE or upload.result is None:
        raise RuntimeError(f"the demo's form was not imported: {upload.findings}")
    publish_draft(actor, upload.result.form)
    return Form.objects.get(pk=upload.result.form_id)  # type: ignore[no-any-return]


def send_records(actor: Actor, form: Form, device: str, records: Iterable[bytes], say: Say) -> None:
    """Send each record as the device of that name."""
    path = reverse("odk:submission", kwargs={"key": _secret(actor, form, device), "project": form.project_id})
    serve, found = get_wsgi_application(), list(records)
    for number, xml in enumerate(found, 1):
        _post(serve, path, xml)
        if number % SAID_EVERY == 0 or number == len(found):
            say(f"{form}: {number} of {len(found)} records sent")


def submission_xml(schema: FormSchema, answers: Answers, instance_id: str) -> bytes:
    """The XML that a phone would send.

    `answers` are texts by name of question, of a repeat a list of such; `entity` are the attributes of its entity.
    """
    body = "".join(_node(each, {**answers, "instanceID": instance_id}) for each in schema.children)
    attributes = f"id={quoteattr(schema.form_id)} version={quoteattr(schema.version)}"
    return f"<?xml version='1.0' ?><{schema.root} {attributes}>{body}</{schema.root}>".encode()


def _node(field: Field, answers: Answers) -> str:
    if field.kind == "repeat":
        return "".join(_element(field, each) for each in answers.get(field.name, ()))
    if field.kind == "group":
        return _element(field, answers)
    value = answers.get(field.name, "")
    return f"<{field.name}>{escape(value)}</{field.name}>" if value else f"<{field.name}/>"


def _element(field: Field, answers: Answers) -> str:
    said = answers.get("entity", {}) if field.is_entity else {}
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in said.items())
    return f"<{field.name}{attributes}>{''.join(_node(each, answers) for each in field.children)}</{field.name}>"


def _secret(actor: Actor, form: Form, name: str) -> str:
    device = Credential.objects.filter(workspace=form.workspace, name=name, revoked_at__isnull=True).first()
    return renew_secret(actor, device) if device else add_collector(actor, name, [form])[1]


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
