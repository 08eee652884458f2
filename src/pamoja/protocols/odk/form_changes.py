"""Making, changing, publishing and deleting forms."""

from typing import Any
from urllib.parse import unquote

from django.db import transaction

from pamoja.apps.forms.contracts import Form, FormVersion, Project
from pamoja.apps.forms.services import (
    check_field_types,
    copy_to_draft,
    create_form,
    delete_form,
    discard_draft,
    keep_workbook,
    publish_draft,
    removed_fields,
    replace_draft,
    restore_form,
    set_form_state,
    set_itemsets,
    set_webforms,
)
from pamoja.apps.forms.services.entities import entities_of_form
from pamoja.formats.central import UNDEFINED
from pamoja.formats.central.fields import list_fields
from pamoja.formats.xform import FormSchema, XFormRefused, parse_xform
from pamoja.formats.xlsform import Converted, XlsFormRefused, convert
from pamoja.formats.xlsform.contracts import MAX_BYTES
from pamoja.protocols.odk.bodies import has_body, read_body
from pamoja.protocols.odk.form_json import EXCEL, form_json
from pamoja.protocols.odk.found import form_at
from pamoja.protocols.odk.rest import SUCCESS, Call, refused, slow

MOST_FORM_ID = 64
ENDINGS = (".xml", ".xls", ".xlsx")
NAMED_LIKE_A_FILE = (
    "The Form ID cannot end in .xls, .xlsx, or .xml. Please either specify an allowed ID in the form itself, or rename"
    " the file (eg change form.xls.xls to form.xls)."
)
NOTES = "X-Action-Notes"
OFFLINE = (
    "Entities specification version [{}] is not compatible with Offline Entities. Please use version 2024.1.0 or later."
)


class Sent:
    """A form as it was sent: its XML, and the workbook that the XML was made of."""

    def __init__(self, call: Call) -> None:
        """Read and convert. Raises 400.15, 400.2, 400.8."""
        kinds = {mime: ending for ending, mime in EXCEL.items()}
        self.ending = kinds.get(call.request.content_type or "")
        self.content = read_body(call.request, MAX_BYTES)
        self.converted = self._converted(call) if self.ending else None
        self.xml = self.converted.xml.encode() if self.converted else self.content
        self.schema = _parsed(self.xml)

    def _converted(self, call: Call) -> Converted:
        fallback = unquote(call.request.headers.get("X-XlsForm-FormId-Fallback", ""))
        try:
            return convert(self.content, f"{fallback or 'form'}.{self.ending}")
        except XlsFormRefused as error:
            found = [f"{each.sheet}!{each.cell}: {each.reason}" for each in error.findings]
            raise refused("400.15", error="\n".join(found), warnings=[]) from error

    def warnings(self, call: Call) -> dict[str, list[str]]:
        """What the conversion found odd, unless the caller wants to hear nothing of it."""
        found = self.converted.warnings if self.converted and not call.asks("ignoreWarnings") else ()
        return {"xlsFormWarnings": list(found)} if found else {}

    def keep(self) -> Any:
        """Store the workbook; nothing for XML."""
        if self.ending is None:
            return None
        return keep_workbook(self.content, f"{self.schema.form_id}.{self.ending}", EXCEL[self.ending])

    def fill(self, call: Call, draft: FormVersion | None) -> None:
        """Give the draft the external choices that the workbook brought, where it asks for them."""
        if draft and self.converted and self.converted.itemsets is not None:
            set_itemsets(call.actor, draft, self.converted.itemsets)


@slow
def create(call: Call, project: Project) -> dict[str, Any]:
    """A new form with a draft, on wish published at once."""
    call.require("form.create", project)
    sent = Sent(call)
    if not any(each.name == "meta" and each.type == "structure" for each in list_fields(sent.xml)):
        raise refused("400.27")
    _check_warnings(sent.warnings(call), _remarks(call, _namesakes(project, sent.schema), sent.schema))
    with transaction.atomic():
        form = create_form(call.actor, project, sent.xml, sent.keep())
        sent.fill(call, form.draft)
        if call.asks("publish"):
            publish_draft(call.actor, form, notes=_notes(call), at=form.created_at)
    return _told(form)


