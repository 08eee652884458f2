"""Forms, their versions and their files as the API writes them."""

from collections.abc import Collection, Iterable
from typing import Any

from pamoja.apps.forms.contracts import Form, FormFile, FormVersion
from pamoja.apps.forms.selectors import count_links, figures, versions_with_entities
from pamoja.core.accounts.models import User
from pamoja.formats.central import moment
from pamoja.protocols.odk.people import actor_json

EXCEL = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
}
Pair = tuple[Form, FormVersion]


def form_json(form: Form, version: FormVersion) -> dict[str, Any]:
    """A form in one of its versions."""
    is_draft, is_current = version.pk == form.draft_id, version.pk == form.published_id
    told = {
        "projectId": form.project_id,
        "xmlFormId": form.xml_form_id,
        "state": form.state,
        "enketoId": link_word(form, "draft" if is_draft else "") if is_draft or is_current else None,
        "enketoOnceId": link_word(form, "once") if is_current else None,
        "createdAt": moment(form.created_at),
        "updatedAt": moment(form.updated_at) if form.updated_at > form.created_at else None,
        "webformsEnabled": form.is_webforms_enabled,
        "keyId": version.key_id,
        "version": version.version,
        "hash": version.md5,
        "sha": version.sha1,
        "sha256": version.sha256,
        "draftToken": form.draft_token if is_draft else None,
        "publishedAt": moment(version.published_at),
        "name": version.name or None,
    }
    return told | ({"deletedAt": moment(form.deleted_at), "id": form.pk} if form.deleted_at else {})


def link_word(form: Form, use: str = "") -> str:
    """The word by which programs find a form again that is to be filled in: for `draft`, or `once` by each person."""
    return form.public_id.hex + use


def extended_json(pairs: Collection[Pair]) -> list[dict[str, Any]]:
    """Forms with their makers and with figures of what came in; a draft's are of what was sent to try it."""
    drafts = {form.pk for form, version in pairs if version.published_at is None and form.published_id}
    others = {form.pk for form, _version in pairs} - drafts
    counted = figures(others) | figures(drafts, is_test=True)
    links = count_links([form.pk for form, _version in pairs])
    related = versions_with_entities([version.pk for _form, version in pairs])
    return [
        form_json(form, version)
        | _figures_json(counted.get(form.pk, {}))
        | {
            "entityRelated": version.pk in related,
            "excelContentType": excel_type(version),
            "publicLinks": links.get(form.pk, 0),
            "createdBy": _person(form.created_by),
        }
        for form, version in pairs
    ]


def version_json(form: Form, version: FormVersion, is_extended: bool) -> dict[str, Any]:
    """A version in the list of a form's versions."""
    told = form_json(form, version)
    if is_extended:
        told |= {"publishedBy": _person(version.published_by), "excelContentType": excel_type(version)}
    return told


def files_json(slots: Iterable[FormFile]) -> list[dict[str, Any]]:
    """What clients fetch with a form."""
    return [file_json(slot) for slot in slots]


def file_json(slot: FormFile) -> dict[str, Any]:
    """One file; its size and when it was changed are told once there is something to tell."""
    has_file, has_list = slot.file is not None, slot.dataset_id is not None
    told: dict[str, Any] = {
        "name": slot.name,
        "type": slot.type,
        "exists": has_file or has_list,
        "blobExists": has_file,
        "datasetExists": has_list,
        "hash": slot.md5 or None if has_file else None,
    }
    if slot.file is not None:
        told["size"] = slot.file.size
    if slot.updated_at != slot.version.created_at:
        told["updatedAt"] = moment(slot.updated_at)
    return told


def excel_type(version: FormVersion) -> str | None:
    """The type of the workbook that a version was made of, as its sender called it, if it was made of one."""
    kind = version.source.declared_type or version.source.content_type if version.source else None
    return kind if kind in EXCEL.values() else None


def _figures_json(counted: dict[str, Any]) -> dict[str, Any]:
    return {
        "submissions": counted.get("records", 0),
        "lastSubmission": moment(counted.get("last_record")),
        "reviewStates": {
            "received": counted.get("received", 0),
            "hasIssues": counted.get("has_issues", 0),
            "edited": counted.get("edited", 0),
        },
    }


def _person(user: User | None) -> dict[str, Any] | None:
    return actor_json(user) if user else None
