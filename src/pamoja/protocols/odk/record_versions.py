"""Versions of a record, what changed between them, their files, and what people say about it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Form, Project, Submission, SubmissionVersion
from pamoja.apps.forms.selectors import comments_of, differences_of, files_to_read, require_nothing_hidden
from pamoja.apps.forms.services import (
    clear_record_file,
    comment_on_submission,
    files_of,
    place_record_file,
    set_record_file,
)
from pamoja.core.accounts.selectors import holders_of_labels
from pamoja.protocols.odk.bodies import spooled_body
from pamoja.protocols.odk.files import PICTURES, file_response
from pamoja.protocols.odk.found import form_at
from pamoja.protocols.odk.record_json import comment_json, files_json, version_json
from pamoja.protocols.odk.records import (
    form_for,
    has_names,
    lead_to_version,
    record_at,
    records_of,
    xml_response,
)
from pamoja.protocols.odk.rest import SUCCESS, Call, refused, slow

MOST_FILE_BYTES = 100 * 1024 * 1024


def list_versions(
    call: Call, project: Project, form_id: str, instance_id: str, is_draft: bool = False
) -> list[dict[str, Any]]:
    """Every version, newest first."""
    form = form_for(call, project, form_id, is_draft, "submission.read")
    versions = list(_versions(record_at(call, form, is_draft, instance_id)))
    holders, has_name = holders_of_labels({each.sent_by for each in versions}), has_names(call, form)
    return [
        version_json(each, each is versions[0], call.is_extended, holders, call.is_extended, has_name)
        for each in versions
    ]


def read_version(
    call: Call, project: Project, form_id: str, instance_id: str, version_id: str, is_draft: bool = False
) -> dict[str, Any]:
    """One version."""
    version = version_at(call, project, form_id, instance_id, version_id, is_draft)
    is_current = version.number == version.submission.edits + 1
    holders, has_name = holders_of_labels({version.sent_by}), has_names(call, version.submission.form)
    return version_json(version, is_current, call.is_extended, holders, call.is_extended, has_name)


def read_version_xml(
    call: Call, project: Project, form_id: str, instance_id: str, version_id: str, is_draft: bool = False
) -> HttpResponse:
    """The XML of one version, byte for byte. Raises 403.1 for who may not read all answers."""
    version = version_at(call, project, form_id, instance_id, version_id, is_draft)
    require_nothing_hidden(call.actor, version.submission.form)
    return xml_response(version)


def list_differences(
    call: Call, project: Project, form_id: str, instance_id: str, is_draft: bool = False
) -> dict[str, Any]:
    """What each version changed in the one before it, by its instance id."""
    form = form_for(call, project, form_id, is_draft, "submission.read")
    return differences_of(call.actor, record_at(call, form, is_draft, instance_id))


def list_files(call: Call, project: Project, form_id: str, instance_id: str, is_draft: bool = False) -> Any:
    """The files that the newest version speaks of."""
    newest = _newest(call, project, form_id, instance_id, is_draft, "submission.read")
    return newest if isinstance(newest, HttpResponse) else _files_json(call, newest)


def read_file(
    call: Call, project: Project, form_id: str, instance_id: str, name: str, is_draft: bool = False
) -> HttpResponseBase:
    """One file of the newest version."""
    newest = _newest(call, project, form_id, instance_id, is_draft, "submission.read")
    return newest if isinstance(newest, HttpResponse) else _file(call, newest, name)


@slow
def put_file(
    call: Call, project: Project, form_id: str, instance_id: str, name: str, is_draft: bool = False
) -> dict[str, Any]:
    """Put a file that the answers name in its place; the body is the file."""
    form = form_for(call, project, form_id, is_draft, "submission.update", "submission.create")
    record = _own_or_seen(call, form, is_draft, instance_id)
    if not record.files.filter(name=name, is_expected=True).exists():
        raise refused("404.1")
    with spooled_body(call.request, MOST_FILE_BYTES) as body:
        placed = place_record_file(body, name, call.request.headers.get("Content-Type", ""))
    set_record_file(call.actor, record, name, placed)
    return SUCCESS


def _own_or_seen(call: Call, form: Form, is_draft: bool, instance_id: str) -> Submission:
    """A record that the caller may see or has sent. Raises 404.1."""
    if call.may("submission.read", form=form):
        return record_at(call, form, is_draft, instance_id)
    mine = {"submitted_by": call.caller.user} if call.caller.user else {"submitted_with": call.actor.credential_id}
    live = Submission.objects.filter(form=form, is_test=is_draft, instance_id=instance_id, deleted_at__isnull=True)
    if not live.exists():
        raise refused("404.1")
    own: Submission | None = live.filter(**mine).first()
    if own is None:
        raise refused("403.1")
    return own


def drop_file(
    call: Call, project: Project, form_id: str, instance_id: str, name: str, is_draft: bool = False
) -> dict[str, Any]:
    """Take a file out of the newest version."""
    form = form_for(call, project, form_id, is_draft, "submission.update")
    record = record_at(call, form, is_draft, instance_id)
    clear_record_file(call.actor, _versions(record)[0], name)
    return SUCCESS


def list_version_files(
    call: Call, project: Project, form_id: str, instance_id: str, version_id: str, is_draft: bool = False
) -> list[dict[str, Any]]:
    """The files that a version speaks of."""
    return _files_json(call, version_at(call, project, form_id, instance_id, version_id, is_draft))


def read_version_file(
    call: Call, project: Project, form_id: str, instance_id: str, version_id: str, name: str, is_draft: bool = False
) -> HttpResponseBase:
    """One file of a version."""
    return _file(call, version_at(call, project, form_id, instance_id, version_id, is_draft), name)


def drop_version_file(
    call: Call, project: Project, form_id: str, instance_id: str, version_id: str, name: str, is_draft: bool = False
) -> dict[str, Any]:
    """Take a file out of one version; the others keep it."""
    form_for(call, project, form_id, is_draft, "submission.update")
    clear_record_file(call.actor, version_at(call, project, form_id, instance_id, version_id, is_draft), name)
    return SUCCESS


def list_comments(call: Call, project: Project, form_id: str, instance_id: str) -> list[dict[str, Any]]:
    """What was said about a record, newest first; of others without their words for who may not read all answers."""
    record = _record_to_discuss(call, project, form_id, instance_id)
    return [comment_json(each, call.is_extended) for each in comments_of(call.actor, record)]


def add_comment(call: Call, project: Project, form_id: str, instance_id: str) -> dict[str, Any]:
    """Say something about a record."""
    record = _record_to_discuss(call, project, form_id, instance_id)
    body = call.value("body")
    if not isinstance(body, str):
        raise refused("400.11", field="body", value=body, expected="string")
    return comment_json(comment_on_submission(call.actor, record, body))


def version_at(
    call: Call, project: Project, form_id: str, instance_id: str, version_id: str, is_draft: bool
) -> SubmissionVersion:
    """A version of a record by its own instance id. Raises 404.1."""
    form = form_for(call, project, form_id, is_draft, "submission.read")
    found = _versions(record_at(call, form, is_draft, instance_id)).filter(instance_id=version_id).first()
    if found is None:
        raise refused("404.1")
    return found


def _versions(record: Submission) -> "QuerySet[SubmissionVersion]":
    found: QuerySet[SubmissionVersion] = record.versions.select_related("form_version", "submission__form")
    return found.order_by("-number")


def _newest(
    call: Call, project: Project, form_id: str, instance_id: str, is_draft: bool, *verbs: str
) -> SubmissionVersion | HttpResponse:
    """The newest version of a record; an address that names a later version leads there."""
    form = form_for(call, project, form_id, is_draft, *verbs)
    record = records_of(call, form, is_draft).filter(instance_id=instance_id).first()
    return _versions(record)[0] if record else lead_to_version(call, form, is_draft, instance_id)


def _files_json(call: Call, version: SubmissionVersion) -> list[dict[str, Any]]:
    shown = files_to_read(call.actor, version.submission)
    found = files_of(version)
    return files_json(found if shown is None else {name: file for name, file in found.items() if name in shown})


def _file(call: Call, version: SubmissionVersion, name: str) -> HttpResponseBase:
    stored, shown = files_of(version).get(name), files_to_read(call.actor, version.submission)
    if stored is None:
        raise refused("404.1")
    if shown is not None and name not in shown:
        raise refused("403.1")
    return file_response(call.request, stored, name, shown=PICTURES)


def _record_to_discuss(call: Call, project: Project, form_id: str, instance_id: str) -> Submission:
    return record_at(call, form_at(call, project, form_id, "submission.read"), False, instance_id)
