"""What entries of our audit name, looked up for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Model

from pamoja.apps.forms.contracts import (
    Collector,
    Dataset,
    Entity,
    Form,
    Project,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from pamoja.core.accounts.models import Credential, Role, User
from pamoja.core.accounts.services.programs import numbers_of
from pamoja.core.audit.models import AuditEntry
from pamoja.protocols.odk.audit_words import COLLECTOR, DATASET, ENTITY, FORM, PROJECT, RECORD, SESSION, USER

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

    @cached_property
    def files(self) -> dict[int, str]:
        """Names of files of records by their keys: they may name a person, so that the audit does not keep them."""
        keys = {entry.detail["file"] for entry in self.entries if "file" in entry.detail}
        return dict(SubmissionFile.objects.filter(pk__in=keys).values_list("pk", "name"))

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
