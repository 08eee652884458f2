"""Form lists, forms, manifests and form files."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Form, FormVersion
from pamoja.apps.forms.selectors import find_form, forms_to_collect
from pamoja.core.files.services import read_chunks
from pamoja.core.permissions import Actor, may
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.formats.openrosa import CONTENT_TYPE, ListedForm, MediaFile, content_disposition, form_list, manifest
from pamoja.protocols.odk.addresses import draft_url, form_url

TAGS = re.compile(r'"([0-9a-f]{32})"')
EMPTY_VERSION = "___"


def list_forms(request: HttpRequest, actor: Actor, project: int, key: str | None) -> HttpResponse:
    """`formList`: every published form that the caller may fill in."""
    forms: Iterable[Form] = forms_to_collect(actor, project)
    wanted = request.GET.get("formID")
    listed = [
        _listed(form, form.published, form_url(project, form.xml_form_id, key))
        for form in forms
        if form.published and wanted in (None, form.xml_form_id)
    ]
    return HttpResponse(form_list(listed), content_type=CONTENT_TYPE)


def list_draft(request: HttpRequest, form: Form) -> HttpResponse:
    """`formList` of a test link: the draft alone."""
    url = draft_url(form.project_id, form.xml_form_id, form.draft_token)
    return HttpResponse(form_list([_listed(form, _draft(form), url)]), content_type=CONTENT_TYPE)


def form_xml(
    request: HttpRequest, actor: Actor, project: int, key: str | None, form_id: str, version: str | None = None
) -> HttpResponse:
    """The XML of a form, byte for byte."""
    return _xml(_version(actor, project, form_id, version))


def draft_xml(request: HttpRequest, form: Form) -> HttpResponse:
    """The XML of a draft."""
    return _xml(_draft(form))


def form_manifest(
    request: HttpRequest, actor: Actor, project: int, key: str | None, form_id: str, version: str | None = None
) -> HttpResponse:
    """Which files go with a form."""
    suffix = "" if version is None else f"/versions/{version}"
    return _manifest(_version(actor, project, form_id, version), form_url(project, form_id, key) + suffix)


def draft_manifest(request: HttpRequest, form: Form) -> HttpResponse:
    """Which files go with a draft."""
    return _manifest(_draft(form), draft_url(form.project_id, form.xml_form_id, form.draft_token))


def form_file(
    request: HttpRequest,
    actor: Actor,
    project: int,
    key: str | None,
    form_id: str,
    name: str,
    version: str | None = None,
) -> HttpResponseBase:
    """One file of a form."""
    return _file(request, _version(actor, project, form_id, version), name)


def draft_file(request: HttpRequest, form: Form, name: str) -> HttpResponseBase:
    """One file of a draft."""
    return _file(request, _draft(form), name)


def _listed(form: Form, version: FormVersion, url: str) -> ListedForm:
    has_files = version.files.exists()
    return ListedForm(
        form_id=form.xml_form_id,
        name=version.schema.get("title") or form.xml_form_id,
        version=version.version,
        hash=version.md5,
        download_url=f"{url}.xml",
        manifest_url=f"{url}/manifest" if has_files else "",
    )


def _version(actor: Actor, project: int, form_id: str, version: str | None) -> FormVersion:
    """The version that the address names; without one, the published version."""
    form = find_form(actor, project, form_id)
    if form.state == Form.State.CLOSED and not may(actor, "drafts", form):
        raise Problem(NOT_ALLOWED)
    if version is None:
        found = form.published
    else:
        name = "" if version == EMPTY_VERSION else version
        found = form.versions.filter(version=name, published_at__isnull=False).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _draft(form: Form) -> FormVersion:
    if form.draft is None:
        raise Problem(NOT_FOUND)
    return form.draft


def _xml(version: FormVersion) -> HttpResponse:
    return HttpResponse(bytes(version.xml), content_type="application/xml; charset=utf-8")


def _manifest(version: FormVersion, url: str) -> HttpResponse:
    files = [
        MediaFile(each.name, each.md5, f"{url}/attachments/{quote(each.name, safe='')}")
        for each in version.files.filter(file__isnull=False)
    ]
    return HttpResponse(manifest(files), content_type=CONTENT_TYPE)


def _file(request: HttpRequest, version: FormVersion, name: str) -> HttpResponseBase:
    """The file as it was uploaded; 304 for a client that has it."""
    slot = version.files.select_related("file__blob").filter(name=name, file__isnull=False).first()
    if slot is None or slot.file is None:
        raise Problem(NOT_FOUND)
    if slot.md5 in TAGS.findall(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": f'"{slot.md5}"'})
    headers = {"ETag": f'"{slot.md5}"', "Content-Disposition": content_disposition(slot.name)}
    return StreamingHttpResponse(read_chunks(slot.file), content_type=slot.file.content_type, headers=headers)
