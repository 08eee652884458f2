"""Writing a group of submissions in one transaction: what the writer queue calls.

Which of create, edit, more files or refusal a submission ends in is the table of `docs/reference/openrosa.md`,
"What is done with it".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from pamoja.apps.forms.models import AnswerRow, Form, FormVersion, Submission, SubmissionFile, SubmissionVersion
from pamoja.apps.forms.problems import (
    INSTANCE_ID_TAKEN,
    SUBMISSION_DELETED,
    SUBMISSION_DIFFERS,
    SUBMISSION_OUTDATED,
    SUBMISSION_UNKNOWN,
)
from pamoja.apps.forms.schemas import binary_paths, schema_of
from pamoja.core.audit.services import Act, record_all
from pamoja.core.bulk import insert_rows
from pamoja.core.events.services import Happened, emit_many
from pamoja.core.files.services import PlacedFile, keep_file
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.workspaces.context import workspace_active
from pamoja.formats.xform import Shredded, shred

KIND = "forms.submission"
LONGEST_INSTANCE_NAME = 500
Key = tuple[int, bool, str]
Indexed = list[tuple[int, "Incoming"]]


@dataclass(frozen=True)
class Incoming:
    """A submission that has been parsed, shredded and allowed, and waits to be written."""

    actor: Actor
    form: Form
    version: FormVersion
    xml: bytes
    shredded: Shredded
    instance_id: str
    received_at: datetime
    files: Mapping[str, PlacedFile] = field(default_factory=dict)
    device_id: str = ""
    user_agent: str = ""
    is_test: bool = False

    @property
    def deprecated_id(self) -> str:
        """The instance id that this one replaces, or nothing."""
        return self.shredded.envelope.deprecated_id or ""

    def key(self, instance_id: str) -> Key:
        """Under which an instance id of this form is known; tests are kept apart."""
        return self.form.pk, self.is_test, instance_id

    @property
    def keys(self) -> set[Key]:
        """The records that this one may touch."""
        return {self.key(each) for each in (self.instance_id, self.deprecated_id) if each}

    @property
    def expected_files(self) -> set[str]:
        """Names of files that the answers speak of."""
        paths = binary_paths(self.version)
        named = (row.values[path] for row in self.shredded.rows for path in paths & row.values.keys())
        audit = self.shredded.envelope.audit_file
        return {name for name in (*named, audit) if isinstance(name, str) and name}


@dataclass(frozen=True)
class Receipt:
    """What became of a submission: `outcome` is created, edited or completed (files added to an earlier one)."""

    public_id: UUID
    instance_id: str
    outcome: str


def write_group(items: Sequence[Incoming]) -> list[Receipt | Exception]:
    """Write submissions of any workspaces; one result an item, in order. Runs inside a transaction."""
    results: dict[int, Receipt | Exception] = {}
    ordered = sorted(enumerate(items), key=lambda pair: pair[1].form.workspace_id)
    for _workspace_id, pairs in groupby(ordered, key=lambda pair: pair[1].form.workspace_id):
        group = list(pairs)
        with workspace_active(group[0][1].actor.workspace):
            for turn in _turns(group):
                results |= _Turn(turn).write()
    return [results[index] for index in range(len(items))]


def _turns(group: Indexed) -> Iterator[Indexed]:
    """Split a group so that no two items of a turn touch the same record: a later one must see the earlier."""
    while group:
        taken: set[Key] = set()
        turn: Indexed = []
        later: Indexed = []
        for pair in group:
            (later if pair[1].keys & taken else turn).append(pair)
            taken |= pair[1].keys
        yield turn
        group = later


class _Turn:
    """Items of one workspace that touch different records, and all that is written for them."""

    def __init__(self, items: Indexed) -> None:
        self.items = items
        self.known = _known([item for _index, item in items])
        self.submissions: list[Submission] = []
        self.versions: list[SubmissionVersion] = []
        self.rows: list[AnswerRow] = []
        self.files: list[SubmissionFile] = []
        self.acts: list[tuple[Actor, Act]] = []
        self.events: list[Happened] = []

    def write(self) -> dict[int, Receipt | Exception]:
        """Decide on every item, then write what they need in a few statements. Results by index."""
        results = {index: self.answer(item) for index, item in self.items}
        insert_rows(self.submissions)
        insert_rows(self.versions)
        insert_rows(self.rows)
        insert_rows(self.files)
        if self.acts:
            workspace = self.items[0][1].actor.workspace
            record_all(self.acts, workspace)
            emit_many(workspace, self.events)
        return results

    def answer(self, item: Incoming) -> Receipt | Exception:
        """The receipt for one item, or the problem with it."""
        try:
            return self.decide(item)
        except Problem as problem:
            return problem

    def decide(self, item: Incoming) -> Receipt:
        """New record, more files for one that is here, or an edit."""
        here = self.known.get(item.key(item.instance_id))
        if item.deprecated_id:
            return self.decide_edit(item, here)
        if here is None:
            return self.create(item)
        if here.number != _undeleted(here.submission).edits + 1:
            raise Problem(SUBMISSION_OUTDATED, instance_id=item.instance_id)
        return self.resend(item, here)

    def decide_edit(self, item: Incoming, here: SubmissionVersion | None) -> Receipt:
        """An edit is based on the newest version; resent after it was stored, it brings files."""
        base = self.known.get(item.key(item.deprecated_id))
        if base is None:
            raise Problem(SUBMISSION_UNKNOWN, instance_id=item.deprecated_id)
        newest = _undeleted(base.submission).edits + 1
        if base.number == newest and here is not None:
            raise Problem(INSTANCE_ID_TAKEN, instance_id=item.instance_id)
        if base.number == newest:
            return self.edit(item, base.submission)
        if here is None or here.number != newest:
            raise Problem(SUBMISSION_OUTDATED, instance_id=item.deprecated_id)
        return self.resend(item, here)

    def resend(self, item: Incoming, here: SubmissionVersion) -> Receipt:
        """The same id again: the same bytes bring files, other bytes clash."""
        submission = here.submission
        if bytes(here.xml) != item.xml:
            raise Problem(SUBMISSION_DIFFERS)
        if item.files:
            self.add_files(item, submission, set())
            self.tell(item, submission, "files", "submission.completed")
        return Receipt(submission.public_id, here.instance_id, "completed")

    def create(self, item: Incoming) -> Receipt:
        """A record that was not here before."""
        expected = item.expected_files
        submission = _new_submission(item, expected)
        self.submissions.append(submission)
        self.versions.append(_version(item, submission, 1))
        self.rows.extend(_rows(item, submission))
        self.files.extend(
            _file(item, submission, name, name in expected) for name in sorted(expected | item.files.keys())
        )
        self.tell(item, submission, "submit", "submission.received")
        return Receipt(submission.public_id, item.instance_id, "created")

    def edit(self, item: Incoming, submission: Submission) -> Receipt:
        """A newer version: its rows replace the old ones under the ids of the first; files are kept by name."""
        item = replace(item, shredded=shred(schema_of(item.version), item.xml, root_id=submission.instance_id))
        submission.rows.all().delete()
        _take_over(item, submission)
        self.versions.append(_version(item, submission, submission.edits + 1))
        self.rows.extend(_rows(item, submission))
        submission.files.exclude(name__in=item.expected_files).update(is_expected=False)
        self.add_files(item, submission, item.expected_files)
        self.tell(item, submission, "edit", "submission.edited")
        return Receipt(submission.public_id, item.instance_id, "edited")

    def add_files(self, item: Incoming, submission: Submission, expected: set[str]) -> None:
        """Fill or replace files by name; one that nobody expects is kept all the same."""
        slots = {slot.name: slot for slot in submission.files.all()}
        for name in sorted(expected | item.files.keys()):
            slot = slots.setdefault(name, SubmissionFile(submission=submission, name=name, is_expected=False))
            slot.is_expected = slot.is_expected or name in expected
            if name in item.files:
                slot.file, slot.received_at = keep_file(item.files[name]), item.received_at
            slot.save()
        wanted = [slot for slot in slots.values() if slot.is_expected]
        submission.files_expected = len(wanted)
        submission.files_present = sum(slot.file_id is not None for slot in wanted)
        submission.save(update_fields=["files_expected", "files_present"])

    def tell(self, item: Incoming, submission: Submission, verb: str, event: str) -> None:
        """Audit and event, beside the write."""
        object_id = str(submission.public_id)
        self.acts.append((item.actor, Act(verb, KIND, object_id, {"form": str(item.form.public_id)})))
        data = {"form": str(item.form.public_id), "version": item.version.version, "is_test": item.is_test}
        self.events.append(Happened(event, KIND, object_id, data))


def _known(items: Sequence[Incoming]) -> dict[Key, SubmissionVersion]:
    """Versions that are here already under an id that the items name."""
    ids = {key[2] for item in items for key in item.keys}
    known = list(SubmissionVersion.objects.filter(instance_id__in=ids).values_list("pk", flat=True))
    if not known:  # nearly always: an id is new
        return {}
    forms = {item.form.pk for item in items}
    found = SubmissionVersion.objects.select_related("submission").filter(pk__in=known, submission__form__in=forms)
    return {(v.submission.form_id, v.submission.is_test, v.instance_id): v for v in found}


def _undeleted(submission: Submission) -> Submission:
    if submission.deleted_at:
        raise Problem(SUBMISSION_DELETED)
    return submission


def _new_submission(item: Incoming, expected: set[str]) -> Submission:
    return Submission(
        form=item.form,
        instance_id=item.instance_id,
        instance_name=_instance_name(item),
        is_test=item.is_test,
        device_id=item.device_id,
        submitted_by=item.actor.user,
        submitted_with_id=item.actor.credential_id,
        created_by=item.actor.user,
        received_at=item.received_at,
        remarks=_remarks(item.shredded),
        files_expected=len(expected),
        files_present=len(expected & item.files.keys()),
    )


def _take_over(item: Incoming, submission: Submission) -> None:
    """Let the record say what its newest version says."""
    submission.edits += 1
    submission.version += 1
    submission.instance_name = _instance_name(item)
    submission.remarks = _remarks(item.shredded)
    submission.updated_at = item.received_at
    submission.save()


def _version(item: Incoming, submission: Submission, number: int) -> SubmissionVersion:
    return SubmissionVersion(
        submission=submission,
        form_version=item.version,
        instance_id=item.instance_id,
        deprecated_id=item.deprecated_id,
        number=number,
        xml=item.xml,
        user_agent=item.user_agent,
        sent_by=item.actor.label,
        received_at=item.received_at,
    )


def _rows(item: Incoming, submission: Submission) -> Iterator[AnswerRow]:
    for row in item.shredded.rows:
        yield AnswerRow(
            submission=submission,
            form=item.form,
            table=row.table,
            row_id=row.row_id,
            parent_id=row.parent_id,
            position=".".join(str(each) for each in row.ordinals),
            answers=row.values,
        )


def _file(item: Incoming, submission: Submission, name: str, is_expected: bool) -> SubmissionFile:
    placed = item.files.get(name)
    file = keep_file(placed) if placed else None
    received_at = item.received_at if placed else None
    return SubmissionFile(submission=submission, name=name, is_expected=is_expected, file=file, received_at=received_at)


def _instance_name(item: Incoming) -> str:
    return (item.shredded.envelope.instance_name or "")[:LONGEST_INSTANCE_NAME]


def _remarks(shredded: Shredded) -> list[dict[str, Any]]:
    return [{"code": remark.code, "path": remark.path, "row": remark.row} for remark in shredded.remarks]
