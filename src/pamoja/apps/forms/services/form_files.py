"""The files that clients fetch with a form."""

import hashlib
import io
from typing import IO

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pamoja.apps.forms.files import FORM_FILE, WORKBOOK
from pamoja.apps.forms.models import FormFile, FormVersion
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import keep_file, place_file, read_chunks, store_file
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import NOT_FOUND, Problem

ITEMSETS = "itemsets.csv"
MOST_TYPE = 100


def set_form_file(actor: Actor, version: FormVersion, name: str, file: StoredFile) -> FormFile:
    """Give a version one of the files that it asks for. Raises NOT_FOUND for a name it does not ask for."""
    with transaction.atomic():
        require(actor, "change", version.form)
        slot: FormFile | None = version.files.filter(name=name).first()
        if slot is None:
            raise Problem(NOT_FOUND, _("The form asks for no file of this name."))
        slot.file, slot.dataset, slot.md5, slot.updated_at = file, None, _md5_of(file), now()
        slot.content_type = ""
        slot.save(update_fields=["file", "dataset", "md5", "updated_at", "content_type"])
        record(actor, "file", version.form, name=name)
    return slot


def keep_form_file(actor: Actor, slot: FormFile, stream: IO[bytes], content_type: str) -> FormFile:
    """Take in a file that a version asks for, with the type that its sender gave it. Raises as `store_file` does."""
    placed = place_file(stream, kind=FORM_FILE, name=slot.name)
    with transaction.atomic():
        kept = set_form_file(actor, slot.version, slot.name, keep_file(placed))
        kept.content_type = content_type[:MOST_TYPE]
        kept.save(update_fields=["content_type"])
    return kept


def set_itemsets(actor: Actor, version: FormVersion, rows: str) -> None:
    """Give a version the external choices that its workbook brought, if it asks for them."""
    if version.files.filter(name=ITEMSETS).exists():
        file = store_file(io.BytesIO(rows.encode()), kind=FORM_FILE, name=ITEMSETS)
        set_form_file(actor, version, ITEMSETS, file)


def keep_workbook(content: bytes, name: str, declared_type: str = "") -> StoredFile:
    """Keep the workbook of a form as it came, and what its sender called it."""
    return keep_file(place_file(io.BytesIO(content), kind=WORKBOOK, name=name, declared_type=declared_type))


def clear_form_file(actor: Actor, slot: FormFile) -> None:
    """Take a file, or the list that it is made of, from a version again; the version still asks for it."""
    with transaction.atomic():
        require(actor, "change", slot.version.form)
        slot.file, slot.dataset, slot.md5, slot.updated_at = None, None, "", now()
        slot.save(update_fields=["file", "dataset", "md5", "updated_at"])
        record(actor, "file", slot.version.form, name=slot.name, is_cleared=True)


def carry_files_over(earlier: FormVersion | None, later: FormVersion) -> None:
    """Files and lists that the earlier version had and the later one asks for again need no second upload."""
    if earlier is None:
        return
    filled = earlier.files.filter(Q(file__isnull=False) | Q(dataset__isnull=False))
    kept = {(slot.name, slot.type): slot for slot in filled}
    for slot in later.files.all():
        if old := kept.get((slot.name, slot.type)):
            slot.file_id, slot.dataset_id, slot.md5 = old.file_id, old.dataset_id, old.md5
            slot.updated_at, slot.content_type = old.updated_at, old.content_type
            slot.save(update_fields=["file", "dataset", "md5", "updated_at", "content_type"])


def _md5_of(file: StoredFile) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for chunk in read_chunks(file):
        digest.update(chunk)
    return digest.hexdigest()
