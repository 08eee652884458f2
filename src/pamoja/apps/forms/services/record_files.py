"""Files of a record, and of its earlier versions, put there or taken out one by one."""

from typing import IO

from django.db import transaction

from pamoja.apps.forms.files import ATTACHMENT
from pamoja.apps.forms.models import EarlierFile, Submission, SubmissionFile, SubmissionVersion
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.services.incoming import files_named
from pamoja.apps.forms.services.telling import facts_of
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import PlacedFile, keep_file, place_file, release_file
from pamoja.core.permissions import Actor, may, require
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.formats.xform import shred


def files_of(version: SubmissionVersion) -> dict[str, StoredFile | None]:
    """The files that a version speaks of, by name; None for one that never came."""
    submission = version.submission
    shredded = shred(schema_of(version.form_version), bytes(version.xml), root_id=submission.instance_id)
    present = {slot.name: slot.file for slot in submission.files.select_related("file__blob")}
    earlier = submission.earlier_files.filter(number__gte=version.number).select_related("file__blob")
    before = {each.name: each.file for each in earlier.order_by("-number")}
    names = files_named(version.form_version, shredded)
    return {name: before.get(name, present.get(name)) for name in sorted(names)}


def place_record_file(stream: IO[bytes], name: str, declared_type: str = "") -> PlacedFile:
    """Put a file away, outside the transaction. One that cannot be cleaned is kept as it came: no part of a record is
    turned away for it. The stream is one that can be read twice. Raises problems of files.
    """
    try:
        return place_file(stream, kind=ATTACHMENT, name=name, declared_type=declared_type)
    except Problem:  # too many bytes are too many once more
        stream.seek(0)
        return place_file(stream, kind=ATTACHMENT, name=name, keep_original=True, declared_type=declared_type)


def set_record_file(actor: Actor, submission: Submission, name: str, placed: PlacedFile) -> None:
    """Put a file that the answers name in its place. Raises NOT_FOUND for one that they do not name.

    Who may not change records may still bring what is missing from their own, as long as nobody has edited it.
    """
    with transaction.atomic():
        submission = Submission.objects.select_for_update(of=("self",)).select_related("form").get(pk=submission.pk)
        slot = _slot(submission, name)
        if not may(actor, "change", submission):
            _require_own(actor, submission, slot)
        old, slot.file, slot.received_at = slot.file, keep_file(placed), now()
        slot.save(update_fields=["file", "received_at"])
        if old:
            release_file(old)
        _count(submission)
        newest = submission.newest()
        record(actor, "attach", submission, file=slot.pk, stored=slot.file.blob_id, number=newest.number)
        told = facts_of(submission.form, newest.form_version, submission.is_test, newest.number)
        emit(actor.workspace, "submission.completed", submission, **told)


def clear_record_file(actor: Actor, version: SubmissionVersion, name: str) -> None:
    """Take a file out of one version; the others keep it. Raises NOT_FOUND when the version has no such file."""
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(pk=version.submission_id)
        require(actor, "change", submission)
        old = files_of(version).get(name)
        if old is None:
            raise Problem(NOT_FOUND)
        if version.number > 1:
            _remember(submission, version.number - 1, name, old)
        if version.number == submission.edits + 1:
            SubmissionFile.objects.filter(submission=submission, name=name).update(file=None, received_at=None)
        else:
            EarlierFile.objects.update_or_create(
                submission=submission, number=version.number, name=name, defaults={"file": None}
            )
        _count(submission)
        slot = _slot(submission, name, None)
        record(actor, "detach", submission, file=slot.pk, removed=old.blob_id, number=version.number)
        release_file(old)


def _remember(submission: Submission, number: int, name: str, file: StoredFile | None) -> None:
    """Versions up to this one keep the file, unless they have one of their own."""
    EarlierFile.objects.get_or_create(submission=submission, number=number, name=name, defaults={"file": file})


def _slot(submission: Submission, name: str, is_expected: bool | None = True) -> SubmissionFile:
    named = submission.files.filter(name=name)
    slot: SubmissionFile | None = named.filter(is_expected=True).first() if is_expected else named.first()
    if slot is None:
        raise Problem(NOT_FOUND)
    return slot


def _require_own(actor: Actor, submission: Submission, slot: SubmissionFile) -> None:
    is_user = actor.user is not None and submission.submitted_by_id == actor.user.pk
    is_device = actor.credential_id is not None and submission.submitted_with_id == actor.credential_id
    if not (is_user or is_device) or slot.file_id is not None or submission.edits:
        raise Problem(NOT_ALLOWED)


def _count(submission: Submission) -> None:
    submission.files_present = submission.files.filter(is_expected=True, file__isnull=False).count()
    submission.save(update_fields=["files_present"])
