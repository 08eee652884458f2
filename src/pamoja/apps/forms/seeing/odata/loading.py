"""The rows of a selection, read in chunks: one query for each, two where there are repeats, none for a row."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Case, F, OuterRef, Subquery, TextField, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from pamoja.apps.forms.models import AnswerRow, Form, FormVersion, Submission, SubmissionFile, SubmissionVersion
from pamoja.apps.forms.protecting.hiding import NOTHING, Hidden
from pamoja.apps.forms.schemas import kept_schema
from pamoja.core.accounts.services.programs import numbers_of
from pamoja.formats.central import moment
from pamoja.formats.odata import EntitySet, Row
from pamoja.formats.odata.rows import Below
from pamoja.formats.odata.shapes import type_of
from pamoja.formats.xform import FormSchema
from pamoja.formats.xform.model import ROOT_TABLE

NO_REMARKS = "[]"
SOME = (Row("", ""),)
Facts = dict[str, Any]


def _version(record: str, number: Any) -> Subquery:
    """The version of the form that a version of the record was an answer to."""
    versions = SubmissionVersion.objects.filter(submission=OuterRef(record), number=number)
    return Subquery(versions.values("form_version_id")[:1])


RECORD: dict[str, Any] = {
    "key": F("pk"),
    "instance_id": F("instance_id"),
    "received_at": F("received_at"),
    "changed_at": Case(When(version__gt=1, then=F("updated_at"))),
    "deleted_at": F("deleted_at"),
    "user": F("submitted_by_id"),
    "user_name": F("submitted_by__name"),
    "credential": F("submitted_with_id"),
    "credential_name": F("submitted_with__name"),
    "files_present": F("files_present"),
    "files_expected": F("files_expected"),
    "device_id": F("device_id"),
    "edits": F("edits"),
    "review_state": F("review_state"),
    "sealed_file": F("sealed_file"),
    "remarks": Cast("remarks", TextField()),
    "answers": Cast("rows__answers", TextField()),
}
INSTANCE: dict[str, Any] = {
    "key": F("pk"),
    "record_key": F("submission_id"),
    "instance_id": F("submission__instance_id"),
    "table": F("table"),
    "row_id": F("row_id"),
    "parent_id": F("parent_id"),
    "position": F("position"),
    "remarks": Cast("submission__remarks", TextField()),
    "answers": Cast("answers", TextField()),
}


class Loader:
    """Reads rows of one form. `schema` is what the readers are told; answers to other types are converted with care."""

    def __init__(self, form: Form, schema: FormSchema, hidden: Hidden = NOTHING) -> None:
        self.types, self.hidden = _types(schema), hidden
        versions = FormVersion.objects.filter(form=form).values_list("pk", "version", "md5")
        self.names = {pk: version for pk, version, _md5 in versions}
        self.hashes = {pk: md5 for pk, _version, md5 in versions}
        self.fitting: dict[int, bool] = {}
        self.numbers: tuple[dict[int, int], dict[int, int]] = ({}, {})

    def records(self, keys: Iterable[int]) -> tuple[list[Row], list[int]]:
        """The records with these keys, in this order, and the keys."""
        wanted = list(keys)
        facts = {fact["key"]: fact for fact in _facts(self.asked.filter(pk__in=_listed(wanted)), RECORD)}
        here = _sealed_files(facts.values())
        self.know_senders(facts.values())
        return [self.record(facts[key], key in here) for key in wanted if key in facts], wanted

    @cached_property
    def asked(self) -> Any:
        """What is known of records, whichever: Django puts so long a query together once, not for each chunk."""
        rows = Submission.objects.filter(rows__table=ROOT_TABLE).order_by()
        return _told(rows, RECORD, (_version("pk", 1), _version("pk", OuterRef("edits") + 1)))

    def record(self, fact: Facts, has_sealed_file: bool) -> Row:
        return Row(
            record=fact["instance_id"],
            row_id=fact["instance_id"],
            answers=self.hidden.json(ROOT_TABLE, fact["answers"]),
            is_odd=self.is_odd(fact),
            is_sealed=bool(fact["sealed_file"]),
            system=_system(fact, self.sender(fact), self.names.get(fact["first"]), has_sealed_file),
        )

    def know_senders(self, facts: Iterable[Facts]) -> None:
        """Look up the numbers of those who are met for the first time."""
        users = {fact["user"] for fact in facts} - {None, *self.numbers[0]}
        credentials = {fact["credential"] for fact in facts} - {None, *self.numbers[1]}
        if users or credentials:
            for known, found in zip(self.numbers, numbers_of(users, credentials), strict=True):
                known |= found

    def sender(self, fact: Facts) -> int | None:
        return self.numbers[0].get(fact["user"]) or self.numbers[1].get(fact["credential"])

    def instances(self, keys: Iterable[int]) -> tuple[list[Row], list[int]]:
        """The rows of a repeat with these keys, in this order, and the keys of their records."""
        wanted = list(keys)
        facts = {fact["key"]: fact for fact in _instances(AnswerRow.objects.filter(pk__in=_listed(wanted)).order_by())}
        rows = [self.instance(facts[key]) for key in wanted if key in facts]
        return rows, [*dict.fromkeys(fact["record_key"] for fact in facts.values())]

    def within(self, records: list[int], table: str) -> list[Row]:
        """The rows of a repeat of these records, in their order."""
        places = {key: place for place, key in enumerate(records)}
        facts = list(_instances(AnswerRow.objects.filter(submission__in=records, table=table).order_by()))
        facts.sort(key=lambda fact: (places[fact["record_key"]], fact["key"]))
        return [self.instance(fact) for fact in facts]

    def instance(self, fact: Facts) -> Row:
        answers = self.hidden.json(fact["table"], fact["answers"])
        told = (fact["instance_id"], fact["row_id"], fact["parent_id"], fact["position"], answers)
        return Row(*told, is_odd=self.is_odd(fact))

    def below(self, records: list[int], table: EntitySet, is_expanded: bool) -> Below:
        """The instances of repeats below rows of these records: with their answers, or only whether there are any."""
        tables = [each.table for each in table.walk()][1:] if is_expanded else [each.table for each in table.below]
        if not tables:
            return {}
        rows = AnswerRow.objects.filter(submission__in=records, table__in=tables)
        return self.whole(rows.order_by("pk")) if is_expanded else _presence(rows.order_by())

    def whole(self, rows: Any) -> Below:
        below: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for fact in _instances(rows):
            below[fact["table"], fact["parent_id"]].append(self.instance(fact))
        return below

    def is_odd(self, fact: Facts) -> bool:
        """Whether some answer may be of another type than the readers are told."""
        return fact["remarks"] != NO_REMARKS or not self.fits(fact["newest"])

    def fits(self, version: int) -> bool:
        """Whether a version asks for the same types under the same paths."""
        if version not in self.fitting:
            asked = _types(kept_schema(version, self.hashes[version]))
            self.fitting[version] = all(self.types.get(path, kind) == kind for path, kind in asked.items())
        return self.fitting[version]


def _listed(keys: list[int]) -> RawSQL:
    """Keys as one parameter: of hundreds of them Django prepares each by itself, a fourth of the time of reading."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])
    return RawSQL("SELECT unnest(%s::bigint[])", [keys])


