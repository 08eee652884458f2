"""Begun records: begun, kept after each page, sent, thrown away."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import PurePath
from secrets import token_hex
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from pamoja.apps.forms.files import BEGUN
from pamoja.apps.forms.models import Filling, FillingFile, Form, Submission
from pamoja.apps.forms.plain.sessions import begun
from pamoja.apps.forms.services import Expected, Sender, receive_submission
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import delete_file, keep_file, place_file, read_chunks
from pamoja.core.permissions import Actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.engines.xforms import Session
from pamoja.formats.xform import read_document

KEPT_DAYS = 30
"""After the last page that was kept; the pages say so."""
MOST_IN_MEMORY = 1024 * 1024
LONGEST_AT = 500
LONGEST_ENDING = 12


def fillings_of(actor: Actor, form: Form) -> QuerySet[Filling]:
    """What the actor has begun of a form, corrections too; of nobody else, whatever the actor's role."""
    mine = Filling.objects.filter(form=form, person=actor.user, person__isnull=False)
    begun: QuerySet[Filling] = mine.select_related("form_version").defer("form_version__xml", "form_version__schema")
    return begun


def begin(actor: Actor, form: Form) -> Filling:
    """Begin a record of the published version. Raises FORM_NOT_PLAIN."""
    assert form.published is not None
    filling = Filling(form=form, form_version=form.published, person=actor.user)
    session = begun(actor, filling)
    filling.language, filling.answers = session.language, session.keep().decode()
    filling.save()
    return filling


def keep(filling: Filling, session: Session, at: str) -> None:
    """Keep the answers as they are now, and the page where the person is."""
    filling.answers, filling.language, filling.at = session.keep().decode(), session.language, at[:LONGEST_AT]
    filling.updated_at = now()
    filling.save(update_fields=["answers", "language", "at", "updated_at"])


def keep_upload(filling: Filling, upload: UploadedFile[bytes]) -> str:
    """Keep a file with the record; return the name by which an answer knows it. Raises problems of files."""
    name = f"{token_hex(6)}{PurePath(upload.name or '').suffix.lower()[:LONGEST_ENDING]}"
    placed = place_file(upload, kind=BEGUN, name=upload.name or name)
    with transaction.atomic():
        FillingFile.objects.create(filling=filling, name=name, file=keep_file(placed))
    return name


def drop_upload(filling: Filling, name: str) -> None:
    """Forget a file, if the record has it."""
    with transaction.atomic():
        held = filling.files.select_related("file").filter(name=name).first()
        if held is not None:
            held.delete()
            delete_file(held.file)


def throw_away(filling: Filling) -> None:
    """Forget a begun record and its files."""
    with transaction.atomic():
        files = list(StoredFile.objects.filter(pk__in=filling.files.values("file")))
        filling.delete()
        for each in files:
            delete_file(each)


def send(actor: Actor, filling: Filling, session: Session, user_agent: str) -> None:
    """Hand the record in as any other, then forget what was begun. Raises what `receive_submission` raises.

    A record that arrived before, when the answer was lost on its way, is not sent again with another end.
    """
    session.finish()
    xml = session.serialise()
    if not _has_arrived(actor, filling, xml):
        with ExitStack() as stack:
            streams = {each.name: stack.enter_context(opened(each.file)) for each in named_files(filling, xml)}
            sender = Sender("browser", user_agent)
            receive_submission(actor, filling.form.project_id, xml, streams, sender, expected=Expected(filling.form))
    throw_away(filling)


def _has_arrived(actor: Actor, filling: Filling, xml: bytes) -> bool:
    instance_id = read_document(xml).envelope.instance_id
    there = Submission.objects.filter(form=filling.form, is_test=False, submitted_by=actor.user)
    return bool(instance_id) and there.filter(instance_id=instance_id).exists()


def named_files(filling: Filling, xml: bytes) -> Iterator[FillingFile]:
    """The files that the answers still speak of: a question may have gone since."""
    for each in filling.files.select_related("file__blob"):
        if each.name.encode() in xml:
            yield each


def opened(stored: StoredFile) -> IO[bytes]:
    """A kept file as a stream."""
    stream = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    for chunk in read_chunks(stored):
        stream.write(chunk)
    stream.seek(0)
    return stream


def sweep_fillings() -> None:
    """Throw away, in every workspace, what nobody has gone on with for KEPT_DAYS."""
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            for each in Filling.objects.filter(updated_at__lt=now() - timedelta(days=KEPT_DAYS)).iterator():
                throw_away(each)
