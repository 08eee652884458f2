"""Forms: which there are, and each with its versions, its XML, its workbook and its fields."""

import re
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Form, FormVersion, Project
from pamoja.formats.central.fields import list_fields, named_for_odata
from pamoja.protocols.odk.files import file_response
from pamoja.protocols.odk.form_json import EXCEL, Pair, excel_type, extended_json, form_json, version_json
from pamoja.protocols.odk.found import SCHEMAS, readable, version_at
from pamoja.protocols.odk.rest import Call, refused

XML_TYPE = "application/xml; charset=utf-8"
LINK_WORD = re.compile(r"([0-9a-f]{32})(draft|once)?")
HEAVY = (*SCHEMAS, "published__xml", "draft__xml")


def list_forms(call: Call, project: Project) -> list[dict[str, Any]]:
    """Forms of a project by name, or those that were deleted; drafts and closed ones for who works on them."""
    if not (call.may_all("form.list", project) or call.may_all("open_form.list", project)):
        raise refused("403.1")
    pairs = forms_of(call, project, call.asks("deleted"))
    return extended_json(pairs) if call.is_extended else [form_json(*pair) for pair in pairs]


def forms_of(call: Call, project: Project, is_deleted: bool = False) -> list[Pair]:
    """The forms of a project that the caller may know of, each with its published version, else its draft."""
    if not (call.may_all("form.read", project) or call.may_all("open_form.read", project)):
        return []
    rows = Form.objects.select_related("published__source", "draft__source", "created_by").defer(*HEAVY)
    found = rows.filter(project=project, deleted_at__isnull=not is_deleted)
    if not call.may("form.update", project):
        found = found.filter(published__isnull=False)
    if not call.may("form.read", project):
        found = found.exclude(state=Form.State.CLOSED)
    pairs = [(form, version) for form in found if (version := form.published or form.draft)]
    pairs.sort(key=lambda pair: (pair[1].name or pair[0].xml_form_id, pair[0].pk))
    return pairs


def read(call: Call, project: Project, form_id: str, **which: str) -> dict[str, Any]:
    """One form, with what was said at its publication for who may change it."""
    form, version = version_at(call, project, form_id, **which)
    if not call.is_extended:
        return form_json(form, version)
    return extended_json([(form, version)])[0] | _notes(call, form, version)


def read_xml(call: Call, project: Project, form_id: str, **which: str) -> HttpResponse:
    """The XML of a form, byte for byte."""
    _form, version = version_at(call, project, form_id, **which)
    return HttpResponse(bytes(version.xml), content_type=XML_TYPE)


def read_workbook(call: Call, project: Project, form_id: str, extension: str, **which: str) -> HttpResponseBase:
    """The workbook that a version was made of, as it came. Raises 404.1 for another kind of workbook, or none."""
    form, version = version_at(call, project, form_id, **which)
    if version.source is None or excel_type(version) != EXCEL[extension]:
        raise refused("404.1")
    return file_response(call.request, version.source, f"{form.xml_form_id}.{extension}")


def read_fields(call: Call, project: Project, form_id: str, **which: str) -> list[dict[str, Any]]:
    """Every field of a form, on wish under the names that OData has for them."""
    _form, version = version_at(call, project, form_id, **which)
    fields = list_fields(bytes(version.xml))
    return [each.to_json() for each in (named_for_odata(fields) if call.asks("odata") else fields)]


def list_versions(call: Call, project: Project, form_id: str) -> list[dict[str, Any]]:
    """Every version that was published, the newest first."""
    form, _version = version_at(call, project, form_id)
    rows = form.versions.filter(published_at__isnull=False).select_related("source", "published_by")
    found = rows.defer("xml", "schema").order_by("-published_at", "-pk")
    return [version_json(form, each, call.is_extended) | _notes(call, form, each) for each in found]


def _notes(call: Call, form: Form, version: FormVersion) -> dict[str, Any]:
    is_told = call.is_extended and call.may("form.update", form=form)
    return {"publishNotes": version.publish_notes or None} if is_told else {}


def read_linked(call: Call, word: str) -> dict[str, Any]:
    """A form by the word that stands for it (`link_word`)."""
    match = LINK_WORD.fullmatch(word)
    if match is None or call.workspace is None:
        raise refused("404.1")
    rows = Form.objects.select_related("project", "published", "draft").filter(deleted_at__isnull=True)
    form: Form | None = rows.filter(public_id=match[1]).first()
    if form is None:
        raise refused("404.1")
    return form_json(form, readable(call, form, form.draft if match[2] == "draft" else form.published))