@slow
def set_draft(call: Call, project: Project, form_id: str) -> dict[str, Any]:
    """A new draft of what is sent; of what is published when nothing is."""
    form = form_at(call, project, form_id, "form.update")
    if not has_body(call.request):
        if form.published is None:
            raise refused("400.2", field="xml")
        copy_to_draft(call.actor, form)
        return SUCCESS
    sent = Sent(call)
    if sent.schema.form_id != form.xml_form_id:
        reason = "does not match the form you are updating"
        raise refused("400.8", field="xmlFormId", value=sent.schema.form_id, reason=reason)
    check_field_types(form, sent.xml)
    lost = [] if call.asks("ignoreWarnings") else removed_fields(form, sent.xml)
    changed = [{"type": "structureChanged", "details": lost}] if lost else []
    _check_warnings(sent.warnings(call), _remarks(call, changed, sent.schema))
    with transaction.atomic():
        sent.fill(call, replace_draft(call.actor, form, sent.xml, sent.keep()))
    return SUCCESS


def publish(call: Call, project: Project, form_id: str) -> dict[str, Any]:
    """Publish the draft, on wish under another version."""
    form = form_at(call, project, form_id, "form.update")
    publish_draft(call.actor, form, call.query.get("version") or None, _notes(call))
    return SUCCESS


def discard(call: Call, project: Project, form_id: str) -> dict[str, Any]:
    """Give the draft up."""
    discard_draft(call.actor, form_at(call, project, form_id, "form.update"))
    return SUCCESS


def change(call: Call, project: Project, form_id: str) -> dict[str, Any]:
    """Open, closing or closed, and whether web forms are used."""
    form = form_at(call, project, form_id, "form.update")
    state, webforms = call.body.get("state"), call.body.get("webformsEnabled")
    if state is not None:
        if state not in Form.State.values:
            raise refused("400.8", field="state", value=state, reason="It is open, closing or closed.")
        set_form_state(call.actor, form, state)
    if isinstance(webforms, bool):
        set_webforms(call.actor, form, webforms)
    return _told(form)


def remove(call: Call, project: Project, form_id: str) -> dict[str, Any]:
    """Take a form out of sight."""
    delete_form(call.actor, form_at(call, project, form_id, "form.delete"))
    return SUCCESS


def restore(call: Call, project: Project, number: str) -> dict[str, Any]:
    """Bring a deleted form back, by its number."""
    if not number.isdecimal():
        raise refused("400.11", value=number, expected="integer")
    form: Form | None = Form.objects.filter(project=project, pk=int(number), deleted_at__isnull=False).first()
    if form is None:
        raise refused("404.1")
    call.require("form.restore", form=form)
    restore_form(call.actor, form)
    return SUCCESS


def _parsed(xml: bytes) -> FormSchema:
    """Raises 400.2, 400.8, 400.13."""
    try:
        schema = parse_xform(xml)
    except XFormRefused as error:
        raise refused("400.2", field="formId") from error
    if schema.form_id.endswith(ENDINGS):
        raise refused("400.8", field="formId", value=schema.form_id, reason=NAMED_LIKE_A_FILE)
    if len(schema.form_id) > MOST_FORM_ID:
        raise refused("400.13")
    return schema


def _namesakes(project: Project, schema: FormSchema) -> list[dict[str, Any]]:
    """A warning when the project had a form with this id, which is deleted."""
    deleted = Form.objects.filter(project=project, xml_form_id=schema.form_id, deleted_at__isnull=False)
    if not deleted.exists():
        return []
    return [{"type": "deletedFormExists", "details": {"xmlFormId": schema.form_id}}]


def _remarks(call: Call, found: list[dict[str, Any]], schema: FormSchema) -> list[dict[str, Any]]:
    """What a person should know before, unless they want to hear nothing of it. Refused: 400.25."""
    version = entities_of_form(schema).old_version
    if call.asks("ignoreWarnings"):
        return []
    old = {"type": "oldEntityVersion", "details": {"version": version}, "reason": OFFLINE.format(version)}
    return [*found, old] if version else found


def _check_warnings(of_workbook: dict[str, Any], of_work: list[dict[str, Any]]) -> None:
    """Raises 400.16 when there are any."""
    warnings = of_workbook | ({"workflowWarnings": of_work} if of_work else {})
    if warnings:
        raise refused("400.16", warnings=warnings)


def _notes(call: Call) -> str:
    """What is noted of the publishing, quoted in its header. Raises 400.6 for what is no text."""
    try:
        notes = unquote(call.request.headers.get(NOTES, ""), errors="strict")
    except UnicodeDecodeError:
        notes = "\0"
    if "\0" in notes:  # PostgreSQL takes none in a text
        raise refused("400.6", field=NOTES.lower(), value=UNDEFINED)
    return notes


def _told(form: Form) -> dict[str, Any]:
    form = Form.objects.select_related("published", "draft").get(pk=form.pk)
    version = form.published or form.draft
    if version is None:
        raise refused("404.1")
    return form_json(form, version)
