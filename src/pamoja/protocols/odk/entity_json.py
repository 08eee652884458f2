"""Lists, entities and their versions as the ODK Central API writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pamoja.apps.forms.contracts import Dataset, Entity, EntityVersion, Form
from pamoja.apps.forms.selectors import Relations, properties_with_forms, relations
from pamoja.core.accounts.models import Credential, User
from pamoja.engines.entities import Judged
from pamoja.formats.central import moment
from pamoja.formats.odata.names import identifier
from pamoja.protocols.odk.people import actor_json

ACTIONS = {
    "submission.received": "submission.create",
    "submission.edited": "submission.update.version",
    "submission.reviewed": "submission.update",
    "submission.resumed": "submission.backlog.reprocess",
}
"""Our events by the names that the API has for them."""


@dataclass
class Actors:
    """People and devices as JSON, each looked up once in an answer."""

    known: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def of(self, row: Entity | EntityVersion) -> dict[str, Any] | None:
        """Who made a row; None when it was nobody known."""
        if row.created_by_id:
            return self.told("user", row.created_by_id, row.created_by)
        return self.told("credential", row.created_with_id, row.created_with) if row.created_with_id else None

    def told(self, kind: str, key: int, holder: User | Credential | None) -> dict[str, Any]:
        if (kind, key) not in self.known:
            self.known[kind, key] = actor_json(holder) if holder else {}
        return self.known[kind, key]


def dataset_json(dataset: Dataset, is_extended: bool = False) -> dict[str, Any]:
    """A list; with `is_extended`, of a row that `with_counts` gave, how much is in it."""
    told = {
        "name": dataset.name,
        "createdAt": moment(dataset.created_at),
        "projectId": dataset.project_id,
        "approvalRequired": dataset.approval_required,
        "ownerOnly": dataset.is_own_only,
        "deletedAt": moment(dataset.deleted_at),
    }
    if dataset.deleted_at:
        told["id"] = dataset.pk
    if is_extended:
        counted: Any = dataset
        told |= {
            "entities": counted.entity_count,
            "lastEntity": moment(counted.last_entity),
            "conflicts": counted.conflict_count,
        }
    return told


def full_dataset_json(dataset: Dataset, is_extended: bool = False) -> dict[str, Any]:
    """A list with its properties and the forms that write to it or read it."""
    related: Relations = relations(dataset)
    filtered = {"accessFilter": {"type": "ownerOnly"}} if dataset.is_own_only else _rules(dataset)
    return {
        **dataset_json(dataset, is_extended),
        "lastUpdate": moment(dataset.updated_at),
        **related.as_json(),
        "properties": [
            {
                "name": column.name,
                "publishedAt": moment(column.published_at),
                "odataName": identifier(column.name),
                "forms": [_form(form) for form in forms],
            }
            for column, forms in properties_with_forms(dataset)
        ],
        **filtered,
    }


def entity_json(entity: Entity, actors: Actors, is_extended: bool = False) -> dict[str, Any]:
    """What is to be said of an entity beside its versions."""
    maker = actors.of(entity)
    told = {
        "uuid": str(entity.public_id),
        "creatorId": maker and maker["id"],
        "conflict": entity.conflict or None,
        "createdAt": moment(entity.created_at),
        "updatedAt": moment(entity.updated_at),
        "deletedAt": moment(entity.deleted_at),
    }
    return told | ({"creator": maker} if is_extended else {})


def version_json(version: EntityVersion, newest: int, actors: Actors, is_extended: bool = False) -> dict[str, Any]:
    """A version without the answers in it."""
    maker = actors.of(version)
    told = {
        "current": version.number == newest,
        "label": version.label,
        "creatorId": maker and maker["id"],
        "userAgent": version.user_agent or None,
        "version": version.number,
        "baseVersion": version.base_version,
        "conflictingProperties": version.conflicting,
        "createdAt": moment(version.created_at),
        "branchId": version.branch_id and str(version.branch_id),
        "trunkVersion": version.trunk_version,
        "branchBaseVersion": version.branch_base_version,
    }
    return told | ({"creator": maker} if is_extended else {})


def full_version_json(
    version: EntityVersion, data: Mapping[str, str], newest: int, actors: Actors, is_extended: bool = False
) -> dict[str, Any]:
    """A version with the answers in it, as far as the list still has their properties."""
    told = version_json(version, newest, actors, is_extended)
    return told | {"data": dict(data), "dataReceived": version.received}


def judged_json(judged: Judged) -> dict[str, Any]:
    """What is to be said of a version beside others."""
    return {
        "conflict": judged.conflict or None,
        "resolved": judged.is_resolved,
        "baseDiff": judged.base_diff,
        "serverDiff": judged.server_diff,
        "lastGoodVersion": judged.is_last_good,
        "relevantToConflict": judged.is_relevant,
    }


def picked(names: Iterable[str], data: Mapping[str, str]) -> dict[str, str]:
    """The values of these properties."""
    return {name: data[name] for name in names if name in data}


def _form(form: Form) -> dict[str, str]:
    name = form.published.schema.get("title") if form.published else ""
    return {"xmlFormId": form.xml_form_id, "name": name or form.xml_form_id}


def _rules(dataset: Dataset) -> dict[str, Any]:
    rules = [{"datasetProperty": each.property.name, "actorProperty": each.wanted.name} for each in dataset.rules.all()]
    return {"accessFilter": {"type": "property", "rules": rules}} if rules else {}
