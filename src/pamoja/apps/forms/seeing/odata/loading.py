"""The rows of a selection, read in chunks: a handful of queries for each, none for a row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from pamoja.apps.forms.models import AnswerRow, Form, FormVersion, Submission, SubmissionFile, SubmissionVersion
from pamoja.apps.forms.schemas import kept_schema
from pamoja.formats.odata import EntitySet, Row
from pamoja.formats.odata.rows import Below
from pamoja.formats.odata.shapes import type_of
from pamoja.formats.xform import FormSchema
from pamoja.formats.xform.model import ROOT_TABLE

NO_REMARKS = "[]"
RECORD = (
    "pk",
    "instance_id",
    "received_at",
    "updated_at",
    "version",
    "deleted_at",
    "submitted_by_id",
    "submitted_by__name",
    "submitted_with_id",
    "submitted_with__name",
    "files_present",
    "files_expected",
    "device_id",
    "edits",
    "sealed_file",
    "odd",
)
TEXT = Cast("answers", TextField())


class Loader:
    """Reads rows of one form. `schema` is what the readers are told; answers to other types are converted with care."""

    def __init__(self, form: Form, schema: FormSchema) -> None:
        self.form, self.types = form, _types(schema)
        versions = FormVersion.objects.filter(form=form).values_list("pk", "version", "md5")
        self.names = {pk: version for pk, version, _md5 in versions}
        self.hashes = {pk: md5 for pk, _version, md5 in versions}
        self.fitting: dict[int, bool] = {}

    def records(self, keys: Iterable[int]) -> list[Row]:
        """The records with these keys, in this order."""
        wanted = list(keys)
        facts = self.facts(wanted)
        rows = AnswerRow.objects.filter(submission__in=wanted, table=ROOT_TABLE).order_by()
        answers = dict(rows.values_list("submission_id", TEXT))
        return [self.record(facts[key], answers.get(key, "{}")) for key in wanted if key in facts]

    def record(self, fact: Mapping[str, Any], answers: str) -> Row:
        return Row(
            record=fact["instance_id"],
            row_id=fact["instance_id"],
            answers=answers,
            is_odd=fact["is_odd"],
            is_sealed=bool(fact["sealed_file"]),
            system=fact["system"],
        )

    def instances(self, keys: Iterable[int]) -> list[Row]:
        """The rows of a repeat with these keys, in this order."""
        wanted = list(keys)
        found = {row[0]: row for row in _rows(AnswerRow.objects.filter(pk__in=wanted))}
        facts = self.facts({row[1] for row in found.values()})
        return [_instance(found[key], facts) for key in wanted if key in found and found[key][1] in facts]

    def below(self, rows: Iterable[Row], table: EntitySet, is_expanded: bool) -> Below:
        """The instances of repeats below these rows: all of them with their answers, or just which there are."""
        tables = [each.table for each in table.walk()][1:] if is_expanded else [each.table for each in table.below]
        if not tables:
            return {}
        records = {row.record for row in rows}
        mine = AnswerRow.objects.filter(submission__in=self.keys(records), table__in=tables)
        return self.whole(mine) if is_expanded else _presence(mine)

    def whole(self, rows: Any) -> Below:
        found = list(_rows(rows.order_by("pk")))
        facts = self.facts({row[1] for row in found})
        below: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in found:
            below[row[2], row[4]].append(_instance(row, facts))
        return below

    def keys(self, records: Iterable[str]) -> Any:
        return Submission.objects.filter(form=self.form, instance_id__in=records).values("pk")

    def facts(self, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
        """What is known of records, by key."""
        wanted = list(keys)
        columns = [*RECORD[:-1], Cast("remarks", TextField())]
        found = Submission.objects.filter(pk__in=wanted).order_by().values_list(*columns)
        facts = {row[0]: dict(zip(RECORD, row, strict=True)) for row in found}
        here = _sealed_files(facts.values())
        versions = SubmissionVersion.objects.filter(submission__in=wanted).order_by()
        of_first = Q(number=1) | Q(number=F("submission__edits") + 1)
        for key, number, version in versions.filter(of_first).values_list("submission_id", "number", "form_version"):
            fact = facts[key]
            if number == 1:
                fact["form_version"] = self.names.get(version)
            if number == fact["edits"] + 1:
                fact["is_odd"] = fact["odd"] != NO_REMARKS or not self.fits(version)
        for key, fact in facts.items():
            fact["system"] = _system(fact, key in here)
        return facts

    def fits(self, version: int) -> bool:
        """Whether a version asks for the same types under the same paths."""
        if version not in self.fitting:
            asked = _types(kept_schema(version, self.hashes[version]))
            self.fitting[version] = all(self.types.get(path, kind) == kind for path, kind in asked.items())
        return self.fitting[version]


def _types(schema: FormSchema) -> dict[str, tuple[str, bool]]:
    return {each.path: (type_of(each), each.is_multiple) for each in schema.fields if each.kind == "field"}


def _rows(rows: Any) -> Any:
    return rows.values_list("pk", "submission_id", "table", "row_id", "parent_id", "position", TEXT)


def _instance(row: Any, facts: Mapping[int, Mapping[str, Any]]) -> Row:
    _pk, submission, _table, row_id, parent_id, position, answers = row
    fact = facts[submission]
    return Row(fact["instance_id"], row_id, parent_id, position, answers, fact["is_odd"])


def _presence(rows: Any) -> Below:
    """One row for each repeat that has any."""
    pairs = rows.order_by().values_list("table", "parent_id").distinct()
    return dict.fromkeys(pairs, (_SOME,))


_SOME = Row("", "")


def _sealed_files(facts: Iterable[Mapping[str, Any]]) -> set[int]:
    """Keys of the encrypted records whose answers have arrived."""
    named = {fact["pk"]: fact["sealed_file"] for fact in facts if fact["sealed_file"]}
    if not named:
        return set()
    files = SubmissionFile.objects.filter(submission__in=named, file__isnull=False)
    return {key for key, name in files.values_list("submission_id", "name") if named[key] == name}


def _system(fact: Mapping[str, Any], has_sealed_file: bool) -> dict[str, Any]:
    sender = fact["submitted_by_id"] or fact["submitted_with_id"]
    status = "notDecrypted" if has_sealed_file else "missingEncryptedFormData"
    return {
        "submissionDate": _moment(fact["received_at"]),
        "updatedAt": _moment(fact["updated_at"]) if fact["version"] > 1 else None,
        "deletedAt": _moment(fact["deleted_at"]),
        "submitterId": str(sender) if sender else None,
        "submitterName": fact["submitted_by__name"] or fact["submitted_with__name"] or None,
        "attachmentsPresent": fact["files_present"],
        "attachmentsExpected": fact["files_expected"],
        "status": status if fact["sealed_file"] else None,
        "reviewState": None,
        "deviceId": fact["device_id"] or None,
        "edits": fact["edits"],
        "formVersion": fact["form_version"],
    }


def _moment(value: datetime | None) -> str | None:
    """ISO 8601 by the millisecond."""
    return None if value is None else value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
