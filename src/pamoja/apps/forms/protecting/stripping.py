"""Taking the protected answers out of records for ever, with every copy of them; the rest of the records stays."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet

from pamoja.apps.forms.models import (
    AnswerRow,
    BulkAct,
    BulkChange,
    CleaningLine,
    EarlierFile,
    Form,
    PlaceChange,
    QualityFlag,
    StrippedRecord,
    Submission,
    SubmissionComment,
    SubmissionFile,
    SubmissionVersion,
)
from pamoja.apps.forms.protecting.hiding import Hidden, protected_in, shown_files
from pamoja.apps.forms.protecting.purging import Counts, forget_findings, purge_made, work_through
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import release_file
from pamoja.core.permissions import Actor
from pamoja.formats.xform.stripping import stripped

NO_VALUES: dict[str, Any] = {"value": "", "find": "", "codes": {}}


def strip_records(
    actor: Actor, form: Form, due: QuerySet[Submission], has_entities: bool, tell: Callable[[int], None]
) -> Counts:
    """Take out of these records what who has no verb for it may not read, and what may repeat it."""
    return work_through(actor, form, due, partial(_stripped, actor, form, has_entities), tell)


def _stripped(actor: Actor, form: Form, has_entities: bool, keys: Sequence[int]) -> Counts:
    counts: Counts = Counter(stripped=len(keys))
    hidden = protected_in(form)
    if has_entities:
        counts["entities"] = purge_made(actor, keys)
    forget_findings(form, keys)
    counts["files"] = _strip_files(hidden, keys)  # before the answers, which say what each file is
    counts["rows"] = _strip_rows(hidden, keys)
    counts["versions"] = _strip_versions(hidden, keys)
    counts["comments"] = _strip_words(keys)
    counts["cleaning"] = _strip_cleaning(hidden, keys)
    _strip_acts(keys)
    _strip_records(hidden, keys)
    return counts


def _strip_files(hidden: Hidden, keys: Sequence[int]) -> int:
    """The files that no shown answer names, of all versions."""
    shown, files = shown_files(hidden, list(keys)), set()
    for model in (SubmissionFile, EarlierFile):
        rows: list[Any] = list(model.objects.filter(submission__in=keys))
        gone = [each for each in rows if each.name not in shown.get(each.submission_id, ())]
        files |= {each.file_id for each in gone if each.file_id}
        model.objects.filter(pk__in=[each.pk for each in gone]).delete()
    return sum(release_file(stored) for stored in StoredFile.objects.filter(pk__in=files))


def _strip_rows(hidden: Hidden, keys: Sequence[int]) -> int:
    rows = list(AnswerRow.objects.filter(submission__in=keys))
    for each in rows:
        each.answers = {path: value for path, value in each.answers.items() if not hidden.hides(path)}
    AnswerRow.objects.bulk_update(rows, ["answers"])
    return len(rows)


def _strip_versions(hidden: Hidden, keys: Sequence[int]) -> int:
    versions = list(SubmissionVersion.objects.filter(submission__in=keys))
    for each in versions:
        each.xml, each.instance_name = stripped(bytes(each.xml), hidden.hides), ""
        each.save(update_fields=["xml", "instance_name"])
    return len(versions)


def _strip_words(keys: Sequence[int]) -> int:
    """What people wrote may repeat any answer, and so may what a check found."""
    QualityFlag.objects.filter(submission__in=keys).delete()
    PlaceChange.objects.filter(submission__in=keys).update(reason="")
    comments = SubmissionComment.objects.filter(submission__in=keys)
    count: int = comments.count()
    comments.delete()
    return count


def _strip_cleaning(hidden: Hidden, keys: Sequence[int]) -> int:
    """Lines on protected answers go; of the others what was decided stays, and not in which words."""
    lines = list(CleaningLine.objects.filter(submission__in=keys))
    gone = [each.pk for each in lines if each.question and hidden.hides(each.question.partition("@")[0])]
    CleaningLine.objects.filter(pk__in=gone).delete()
    CleaningLine.objects.filter(submission__in=keys).update(issue="", code="", facts={}, comment="")
    return len(gone)


def _strip_acts(keys: Sequence[int]) -> None:
    """Acts that are done: what they put in place of what, and why."""
    acts = BulkAct.objects.filter(pk__in=BulkChange.objects.filter(submission__in=keys).values("act"))
    waiting = BulkChange.objects.filter(state=BulkChange.State.WAITING).values("act")
    for act in acts.exclude(pk__in=waiting):
        values = NO_VALUES if act.what == BulkAct.What.ANSWERS else {}
        BulkAct.objects.filter(pk=act.pk).update(reason="", settings={**act.settings, **values})


def _strip_records(hidden: Hidden, keys: Sequence[int]) -> None:
    records = list(Submission.objects.filter(pk__in=keys).prefetch_related("files"))
    for each in records:
        wanted = [slot for slot in each.files.all() if slot.is_expected]
        each.files_expected, each.files_present = len(wanted), sum(slot.file_id is not None for slot in wanted)
        each.remarks = [remark for remark in each.remarks if not hidden.hides(remark["path"])]
        each.instance_name, each.updated_at = "", now()
    changed = ["files_expected", "files_present", "remarks", "instance_name", "updated_at"]
    Submission.objects.bulk_update(records, changed)
    StrippedRecord.objects.filter(submission__in=keys).delete()
    StrippedRecord.objects.bulk_create(StrippedRecord(submission=each, edits=each.edits) for each in records)
