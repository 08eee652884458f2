"""Form lists, forms, manifests and form files."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Form, FormFile, FormVersion
from pamoja.apps.forms.selectors import device_csv, find_form, forms_to_collect, tag_of
from pamoja.core.files.services import read_chunks
from pamoja.core.permissions import Actor, may, system_actor
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.core.workspaces.context import streamed
from pamoja.formats.openrosa import CONTENT_TYPE, ListedForm, MediaFile, content_disposition, form_list, manifest
from pamoja.protocols.odk.addresses import draft_url, form_url, project_url

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
    url = form_url(project, form_id, key) + suffix
    return _manifest(actor, _version(actor, project, form_id, version), url, project_url(project, key))


def draft_manifest(request: HttpRequest, form: Form) -> HttpResponse:
    """Which files go with a draft."""
    url = draft_url(form.project_id, form.xml_form_id, form.draft_token)
    return _manifest(_tester(form), _draft(form), url)


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
    return _file(request, actor, _version(actor, project, form_id, version), name)


def draft_file(request: HttpRequest, form: Form, name: str) -> HttpResponseBase:
    """One file of a draft."""
    return _file(request, _tester(form), _draft(form), name)


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


def _tester(form: Form) -> Actor:
    """Who comes with a test link: it shows what the draft will be filled in with."""
    return system_actor("test-link", form.workspace)


def _manifest(actor: Actor, version: FormVersion, url: str, integrity_root: str = "") -> HttpResponse:
    """`integrity_root` is where the project's addresses begin; a test link has none for what is gone of a list."""
    slots = version.files.select_related("dataset").filter(Q(file__isnull=False) | Q(dataset__isnull=False))
    files = [_media_file(actor, each, url, integrity_root) for each in slots]
    return HttpResponse(manifest(files), content_type=CONTENT_TYPE)


def _media_file(actor: Actor, slot: FormFile, url: str, integrity_root: str) -> MediaFile:
    address = f"{url}/attachments/{quote(slot.name, safe='')}"
    if slot.dataset is None:
        return MediaFile(slot.name, slot.md5, address)
    kind = "approvalEntityList" if slot.dataset.approval_required else "entityList"
    integrity = f"{integrity_root}/datasets/{quote(slot.dataset.name, safe='')}/integrity" if integrity_root else ""
    return MediaFile(slot.name, tag_of(actor, slot.dataset), address, kind, integrity)


def _file(request: HttpRequest, actor: Actor, version: FormVersion, name: str) -> HttpResponseBase:
    """The file as it was uploaded, or the list that it is made of; 304 for a client that has it."""
    slot = version.files.select_related("file__blob", "dataset").filter(name=name).first()
    if slot is None:
        raise Problem(NOT_FOUND)
    tag = tag_of(actor, slot.dataset) if slot.dataset else slot.md5
    if tag and tag in TAGS.findall(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": f'"{tag}"'})
    headers = {"ETag": f'"{tag}"', "Content-Disposition": content_disposition(slot.name)}
    if slot.dataset:
        pieces = streamed(device_csv(actor, slot.dataset))
        return StreamingHttpResponse(pieces, content_type="text/csv", headers=headers)
    if slot.file is None:
        raise Problem(NOT_FOUND)
    return StreamingHttpResponse(read_chunks(slot.file), content_type=slot.file.content_type, headers=headers)
