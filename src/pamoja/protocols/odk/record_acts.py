"""What was done to one record, and to the entities that it made, as the ODK Central API writes its audit."""

from typing import Any

from django.db.models import Q

from pamoja.apps.forms.contracts import Entity, Project, Submission
from pamoja.apps.forms.selectors import files_to_read, find_version, hides_list
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import chain_of
from pamoja.core.permissions import visible
from pamoja.protocols.odk.audit_words import ENTITY, RECORD
from pamoja.protocols.odk.audits import paged, told
from pamoja.protocols.odk.entity_json import Actors, entity_json, version_json
from pamoja.protocols.odk.records import form_for, record_at
from pamoja.protocols.odk.rest import Call


def list_audits(call: Call, project: Project, form_id: str, instance_id: str) -> list[dict[str, Any]]:
    """The acts on a record, the newest first; on wish those on entities tell how the entity is now.

    Names of files are told to who may read them.
    """
    record = record_at(call, form_for(call, project, form_id, False, "submission.read"), False, instance_id)
    made = {str(each.public_id): each for each in _made_of(call, record) if not hides_list(call.actor, each.dataset)}
    acts = Q(kind=RECORD, object_id=str(record.public_id))
    acts |= Q(kind=ENTITY, object_id__in=list(made), detail__submission=record.pk)
    entries = list(paged(call, AuditEntry.objects.filter(acts, chain=chain_of(record.workspace))))
    found, shown = told(entries, call.is_extended), files_to_read(call.actor, record)
    for details in (act["details"] or {} for act in found):
        if call.is_extended and "entity" in details:
            details["entity"] = _now(made.get(details["entity"]["uuid"])) | details["entity"]
        if shown is not None and details.get("name") not in shown:
            details.pop("name", None)  # of a file, and a hidden answer
    return found


def _made_of(call: Call, record: Submission) -> list[Entity]:
    """What the record made or changed, of what the caller may see."""
    rows = Entity.objects.filter(versions__source__submission_version__submission=record)
    return list(visible(rows, call.actor).select_related("dataset", "created_by", "created_with").distinct())


def _now(entity: Entity | None) -> dict[str, Any]:
    """An entity as it is now; one that was put away, or whose list was, is not told of."""
    if entity is None or entity.deleted_at or entity.dataset.deleted_at:
        return {"entityAvailable": False}
    actors, newest = Actors(), find_version(entity)
    version = version_json(newest, entity.version, actors) | {"data": newest.data, "dataReceived": newest.received}
    return {"entityAvailable": True, **entity_json(entity, actors), "currentVersion": version}
