"""Records ("submissions"), their versions, files and comments as the API writes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from pamoja.apps.forms.contracts import Submission, SubmissionComment, SubmissionVersion
from pamoja.core.accounts.models import Credential, User
from pamoja.core.accounts.selectors import holders_of_labels
from pamoja.core.accounts.services.programs import number_of
from pamoja.core.files.models import StoredFile
from pamoja.formats.central import moment
from pamoja.protocols.odk.people import actor_json

Holder = User | Credential | None
Holders = Mapping[str, User | Credential]


def records_json(submissions: Iterable[Submission], is_extended: bool, has_names: bool = True) -> list[dict[str, Any]]:
    """Records with their newest versions; without their names for who may not read the answers that make them."""
    rows = list(submissions)
    labels = {version.sent_by for row in rows for version in row.shown_versions}  # type: ignore[attr-defined]
    holders = holders_of_labels(labels)
    return [record_json(row, is_extended, holders, has_names) for row in rows]


def record_json(
    submission: Submission, is_extended: bool, holders: Holders | None = None, has_names: bool = True
) -> dict[str, Any]:
    """A record with its newest version; its versions stand in `shown_versions`, the newest last."""
    versions: list[SubmissionVersion] = submission.shown_versions  # type: ignore[attr-defined]
    first, newest = versions[0], versions[-1]
    holders = holders_of_labels({first.sent_by, newest.sent_by}) if holders is None else holders
    return {
        "instanceId": submission.instance_id,
        **_sender(holders.get(first.sent_by), is_extended),
        "deviceId": submission.device_id or None,
        "createdAt": moment(submission.received_at),
        "updatedAt": moment(submission.updated_at) if submission.version > 1 else None,
        "reviewState": submission.review_state or None,
        "userAgent": first.user_agent or None,
        "deletedAt": moment(submission.deleted_at),
        "currentVersion": version_json(newest, True, is_extended, holders, has_name=has_names),
    }


def version_json(
    version: SubmissionVersion,
    is_current: bool,
    is_extended: bool,
    holders: Holders,
    form_version: bool = False,
    has_name: bool = True,
) -> dict[str, Any]:
    """One version of a record."""
    told = {
        "instanceId": version.instance_id,
        **_sender(holders.get(version.sent_by), is_extended),
        "deviceId": version.device_id or None,
        "createdAt": moment(version.received_at),
        "instanceName": (has_name and version.instance_name) or None,
        "current": is_current,
        "userAgent": version.user_agent or None,
    }
    return told | ({"formVersion": version.form_version.version} if form_version else {})


def _sender(holder: Holder, is_extended: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"submitterId": number_of(holder) if holder else None}
    return told | ({"submitter": actor_json(holder) if holder else None} if is_extended else {})


def files_json(files: Mapping[str, StoredFile | None]) -> list[dict[str, Any]]:
    """Files by name, and whether each has come."""
    return [{"name": name, "exists": file is not None} for name, file in files.items()]


def comment_json(comment: SubmissionComment, is_extended: bool = False) -> dict[str, Any]:
    """What somebody said."""
    writer = comment.written_by
    told = {
        "body": comment.body,
        "actorId": number_of(writer) if writer else None,
        "createdAt": moment(comment.written_at),
    }
    return told | ({"actor": actor_json(writer) if writer else None} if is_extended else {})
