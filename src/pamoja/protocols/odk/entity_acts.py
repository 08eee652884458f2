"""What was done to entities, and what by, as the ODK Central API writes its audit."""

from collections.abc import Container
from typing import Any

from pamoja.apps.forms.contracts import Entity, EntitySource, EntityVersion, Submission
from pamoja.apps.forms.selectors import EntityAct, record_of
from pamoja.core.accounts.selectors import holders_of_labels
from pamoja.core.audit.models import AuditEntry
from pamoja.formats.central import moment, thing_id
from pamoja.protocols.odk.audit_words import word_of
from pamoja.protocols.odk.entity_json import ACTIONS
from pamoja.protocols.odk.people import actor_json
from pamoja.protocols.odk.record_json import record_json


def act_json(act: EntityAct, entity: Entity, seen: Container[int]) -> dict[str, Any]:
    """One act, with what its version was made of; `seen` are the keys of the records that the caller may see."""
    entry, details = act.entry, act.entry.detail
    told: dict[str, Any] = {"entity": {"uuid": str(entity.public_id), "dataset": entity.dataset.name}}
    if "entity_version" in details:
        told |= {"entityId": entity.pk, "entityDefId": details["entity_version"]}
    if "submission" in details:
        told |= {"submissionId": details["submission"], "submissionDefId": details["submission_version"]}
    if "entities" in details:
        told = {"entityUuids": details["entities"]}
    if "source" in details:
        told = {"sourceId": details["source"]}
    told["source"] = source_json(act.version, seen) if act.version else {}
    return audit_json(action_of(entry), entry.actor, entry.at, thing_id(entity.dataset.public_id), told)


def action_of(entry: AuditEntry) -> str:
    """What the API calls an act; ours by its own name where the API has none."""
    word = word_of(entry)
    return word.action if word else entry.verb


def source_json(version: EntityVersion, seen: Container[int]) -> dict[str, Any]:
    """What a version was made of: the event with the submission, else what was kept."""
    source: EntitySource = version.source
    if not source.cause:
        return dict(source.details)
    sent, submission = source.submission_version, record_of(version)
    details = {**source.details.get("submission", {})}
    if submission and sent:
        details |= {"submissionId": submission.pk, "submissionDefId": sent.pk}
    actee = thing_id(submission.form.public_id) if submission else None
    event = audit_json(ACTIONS.get(source.cause, source.cause), source.caused_by, source.caused_at, actee, details)
    return {"event": event, "submission": _submission(source, submission, seen)}


def audit_json(action: str, label: str, at: Any, actee: str | None, details: dict[str, Any]) -> dict[str, Any]:
    """An entry of the audit; `label` is ours of who did it."""
    actor = actor_of(label)
    return {
        "actorId": actor and actor["id"],
        "action": action,
        "acteeId": actee,
        "details": details,
        "loggedAt": moment(at),
        "notes": None,
        "actor": actor,
    }


def actor_of(label: str) -> dict[str, Any] | None:
    """The person or device behind a label of our audit; None for the system."""
    holder = holders_of_labels({label}).get(label)
    return actor_json(holder) if holder else None


def _submission(source: EntitySource, submission: Submission | None, seen: Container[int]) -> dict[str, Any]:
    """The record that it came from; no more than its id once that is gone, or for who may not see it."""
    if submission is None or submission.deleted_at or submission.form.deleted_at or submission.pk not in seen:
        told: dict[str, Any] = source.details.get("submission", {})
        return told | {"createdAt": moment(source.caused_at), "submitter": actor_of(source.caused_by)}
    return _whole(submission)


def _whole(submission: Submission) -> dict[str, Any]:
    submission.shown_versions = list(submission.versions.defer("xml").order_by("number"))  # type: ignore[attr-defined]
    return record_json(submission, True) | {"xmlFormId": submission.form.xml_form_id}
