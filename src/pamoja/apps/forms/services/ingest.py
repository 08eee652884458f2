"""Writing a group of submissions in one transaction: what the writer queue calls.

Which of create, edit, more files or refusal a submission ends in is the table of `docs/reference/openrosa.md`,
"What is done with it".
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pamoja.apps.forms.models import EarlierFile, Submission, SubmissionFile, SubmissionVersion
from pamoja.apps.forms.problems import (
    INSTANCE_ID_TAKEN,
    SUBMISSION_DELETED,
    SUBMISSION_DIFFERS,
    SUBMISSION_OUTDATED,
    SUBMISSION_UNKNOWN,
)
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.services.incoming import (
    Incoming,
    Key,
    Receipt,
    answer_rows,
    new_file,
    new_version,
    reason_of,
    take_over,
)
from pamoja.apps.forms.services.telling import facts_of
from pamoja.core.audit.services import Act, record_all
from pamoja.core.bulk import Ready, has_any, insert_ready, insert_rows, ready
from pamoja.core.events.services import Happened, emit_many
from pamoja.core.files.services import PlacedFile, keep_file, keep_files, release_file
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.workspaces.context import workspace_active
from pamoja.formats.xform import shred

KIND = "forms.submission"
Indexed = list[tuple[int, Incoming]]


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
        self.submissions: list[Ready] = []
        self.versions: list[Ready] = []
        self.rows: list[Ready] = []
        self.reasons: list[Ready] = []
        self.files: list[SubmissionFile] = []
        self.placed: list[tuple[SubmissionFile, PlacedFile]] = []
        self.came: list[tuple[Incoming, Submission, dict[str, SubmissionFile]]] = []
        self.acts: list[tuple[Actor, Act]] = []
        self.events: list[Happened] = []

    def write(self) -> dict[int, Receipt | Exception]:
        """Decide on every item, then write what they need in a few statements. Results by index."""
        results = {index: self.answer(item) for index, item in self.items}
        insert_ready(self.submissions)
        insert_ready(self.versions)
        insert_ready(self.rows)
        insert_ready(self.reasons)
        self.write_files()
        self.tell_files()
        if self.acts:
            workspace = self.items[0][1].actor.workspace
            record_all(self.acts, workspace)
            emit_many(workspace, self.events)
        return results

    def write_files(self) -> None:
        """The files that came along, and the places for those that are expected."""
        kept = keep_files([placed for _slot, placed in self.placed])
        for (slot, _placed), file in zip(self.placed, kept, strict=True):
            slot.file = file
        insert_rows(self.files)

    def tell_files(self) -> None:
        """An act for each file that came, in the order in which they came: now that they have keys."""
        for item, submission, slots in self.came:
            for slot in (slots[name] for name in item.files if name in slots):
                stored = slot.file.blob_id if slot.file else 0
                self.acts.append((item.actor, self.act("attach", item, submission, file=slot.pk, stored=stored)))

    def answer(self, item: Incoming) -> Receipt | Exception:
        """The receipt for one item, or the problem with it."""
        try:
            return self.decide(item)
        except Problem as problem:
            return problem

    def decide(self, item: Incoming) -> Receipt:
        """New record, more files for one that is here, or an edit."""
        here = self.known.get(item.key(item.instance_id))
        if item.is_new and here is not None:
            raise Problem(INSTANCE_ID_TAKEN, instance_id=item.instance_id)
        if item.deprecated_id and not item.is_new:
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
        new = item.new_record
        self.submissions.append(new.record)
        self.versions.append(new.version)
        self.rows.extend(new.rows)
        names = sorted(new.expected | item.files.keys())
        slots = {name: new_file(item, new.submission, name, name in new.expected) for name in names}
        self.files.extend(slots.values())
        self.placed.extend((slots[name], placed) for name, placed in item.files.items())
        self.tell(item, new.submission, "submit", "submission.received")
        self.came.append((item, new.submission, slots))
        return Receipt(new.submission.public_id, item.instance_id, "created")

    def edit(self, item: Incoming, submission: Submission) -> Receipt:
        """A newer version: its rows replace the old ones under the ids of the first; files are kept by name."""
        item = replace(item, shredded=shred(schema_of(item.version), item.xml, root_id=submission.instance_id))
        submission.rows.all().delete()
        take_over(item, submission)
        self.versions.append(ready(new_version(item, submission, submission.edits + 1)))
        self.rows.extend(ready(row) for row in answer_rows(item, submission))
        if item.reason:
            self.reasons.append(ready(reason_of(item, submission)))
        submission.files.exclude(name__in=item.expected_files).update(is_expected=False)
        self.add_files(item, submission, item.expected_files, before=submission.edits)
        self.tell(item, submission, "edit", "submission.edited")
        return Receipt(submission.public_id, item.instance_id, "edited")

    def keep_earlier(self, slot: SubmissionFile, submission: Submission, before: int) -> None:
        """The version before goes on having the file that it had."""
        if before and slot.pk:
            EarlierFile.objects.create(submission=submission, number=before, name=slot.name, file=slot.file)

    def add_files(self, item: Incoming, submission: Submission, expected: set[str], before: int = 0) -> None:
        """Fill or replace files by name; one that nobody expects is kept all the same. `before`: the version edited."""
        slots = {slot.name: slot for slot in submission.files.select_related("file")}
        changed: dict[str, SubmissionFile] = {}
        for name in sorted(expected | item.files.keys()):
            slot = slots.setdefault(name, SubmissionFile(submission=submission, name=name, is_expected=False))
            slot.is_expected = slot.is_expected or name in expected
            old = slot.file
            if name in item.files:
                self.keep_earlier(slot, submission, before)
                slot.file, slot.received_at = keep_file(item.files[name]), item.received_at
                changed |= {} if old and old.blob_id == slot.file.blob_id else {name: slot}
            slot.save()
            if old and old != slot.file:
                release_file(old)
        self.came.append((item, submission, changed))
        wanted = [slot for slot in slots.values() if slot.is_expected]
        submission.files_expected = len(wanted)
        submission.files_present = sum(slot.file_id is not None for slot in wanted)
        submission.save(update_fields=["files_expected", "files_present"])

    def tell(self, item: Incoming, submission: Submission, verb: str, event: str) -> None:
        """Audit and event, beside the write."""
        self.acts.append((item.actor, self.act(verb, item, submission)))
        data = facts_of(item.form, item.version, item.is_test, submission.edits + 1)
        self.events.append(Happened(event, KIND, str(submission.public_id), data))

    def act(self, verb: str, item: Incoming, submission: Submission, **more: int) -> Act:
        """One act on a record, with its form and the number of the version that is meant."""
        where = {"form": str(item.form.public_id), "number": submission.edits + 1}
        return Act(verb, KIND, str(submission.public_id), where | more)


def _known(items: Sequence[Incoming]) -> dict[Key, SubmissionVersion]:
    """Versions that are here already under an id that the items name; their records are locked, in one order.

    An edit that waited for a purge, or for another edit, sees what is there then.
    """
    ids = {key[2] for item in items for key in item.keys}
    if not has_any(SubmissionVersion, "instance_id", ids):  # nearly always: an id is new
        return {}
    forms = {item.form.pk for item in items}
    versions = SubmissionVersion.objects.select_related("submission")
    found = versions.filter(instance_id__in=ids, submission__form__in=forms).order_by("submission_id", "pk")
    found = found.select_for_update(of=("submission",))
    return {(v.submission.form_id, v.submission.is_test, v.instance_id): v for v in found}


def _undeleted(submission: Submission) -> Submission:
    if submission.deleted_at:
        raise Problem(SUBMISSION_DELETED)
    return submission