def _types(schema: FormSchema) -> dict[str, tuple[str, bool]]:
    return {each.path: (type_of(each), each.is_multiple) for each in schema.fields if each.kind == "field"}


def _instances(rows: Any) -> Iterable[Facts]:
    newest = _version("submission_id", OuterRef("submission__edits") + 1)
    return _facts(_told(rows, INSTANCE, (newest, newest)), INSTANCE)


def _told(rows: Any, columns: Mapping[str, Any], versions: tuple[Subquery, Subquery]) -> Any:
    return rows.values_list(*columns.values(), *versions)


def _facts(rows: Any, columns: Mapping[str, Any]) -> Iterable[Facts]:
    """What is known of each row, by our names."""
    names = (*columns, "first", "newest")
    return (dict(zip(names, row, strict=True)) for row in rows)


def _presence(rows: Any) -> Below:
    """Under which rows there are instances of which repeats."""
    return dict.fromkeys(rows.values_list("table", "parent_id").distinct(), SOME)


def _sealed_files(facts: Iterable[Facts]) -> set[int]:
    """Keys of the encrypted records whose answers have arrived."""
    named = {fact["key"]: fact["sealed_file"] for fact in facts if fact["sealed_file"]}
    if not named:
        return set()
    files = SubmissionFile.objects.filter(submission__in=named, file__isnull=False)
    return {key for key, name in files.values_list("submission_id", "name") if named[key] == name}


def _system(fact: Facts, sender: int | None, version: str | None, has_sealed_file: bool) -> Facts:
    status = "notDecrypted" if has_sealed_file else "missingEncryptedFormData"
    return {
        "submissionDate": moment(fact["received_at"]),
        "updatedAt": moment(fact["changed_at"]),
        "deletedAt": moment(fact["deleted_at"]),
        "submitterId": str(sender) if sender else None,
        "submitterName": fact["user_name"] or fact["credential_name"] or None,
        "attachmentsPresent": fact["files_present"],
        "attachmentsExpected": fact["files_expected"],
        "status": status if fact["sealed_file"] else None,
        "reviewState": fact["review_state"] or None,
        "deviceId": fact["device_id"] or None,
        "edits": fact["edits"],
        "formVersion": version,
    }
