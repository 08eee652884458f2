"""What a form does to lists of entities."""

from typing import Any

from pamoja.apps.forms.contracts import Form, FormVersion, Project
from pamoja.apps.forms.selectors import ListChange, changes_of_lists
from pamoja.protocols.odk.found import form_at
from pamoja.protocols.odk.rest import Call, refused


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
