"""What entries of our audit name, looked up for many at once, and the details that the API tells of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Model

from pamoja.apps.forms.contracts import Collector, Dataset, Entity, Form, Project, Submission, SubmissionVersion
from pamoja.core.accounts.models import Credential, Role, User
from pamoja.core.accounts.services.programs import numbers_of
from pamoja.core.audit.models import AuditEntry
from pamoja.formats.central import message_of
from pamoja.protocols.odk.audit_words import COLLECTOR, DATASET, ENTITY, FORM, PROJECT, RECORD, SESSION, USER
from pamoja.protocols.odk.verbs import number_of_slug

MODELS: dict[str, type[Model]] = {
    PROJECT: Project,
    FORM: Form,
    RECORD: Submission,
    DATASET: Dataset,
    ENTITY: Entity,
    USER: User,
    SESSION: User,
    COLLECTOR: Collector,
    "user": User,
    "device": Credential,
    "token": Credential,
}
"""Rows by the kind of an entry, and by the beginning of the label of who did it."""
NAMED = {"form": FORM, "user": USER, "device": "device"}
"""Details that hold the public id of a row."""
WITH: dict[type[Model], tuple[str, ...]] = {
    Submission: ("form",),
    Entity: ("dataset",),
    Collector: ("credential", "project"),
}


class Seen:
    """What some entries of the active workspace name: one question for each kind of row, however many entries."""

    def __init__(self, entries: Sequence[AuditEntry]) -> None:
        self.entries = entries
        wanted: dict[type[Model], set[str]] = defaultdict(set)
        for kind, public_id in (each for entry in entries for each in _named(entry)):
            if kind in MODELS and public_id:
                wanted[MODELS[kind]].add(public_id)
        self._rows = {(type(row), str(row.public_id)): row for row in _found(wanted)}  # type: ignore[attr-defined]

    def row(self, kind: str, public_id: str) -> Any:
        """A row by the kind and public id that an entry has; None when it is gone."""
        return self._rows.get((MODELS[kind], public_id)) if kind in MODELS else None

    def of(self, entry: AuditEntry) -> Any:
        """The row that an entry is about."""
        return self.row(entry.kind, entry.object_id)

    def who(self, entry: AuditEntry) -> User | Credential | None:
        """Who did it; None for the system."""
        kind, _colon, public_id = entry.actor.partition(":")
        found: User | Credential | None = self.row(kind, public_id)
        return found

    def number(self, holder: User | Credential | None) -> int | None:
        """The number of a person or device."""
        if holder is None:
            return None
        people, devices = self._numbers
        return people[holder.pk] if isinstance(holder, User) else devices[holder.pk]

    @cached_property
    def _numbers(self) -> tuple[dict[int, int], dict[int, int]]:
        rows = self._rows.values()
        return numbers_of(_keys(rows, User), _keys(rows, Credential) | {c.credential_id for c in _all(rows, Collector)})

    @cached_property
    def _versions(self) -> dict[tuple[int, int], SubmissionVersion]:
        records = [row.pk for row in _all(self._rows.values(), Submission)]
        found = SubmissionVersion.objects.filter(submission__in=records).defer("xml")
        return {(each.submission_id, each.number): each for each in found}

    def version(self, entry: AuditEntry) -> SubmissionVersion | None:
        """The version of a record that an entry names by its number."""
        record, number = self.of(entry), entry.detail.get("number")
        return self._versions.get((record.pk, number)) if record and number else None

    def container(self, kind: str, key: int | None) -> Any:
        """The form or project with a key, in which a role was given."""
        return self._containers.get((kind, key))

    @cached_property
    def _containers(self) -> dict[tuple[str, int | None], Any]:
        wanted: dict[str, set[int]] = defaultdict(set)
        for entry in self.entries:
            if "key" in entry.detail:
                wanted[entry.detail["kind"]].add(entry.detail["key"])
        found = [(kind, MODELS[kind]._default_manager.filter(pk__in=keys)) for kind, keys in wanted.items()]
        return {(kind, row.pk): row for kind, rows in found for row in rows}

    @cached_property
    def own_roles(self) -> dict[str, int]:
        """The workspace's own roles by their slug."""
        workspaces = {entry.workspace_id for entry in self.entries}
        return dict(Role.objects.filter(workspace__in=workspaces).values_list("slug", "pk"))

    def actee(self, entry: AuditEntry) -> Any:
        """What the API says it was done to: of a record its form, of an entity its list, of a device its actor."""
        row = self.of(entry)
        if entry.kind == RECORD:
            return row.form if row else self.row(FORM, entry.detail.get("form", ""))
        if entry.kind == ENTITY:
            return row and row.dataset
        if entry.kind == COLLECTOR:
            return row and row.credential
        return row or self.row(USER, entry.detail.get("user", "")) or self.row("device", entry.detail.get("device", ""))


def _named(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    kind, _colon, public_id = entry.actor.partition(":")
    yield kind, public_id
    yield entry.kind, entry.object_id
    for name, named in NAMED.items():
        yield named, entry.detail.get(name, "")


def _found(wanted: dict[type[Model], set[str]]) -> Iterator[Model]:
    for model, ids in wanted.items():
        yield from model._default_manager.filter(public_id__in=ids).select_related(*WITH.get(model, ()))


def _all(rows: Iterable[Any], model: type[Model]) -> list[Any]:
    return [row for row in rows if isinstance(row, model)]


def _keys(rows: Iterable[Any], model: type[Model]) -> set[int]:
    return {row.pk for row in _all(rows, model)}


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
    value = None if entry.detail.get("ended") else True
    return dict.fromkeys(entry.detail.get("fields", ()), value)


def _kept(name: str) -> Callable[[AuditEntry, Seen], Any]:
    return lambda entry, seen: entry.detail.get(name)


SETTINGS = {"approval_required": "approvalRequired", "is_own_only": "ownerOnly"}
FACTS: dict[str, Callable[[AuditEntry, Seen], Any]] = {
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
    "name": _kept("name"),
    "newBlobId": _kept("stored"),
    "newDefId": _kept("new"),
    "newDraftDefId": _kept("new"),
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
