"""What files of this app are for, and who may read them."""

from django.db.models import Q

from pamoja.apps.forms.models import (
    EarlierFile,
    FillingFile,
    Form,
    FormImport,
    RedactedDataset,
    Submission,
    SubmissionFile,
)
from pamoja.apps.forms.protecting.hiding import may_read_file
from pamoja.core.files.kinds import MEGABYTE, FileKind, register_file_kind
from pamoja.core.files.models import StoredFile
from pamoja.core.jobs.selectors import jobs_of
from pamoja.core.permissions import Actor, may_at_all, visible

ATTACHMENT = "forms.attachment"
FORM_FILE = "forms.form-file"
WORKBOOK = "forms.workbook"
EXPORT = "forms.export"
BEGUN = "forms.begun"
SITE = "forms.site"
REDACTED = "forms.redacted"


def _may_read_attachment(actor: Actor, stored: StoredFile) -> bool:
    now = SubmissionFile.objects.filter(file=stored).values("submission")
    before = EarlierFile.objects.filter(file=stored).values("submission")
    seen = visible(Submission.objects.filter(Q(pk__in=now) | Q(pk__in=before)), actor).select_related("form")
    return any(may_read_file(actor, each, stored) for each in seen.order_by())


def _may_read_form_file(actor: Actor, stored: StoredFile) -> bool:
    return visible(Form.objects.filter(versions__files__file=stored), actor).exists()


def _may_read_workbook(actor: Actor, stored: StoredFile) -> bool:
    of_imports = visible(FormImport.objects.all(), actor)
    of_forms = visible(Form.objects.filter(versions__source=stored), actor, "change")
    return (of_imports.filter(original=stored) | of_imports.filter(repaired=stored)).exists() or of_forms.exists()


def _may_read_export(actor: Actor, stored: StoredFile) -> bool:
    """Who asked for it, as long as they may still take records out."""
    mine = jobs_of(actor).filter(result_url__endswith=f"/{stored.public_id}/")
    return may_at_all(actor, "export", "forms.submission") and mine.exists()


def _may_read_redacted(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the dataset of which it is a version."""
    return visible(RedactedDataset.objects.filter(versions__file=stored), actor).exists()


def _may_read_begun(actor: Actor, stored: StoredFile) -> bool:
    """Whoever is filling in the record that it belongs to."""
    mine = FillingFile.objects.filter(file=stored, filling__person=actor.user)
    return actor.user is not None and mine.exists()


def _may_read_site(actor: Actor, stored: StoredFile) -> bool:
    """Whoever works here: these are logos and the like."""
    return not actor.is_anonymous


register_file_kind(FileKind(SITE, _may_read_site, max_bytes=5 * MEGABYTE))
register_file_kind(FileKind(ATTACHMENT, _may_read_attachment, max_bytes=100 * MEGABYTE))
register_file_kind(FileKind(BEGUN, _may_read_begun, max_bytes=100 * MEGABYTE))
register_file_kind(FileKind(FORM_FILE, _may_read_form_file, max_bytes=100 * MEGABYTE))
register_file_kind(FileKind(REDACTED, _may_read_redacted, max_bytes=4096 * MEGABYTE))
register_file_kind(FileKind(EXPORT, _may_read_export, max_bytes=4096 * MEGABYTE))
register_file_kind(FileKind(WORKBOOK, _may_read_workbook, max_bytes=25 * MEGABYTE))
