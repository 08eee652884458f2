"""Projects, and everything in one at once."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from pamoja.apps.forms.contracts import Dataset, Project
from pamoja.apps.forms.selectors import with_counts
from pamoja.apps.forms.services import change_project, create_project, delete_project
from pamoja.core.permissions import visible
from pamoja.formats.central import moment
from pamoja.protocols.odk.project_whole import set_forms, with_forms, with_lists
from pamoja.protocols.odk.rest import SUCCESS, Call, refused

LIVE_FORMS = Q(forms__deleted_at__isnull=True)
LIVE_RECORDS = LIVE_FORMS & Q(forms__submissions__is_test=False, forms__submissions__deleted_at__isnull=True)
FIELDS = {"name": "name", "description": "description", "archived": "is_archived"}


def list_projects(call: Call) -> list[dict[str, Any]]:
    """Projects in which the caller may do something, those at work before those that are archived."""
    rows = visible(_counted(call), call.actor).order_by("is_archived", "name", "pk")
    told = []
    for project in rows:
        verbs = call.verbs(project)
        json_ = _told(call, project) | {"verbs": verbs}
        json_ |= with_forms(call, project) if call.asks("forms") else {}
        told.append(json_ | (with_lists(call, project) if call.asks("datasets") else {}))
    return told


def create(call: Call) -> dict[str, Any]:
    """A new project."""
    call.require("project.create")
    name = _checked(call, "name", call.value("name"))
    project = create_project(call.actor, name, call.body.get("description") or "")
    if call.body.get("archived"):
        project = change_project(call.actor, project, {"is_archived": True}, project.version).row
    return project_json(project)


def read(call: Call, project: Project) -> dict[str, Any]:
    """One project; on wish with what the caller may do in it."""
    call.require("project.read", project)
    told = _told(call, _counted(call).get(pk=project.pk))
    return told | ({"verbs": call.verbs(project)} if call.is_extended else {})


def change(call: Call, project: Project) -> dict[str, Any]:
    """Another name or description, or put away."""
    call.require("project.update", project)
    changes = {
        ours: _checked(call, theirs, call.body[theirs]) for theirs, ours in FIELDS.items() if theirs in call.body
    }
    return project_json(change_project(call.actor, project, changes, project.version).row)


def put(call: Call, project: Project) -> dict[str, Any]:
    """Set a project, what is not sent to nothing; on wish with the states and assignments of all its forms."""
    call.require("project.update", project)
    call.value("name")
    changes = {ours: _checked(call, theirs, call.body.get(theirs)) for theirs, ours in FIELDS.items()}
    row = change_project(call.actor, project, changes, project.version).row
    if isinstance(call.body.get("forms"), list):
        set_forms(call, project, call.body["forms"])
    return project_json(row)


def remove(call: Call, project: Project) -> dict[str, Any]:
    """Take a project out of sight, with all that is in it."""
    call.require("project.delete", project)
    delete_project(call.actor, project)
    return SUCCESS


def project_json(project: Project) -> dict[str, Any]:
    """A project as the API writes it."""
    return {
        "id": project.pk,
        "name": project.name,
        "description": project.description or None,
        "archived": project.is_archived or None,
        "keyId": project.key_id,
        "createdAt": moment(project.created_at),
        "updatedAt": moment(project.updated_at) if project.version > 1 else None,
        "deletedAt": moment(project.deleted_at),
    }


def _told(call: Call, project: Any) -> dict[str, Any]:
    """A project, of those that were counted; on wish with how much is in it."""
    told = project_json(project)
    if call.is_extended:
        told |= {
            "forms": project.form_count,
            "lastSubmission": moment(project.last_record),
            "appUsers": project.device_count,
            **_entities(call, project),
        }
    return told


def _entities(call: Call, project: Project) -> dict[str, Any]:
    """How many lists the project has, and when what the caller may see was last put into one."""
    rows = Dataset.objects.filter(project=project, published_at__isnull=False, deleted_at=None)
    made = list(with_counts(rows, call.actor).values_list("last_entity", flat=True))
    return {"datasets": len(made), "lastEntity": moment(max(filter(None, made), default=None))}


def _counted(call: Call) -> "QuerySet[Project]":
    rows: QuerySet[Project] = Project.objects.filter(deleted_at__isnull=True)
    if not call.is_extended:
        return rows
    devices = Q(collectors__form__isnull=True, collectors__deleted_at__isnull=True)
    return rows.annotate(
        form_count=Count("forms", filter=LIVE_FORMS, distinct=True),
        last_record=Max("forms__submissions__received_at", filter=LIVE_RECORDS),
        device_count=Count("collectors", filter=devices, distinct=True),
    )


def _checked(call: Call, field: str, value: Any) -> Any:
    if field == "archived":
        if value is not None and not isinstance(value, bool):
            raise refused("400.11", field=field, value=value, expected="boolean")
        return bool(value)
    if field == "name" and not value:
        raise refused("400.2", field="name")
    if value is not None and not isinstance(value, str):
        raise refused("400.11", field=field, value=value, expected="string")
    return value or ""
