"""Removing records for ever, with everything that holds their answers."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.db import connection, transaction
from django.db.models import QuerySet

from pamoja.apps.forms.entities.purging import forget_entities
from pamoja.apps.forms.files import EXPORT
from pamoja.apps.forms.models import (
    AnswerRow,
    BulkAct,
    CleaningLine,
    EarlierFile,
    Entity,
    Filling,
    Form,
    InterviewTiming,
    PaperSheet,
    QualityFlag,
    RedactedVersion,
    Submission,
    SubmissionComment,
    SubmissionFile,
    SubmissionVersion,
)
from pamoja.apps.forms.plain.keeping import throw_away
from pamoja.apps.forms.protecting.retention import PROOF
from pamoja.apps.forms.redacting.services import drop_files
from pamoja.core.audit.services import record
from pamoja.core.conflicts.models import Conflict
from pamoja.core.events.services import emit
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import delete_file, release_file
from pamoja.core.jobs.models import Progress
from pamoja.core.permissions import Actor

AT_ONCE = 200
EXPORT_JOB = "forms.export"
Counts = Counter[str]
Purge = Callable[[Sequence[int]], Counts]
"""What is done to the records of some keys, inside a transaction in which they are locked."""


def purge_records(
    actor: Actor, form: Form, due: QuerySet[Submission], has_entities: bool, tell: Callable[[int], None]
) -> Counts:
    """Remove these records and everything that was made of them. What stays: entities unless they are wanted gone."""
    return work_through(actor, form, due, partial(_purged, actor, form, has_entities), tell)


def work_through(
    actor: Actor, form: Form, due: QuerySet[Submission], purge: Purge, tell: Callable[[int], None]
) -> Counts:
    """Purge records some at a time until none is due, then all files that were made of them; returns how many of what.

    Each part is proved in the audit by its counts. What stays: the audit itself, and backups until they are thrown
    away. `tell` is told of each part how many records are done.
    """
    total: Counts = Counter()
    _overwrite()
    while counts := _some(actor, form, due, purge):
        total += counts
        tell(counts["records"] + counts["stripped"])
    if total:
        with transaction.atomic():
            total["exports"] = drop_exports(form)
            record(actor, PROOF, form, exports=total["exports"])
    return total


def _some(actor: Actor, form: Form, due: QuerySet[Submission], purge: Purge) -> Counts:
    """One part; empty when nothing is left. Locked first: an edit or a word that comes now is before it or too late."""
    with transaction.atomic():
        rows = due.order_by("pk").only("pk").select_for_update(of=("self",))
        keys = [each.pk for each in rows[:AT_ONCE]]
        if not keys:
            return Counter()
        counts = purge(keys)
        record(actor, PROOF, form, **counts)
        emit(actor.workspace, "form.purged", form, records=counts["records"], stripped=counts["stripped"])
    return counts


def purge_sheets(actor: Actor, form: Form, due: QuerySet[PaperSheet]) -> int:
    """Forget what was keyed from these sheets of paper and never became a record; returns how many sheets."""
    _overwrite()
    with transaction.atomic():
        count = due.count()
        if count:
            due.delete()
            record(actor, PROOF, form, sheets=count)
    return count


def drop_exports(form: Form) -> int:
    """Delete every file that was made of a form's records; returns how many."""
    jobs = Progress.objects.filter(name=EXPORT_JOB, workspace=form.workspace, arguments__form=form.pk)
    made = {url.rstrip("/").rpartition("/")[2] for url in jobs.values_list("result_url", flat=True) if url}
    files = list(StoredFile.objects.filter(kind=EXPORT, public_id__in=made))
    for each in files:
        delete_file(each)
    return len(files) + drop_files(RedactedVersion.objects.filter(dataset__form=form))


def _overwrite() -> None:
    """Have SQLite write zeros over what is deleted; PostgreSQL's vacuum gives the space to others."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _purged(actor: Actor, form: Form, has_entities: bool, keys: Sequence[int]) -> Counts:
    counts: Counts = Counter()
    if has_entities:
        counts["entities"] = purge_made(actor, keys)
    forget_findings(form, keys)
    files = set(_files_of(keys))
    for name, rows in _rows_of(keys).items():
        counts[name] = rows.count()
        rows.delete()
    counts["records"] = len(keys)
    Submission.objects.filter(pk__in=keys).delete()
    BulkAct.objects.filter(form=form, changes=None).delete()
    counts["files"] = sum(release_file(stored) for stored in StoredFile.objects.filter(pk__in=files))
    return counts


def _rows_of(keys: Sequence[int]) -> dict[str, QuerySet[AnswerRow]]:
    """What hangs on these records, each table emptied by one statement; the rest goes with the records."""
    models = {
        "rows": AnswerRow,
        "comments": SubmissionComment,
        "flags": QualityFlag,
        "cleaning": CleaningLine,
        "timings": InterviewTiming,
        "present_files": SubmissionFile,
        "earlier_files": EarlierFile,
        "versions": SubmissionVersion,
    }
    return {name: model.objects.filter(submission__in=keys) for name, model in models.items()}


def _files_of(keys: Sequence[int]) -> Iterator[int]:
    for model in (SubmissionFile, EarlierFile):
        yield from model.objects.filter(submission__in=keys, file__isnull=False).values_list("file", flat=True)


def forget_findings(form: Form, keys: Sequence[int]) -> None:
    """Corrections that are begun, conflicts, and flags, which the next check finds again where they are still true.

    Flags of groups and of other records may repeat answers of these.
    """
    for filling in Filling.objects.filter(submission__in=keys):
        throw_away(filling)
    records = Submission.objects.filter(pk__in=keys)
    QualityFlag.objects.filter(form=form, submission__isnull=True).delete()
    QualityFlag.objects.filter(form=form, facts__other__in=list(records.values_list("instance_id", flat=True))).delete()
    lines = CleaningLine.objects.filter(submission__in=keys)
    ids = [*records.values_list("public_id", flat=True), *lines.values_list("public_id", flat=True)]
    Conflict.objects.filter(kind__in=["forms.submission", "forms.cleaning"], object_id__in=ids).delete()


def purge_made(actor: Actor, keys: Sequence[int]) -> int:
    """Entities of which the first version came from one of these records, with all their versions."""
    made = Entity.objects.filter(versions__number=1, versions__source__submission_version__submission__in=keys)
    return forget_entities(actor, Entity.objects.filter(pk__in=made.values("pk")))
