"""What was taken out of forms: noted beside the audit, and found again by a file's id or its bytes."""

import hashlib
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet

from pamoja.apps.forms.models import Export
from pamoja.core.audit.services import Act, record_many
from pamoja.core.permissions import Actor, visible

RECORD = "forms.submission"


def note_export(actor: Actor, export: Export, kind: str = RECORD) -> Export:
    """Note that a file was made of a form's records, and say so in the audit: counts, and no answers."""
    with transaction.atomic():
        export.by = actor.label
        export.save()
        detail = {"form": str(export.form.public_id), "format": export.format, "rows": export.rows}
        more = {"export": str(export.public_id), "sha256": export.sha256, "columns": export.classes}
        record_many(actor, [Act("export", kind, detail={**detail, **{k: v for k, v in more.items() if v}})])
    return export


def exports_seen(actor: Actor) -> QuerySet[Export]:
    """The exports that the actor may know of."""
    seen: QuerySet[Export] = visible(Export.objects.all(), actor)
    return seen.select_related("form")


def found_by(rows: QuerySet[Export], text: str) -> QuerySet[Export]:
    """Those of which this is the id, as the file says or its name, or the SHA-256 of its bytes."""
    asked = Q(sha256=text.strip().lower())
    for part in (text.strip()[-36:], *text.split()):
        try:
            asked |= Q(public_id=UUID(part))
        except ValueError:
            continue
    return rows.filter(asked)


def digest_of(upload: UploadedFile[bytes]) -> str:
    """The SHA-256 of a file that somebody holds; nothing of it is kept."""
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    return found.hexdigest()
