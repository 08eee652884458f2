"""The times that came with a record in the log of how it was filled in."""

import logging

from pamoja.apps.forms.models import AnswerRow, InterviewTiming, Submission, SubmissionFile
from pamoja.core.files.services import read_chunks
from pamoja.formats.audit_log import MOST_BYTES, BadAuditLog, parse_audit_log, timing_of
from pamoja.formats.xform.model import ROOT_TABLE

AUDIT = "/meta/audit"
log = logging.getLogger(__name__)


def read_timing(submission: Submission) -> None:
    """Keep what the record's audit log says; without one that can be read, nothing is kept."""
    row: AnswerRow | None = submission.rows.filter(table=ROOT_TABLE).first()
    name = row.answers.get(AUDIT) if row else None
    found = SubmissionFile.objects.select_related("file__blob").filter(
        submission=submission, name=name or "", file__isnull=False
    )
    slot = found.first()
    if slot is None or slot.file is None or slot.file.blob.size > MOST_BYTES:
        return
    try:
        timing = timing_of(parse_audit_log(b"".join(read_chunks(slot.file))))
    except BadAuditLog:
        log.info("the audit log of record %s cannot be read", submission.public_id)
        return
    values = {"active_s": timing.active_s, "seconds": dict(timing.seconds)}
    InterviewTiming.objects.update_or_create(submission=submission, defaults=values)
