"""A submission that waits to be written, and the rows that it becomes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from pamoja.apps.forms.models import (
    AnswerRow,
    Form,
    FormVersion,
    ReviewState,
    Submission,
    SubmissionComment,
    SubmissionFile,
    SubmissionVersion,
)
from pamoja.apps.forms.schemas import binary_paths
from pamoja.core.bulk import Ready, ready
from pamoja.core.files.services import PlacedFile
from pamoja.core.permissions import Actor
from pamoja.formats.xform import Shredded

LONGEST_INSTANCE_NAME = 500
LONGEST_FILE_NAME = 255
USUAL_SEALED_FILE = "submission.xml.enc"
Key = tuple[int, bool, str]


@dataclass(frozen=True)
class Incoming:
    """A submission that has been parsed, shredded and allowed, and waits to be written; `reason` is that of an edit."""

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
    is_new: bool = False
    reason: str = ""

    @cached_property
    def new_record(self) -> "NewRecord":
        """The rows that it becomes if nobody has sent it before."""
        return _new_record(self)

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
        """Names of files that the answers speak of; of an encrypted submission, the files that hold it."""
        return files_named(self.version, self.shredded)


def files_named(version: FormVersion, shredded: Shredded) -> set[str]:
    """Names of files that the answers speak of; of an encrypted submission, the files that hold it."""
    if sealed := shredded.envelope.encryption:
        return {name for name in (*sealed.media_files, sealed.xml_file) if name}
    paths = binary_paths(version)
    named = (row.values[path] for row in shredded.rows for path in paths & row.values.keys())
    return {name for name in (*named, shredded.envelope.audit_file) if isinstance(name, str) and name}


@dataclass(frozen=True)
class Receipt:
    """What became of a submission: `outcome` is created, edited or completed (files added to an earlier one)."""

    public_id: UUID
    instance_id: str
    outcome: str


@dataclass(frozen=True)
class NewRecord:
    """The rows of a record that nobody has sent before, ready to be inserted; `expected` are names of files."""

    submission: Submission
    expected: set[str]
    record: Ready
    version: Ready
    rows: list[Ready]


def _new_record(item: Incoming) -> NewRecord:
    expected = item.expected_files
    submission = new_submission(item, expected)
    return NewRecord(
        submission=submission,
        expected=expected,
        record=ready(submission),
        version=ready(new_version(item, submission, 1)),
        rows=[ready(row) for row in answer_rows(item, submission)],
    )


def new_submission(item: Incoming, expected: set[str]) -> Submission:
    """The record of a first submission."""
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
        sealed_file=_sealed_file(item),
    )


def take_over(item: Incoming, submission: Submission) -> None:
    """Let the record say what its newest version says."""
    submission.edits += 1
    submission.version += 1
    submission.review_state = ReviewState.EDITED
    submission.instance_name = _instance_name(item)
    submission.remarks = _remarks(item.shredded)
    submission.sealed_file = _sealed_file(item)
    submission.updated_at = item.received_at
    submission.save()


def new_version(item: Incoming, submission: Submission, number: int) -> SubmissionVersion:
    """What was sent, byte for byte."""
    return SubmissionVersion(
        submission=submission,
        form_version=item.version,
        instance_id=item.instance_id,
        deprecated_id=item.deprecated_id,
        number=number,
        xml=item.xml,
        instance_name=_instance_name(item),
        device_id=item.device_id,
        user_agent=item.user_agent,
        sent_by=item.actor.label,
        received_at=item.received_at,
    )


def reason_of(item: Incoming, submission: Submission) -> SubmissionComment:
    """Why the newest version was made, as a comment on the record: that is what other programs read."""
    return SubmissionComment(
        submission=submission,
        body=item.reason,
        number=submission.edits + 1,
        written_by=item.actor.user,
        written_at=item.received_at,
    )


def answer_rows(item: Incoming, submission: Submission) -> Iterator[AnswerRow]:
    """The answers, a row for the record and one for each repeat instance."""
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


def new_file(item: Incoming, submission: Submission, name: str, is_expected: bool) -> SubmissionFile:
    """A place for a file, to be filled when it came along."""
    received_at = item.received_at if name in item.files else None
    return SubmissionFile(submission=submission, name=name, is_expected=is_expected, received_at=received_at)


def _instance_name(item: Incoming) -> str:
    return (item.shredded.envelope.instance_name or "")[:LONGEST_INSTANCE_NAME]


def _sealed_file(item: Incoming) -> str:
    """The file that holds the answers of an encrypted submission; one that names none waits for the usual one."""
    sealed = item.shredded.envelope.encryption
    return (sealed.xml_file[:LONGEST_FILE_NAME] or USUAL_SEALED_FILE) if sealed else ""


def _remarks(shredded: Shredded) -> list[dict[str, Any]]:
    return [{"code": remark.code, "path": remark.path, "row": remark.row} for remark in shredded.remarks]
