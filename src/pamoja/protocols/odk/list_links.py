"""How forms and lists of entities hang together: files that are made of lists, and what a form does to lists."""

import re
from typing import Any

from pamoja.apps.forms.contracts import Form, FormFile, FormVersion, Project
from pamoja.apps.forms.selectors import ListChange, changes_of_lists
from pamoja.apps.forms.services.entities import link_file
from pamoja.formats.central import moment
from pamoja.protocols.odk.found import dataset_at, form_at
from pamoja.protocols.odk.rest import Call, refused

CSV_ENDING = re.compile(r"\.csv$", re.IGNORECASE)


def link(call: Call, project: Project, form_id: str, name: str) -> dict[str, Any]:
    """Make a draft's file of the list of its name, or of nothing any more."""
    draft = _version(form_at(call, project, form_id, "form.update"), is_draft=True)
    dataset = dataset_at(call, project, CSV_ENDING.sub("", name), "entity.list")
    slot = draft.files.filter(name=name).first()
    if slot is None:
        raise refused("404.1")
    return slot_json(link_file(call.actor, slot, dataset if call.body.get("dataset") else None))


def slot_json(slot: FormFile) -> dict[str, Any]:
    """A file of a form, and whether it is there."""
    told = {
        "name": slot.name,
        "type": slot.type,
        "exists": bool(slot.file_id or slot.dataset_id),
        "blobExists": bool(slot.file_id),
        "datasetExists": bool(slot.dataset_id),
        "updatedAt": moment(slot.updated_at),
    }
    return told | ({"hash": slot.md5} if slot.file_id else {})


def draft_changes(call: Call, project: Project, form_id: str) -> list[dict[str, Any]]:
    """What publishing a draft would do to lists."""
    return _changes(call, project, form_id, is_draft=True)


def published_changes(call: Call, project: Project, form_id: str) -> list[dict[str, Any]]:
    """Which lists a published form writes to."""
    return _changes(call, project, form_id, is_draft=False)


def _changes(call: Call, project: Project, form_id: str, is_draft: bool) -> list[dict[str, Any]]:
    version = _version(form_at(call, project, form_id, "form.read", "open_form.read"), is_draft)
    call.require("dataset.list", project)
    return [_told(each, is_draft) for each in changes_of_lists(version)]


def _told(change: ListChange, is_draft: bool) -> dict[str, Any]:
    """Whether something is new is told of a draft alone."""
    properties = [
        {"name": name, **({"isNew": is_new} if is_draft else {}), "inForm": in_form}
        for name, is_new, in_form in change.properties
        if is_draft or not is_new
    ]
    return {"name": change.name, **({"isNew": change.is_new} if is_draft else {}), "properties": properties}


def _version(form: Form, is_draft: bool) -> FormVersion:
    version: FormVersion | None = form.draft if is_draft else form.published
    if version is None:
        raise refused("404.1")
    return version
