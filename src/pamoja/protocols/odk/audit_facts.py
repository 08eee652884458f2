"""The details that the ODK Central API tells of an entry of our audit."""

from collections.abc import Callable
from typing import Any

from pamoja.apps.forms.contracts import Submission
from pamoja.core.audit.models import AuditEntry
from pamoja.formats.central import message_of
from pamoja.protocols.odk.audit_seen import Seen
from pamoja.protocols.odk.audit_words import COLLECTOR, DATASET, PROJECT, USER
from pamoja.protocols.odk.verbs import number_of_slug


def _record_key(entry: AuditEntry, seen: Seen) -> Any:
    row = seen.of(entry)
    return row.pk if isinstance(row, Submission) else entry.detail.get("submission")


def _instance_id(entry: AuditEntry, seen: Seen) -> Any:
    version, row = seen.version(entry), seen.of(entry)
    return version.instance_id if version else row and row.instance_id


def _version_key(entry: AuditEntry, seen: Seen) -> Any:
    version = seen.version(entry)
    return version.pk if version else entry.detail.get("submission_version")


def _entity(entry: AuditEntry, seen: Seen) -> Any:
    told = {"uuid": entry.object_id}
    return told | ({"dataset": entry.detail["dataset"]} if "dataset" in entry.detail else {})


def _entity_key(entry: AuditEntry, seen: Seen) -> Any:
    row = seen.of(entry)
    return row and row.pk


def _container(entry: AuditEntry, seen: Seen) -> Any:
    """Where a role was given: the public id of one form or project, else everywhere."""
    if entry.kind == COLLECTOR:
        return next(iter(entry.detail.get("forms", ())), None)
    container = seen.container(entry.detail.get("kind", ""), entry.detail.get("key"))
    return str(container.public_id) if container else "*"


def _role(entry: AuditEntry, seen: Seen) -> Any:
    return number_of_slug(entry.detail.get("role", "collector"), seen.own_roles, entry.kind == COLLECTOR)


def _problem(entry: AuditEntry, seen: Seen) -> Any:
    return _worded(entry.detail["refusal"], entry.detail["details"])["problem"]


def _error_message(entry: AuditEntry, seen: Seen) -> Any:
    return _worded(entry.detail["refusal"], entry.detail["details"])["errorMessage"]


def _worded(code: str, details: dict[str, Any]) -> dict[str, Any]:
    """A refusal with its message; of several at once each has its own."""
    if "errors" in details:
        each = [{**_worded(e["refusal"], e["details"]), "index": e["index"]} for e in details["errors"]]
        details = {**details, "errors": each}
    problem = {"problemCode": float(code), "problemDetails": details}
    return {"errorMessage": message_of(code, details), "problem": problem}


def _data(entry: AuditEntry, seen: Seen) -> Any:
    """Our audit names what was changed and no values; of an account its number, of a form its state."""
    if entry.kind == USER and entry.verb == "create":
        return {"actorId": seen.number(seen.of(entry))}
    if entry.kind == DATASET:
        settings = {theirs: entry.detail[ours] for ours, theirs in SETTINGS.items() if ours in entry.detail}
        return settings or None
    if "state" in entry.detail:
        return {"state": entry.detail["state"]}
    if "is_enabled" in entry.detail:
        return {"webformsEnabled": entry.detail["is_enabled"]}
    if _encrypted(entry, seen):
        return None
    value = None if entry.detail.get("ended") else True
    return dict.fromkeys(entry.detail.get("fields", ()), value)


def _name(entry: AuditEntry, seen: Seen) -> Any:
    """Of a file of a record, which our audit knows by its key, and of all else as it is kept."""
    return seen.files.get(entry.detail["file"]) if "file" in entry.detail else entry.detail.get("name")


def _encrypted(entry: AuditEntry, seen: Seen) -> Any:
    """A project that was given its key: of this the API tells nothing else."""
    return True if entry.kind == PROJECT and entry.detail.get("fields") == ["encrypted"] else None


def _kept(name: str) -> Callable[[AuditEntry, Seen], Any]:
    return lambda entry, seen: entry.detail.get(name)


SETTINGS = {"approval_required": "approvalRequired", "is_own_only": "ownerOnly"}
FACTS: dict[str, Callable[[AuditEntry, Seen], Any]] = {
    "encrypted": _encrypted,
    "autoConvert": _kept("converts"),
    "data": _data,
    "entitiesCount": _kept("count"),
    "entity": _entity,
    "entityDefId": _kept("entity_version"),
    "entityId": _entity_key,
    "entityUuids": _kept("entities"),
    "errorMessage": _error_message,
    "grantedActeeId": _container,
    "instanceId": _instance_id,
    "key": _kept("name"),
    "name": _name,
    "newBlobId": _kept("stored"),
    "newDefId": _kept("new"),
    "newDraftDefId": _kept("new"),
    "oldBlobId": _kept("removed"),
    "oldDefId": _kept("old"),
    "oldDraftDefId": _kept("old"),
    "problem": _problem,
    "properties": _kept("properties"),
    "reviewState": _kept("review"),
    "revokedActeeId": _container,
    "roleId": _role,
    "sourceId": _kept("source"),
    "submissionDefId": _version_key,
    "submissionId": _record_key,
}
"""Each detail by the name that the API has for it; one that is None is not told."""
