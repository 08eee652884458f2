"""The files that clients fetch with a form: uploads, and lists of entities."""

import re
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import FormFile, FormVersion, Project
from pamoja.apps.forms.selectors import device_csv, tag_of
from pamoja.apps.forms.services import clear_form_file, keep_form_file
from pamoja.apps.forms.services.entities import link_file
from pamoja.core.files.services import read_chunks
from pamoja.core.permissions import Actor
from pamoja.core.workspaces.context import streamed
from pamoja.formats.openrosa import CONTENT_TYPE, MediaFile, content_disposition, manifest
from pamoja.protocols.odk.addresses import form_url, project_url
from pamoja.protocols.odk.bodies import body_stream
from pamoja.protocols.odk.form_json import file_json, files_json
from pamoja.protocols.odk.found import dataset_at, form_at, version_at
from pamoja.protocols.odk.rest import SUCCESS, Call, refused, slow

CSV_ENDING = re.compile(r"\.csv$", re.IGNORECASE)
TAGS = re.compile(r'"([0-9a-f]{32})"')
TYPES_BY_ENDING = {"csv": "text/csv", "geojson": "application/geo+json"}
ACTIVE_TYPES = re.compile(r"html|svg|javascript|ecmascript", re.IGNORECASE)
"""What a browser would run: such a file goes out as what its bytes look like, not as what its sender called it."""


def read_manifest(call: Call, project: Project, form_id: str, **which: str) -> HttpResponse:
    """Which files go with a form."""
    form, version = version_at(call, project, form_id, **which)
    url = form_url(project.pk, form.xml_form_id, call.key)
    if "draft" in which:
        url += "/draft"
    elif "version" in which:
        url += f"/versions/{quote(which['version'], safe='')}"
    return manifest_of(call.actor, version, url, project_url(project.pk, call.key))


def list_files(call: Call, project: Project, form_id: str, **which: str) -> list[dict[str, Any]]:
    """What a version asks for, and what of it is there."""
    _form, version = version_at(call, project, form_id, **which)
    return files_json(_slots(version))


def read_file(call: Call, project: Project, form_id: str, name: str, **which: str) -> HttpResponseBase:
    """One file of a form."""
    _form, version = version_at(call, project, form_id, **which)
    return served(call.request, call.actor, version, name)


@slow
def set_file(call: Call, project: Project, form_id: str, name: str, draft: str) -> dict[str, Any]:
    """Upload one of the files that the draft asks for."""
    slot = _draft_slot(call, project, form_id, name)
    sent = call.request.headers.get("Content-Type", "") or TYPES_BY_ENDING.get(name.lower().rpartition(".")[2], "")
    return file_json(keep_form_file(call.actor, slot, body_stream(call.request), sent))


def link(call: Call, project: Project, form_id: str, name: str, draft: str) -> dict[str, Any]:
    """Make a file of the draft of the list of entities of its name, or of nothing."""
    slot = _draft_slot(call, project, form_id, name)
    dataset = dataset_at(call, project, CSV_ENDING.sub("", name), "entity.list")
    told = file_json(link_file(call.actor, slot, dataset if call.body.get("dataset") else None))
    return {name: value for name, value in told.items() if name != "hash"}  # there is no file any more


def clear_file(call: Call, project: Project, form_id: str, name: str, draft: str) -> dict[str, Any]:
    """Take a file from the draft again. Raises 404.1 when there is none."""
    slot = _draft_slot(call, project, form_id, name)
    if slot.file is None and slot.dataset_id is None:
        raise refused("404.1")
    clear_form_file(call.actor, slot)
    return SUCCESS


def manifest_of(actor: Actor, version: FormVersion, url: str, integrity_root: str = "") -> HttpResponse:
    """`integrity_root` is where the project's addresses begin; a test link has none for what is gone of a list."""
    slots = version.files.select_related("dataset").filter(Q(file__isnull=False) | Q(dataset__isnull=False))
    files = [_media_file(actor, each, url, integrity_root) for each in slots]
    return HttpResponse(manifest(files), content_type=CONTENT_TYPE)


def served(request: HttpRequest, actor: Actor, version: FormVersion, name: str) -> HttpResponseBase:
    """The file as it was uploaded, or the list that it is made of; 304 for a client that has it. Raises 404.1."""
    slot = _slots(version).filter(name=name).first()
    if slot is None or (slot.file is None and slot.dataset is None):
        raise refused("404.1")
    tag = tag_of(actor, slot.dataset) if slot.dataset else slot.md5
    if tag and tag in TAGS.findall(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": f'"{tag}"'})
    headers = {"ETag": f'"{tag}"', "Content-Disposition": content_disposition(slot.name)}
    pieces = streamed(device_csv(actor, slot.dataset)) if slot.dataset else read_chunks(slot.file)
    return StreamingHttpResponse(pieces, content_type=_type_of(slot), headers=headers)


def _type_of(slot: FormFile) -> str:
    if slot.file is None:
        return "text/csv; charset=utf-8"
    is_plain = slot.content_type and not ACTIVE_TYPES.search(slot.content_type)
    kind: str = slot.content_type if is_plain else slot.file.content_type
    return f"{kind}; charset=utf-8" if kind.startswith("text/") and "charset" not in kind else kind


def _slots(version: FormVersion) -> Any:
    return version.files.select_related("file__blob", "dataset", "version").order_by("name")


def _draft_slot(call: Call, project: Project, form_id: str, name: str) -> FormFile:
    """A file that a form's draft asks for. Raises 404.1."""
    form = form_at(call, project, form_id, "form.update")
    slot: FormFile | None = _slots(form.draft).filter(name=name).first() if form.draft else None
    if slot is None:
        raise refused("404.1")
    return slot


def _media_file(actor: Actor, slot: FormFile, url: str, integrity_root: str) -> MediaFile:
    address = f"{url}/attachments/{quote(slot.name, safe='')}"
    if slot.dataset is None:
        return MediaFile(slot.name, slot.md5, address)
    kind = "approvalEntityList" if slot.dataset.approval_required else "entityList"
    integrity = f"{integrity_root}/datasets/{quote(slot.dataset.name, safe='')}/integrity" if integrity_root else ""
    return MediaFile(slot.name, tag_of(actor, slot.dataset), address, kind, integrity)
