"""Receiving submissions: parsed and shredded in the request, written by the one writer queue."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import IO

from django.utils.translation import gettext as _

from pamoja.apps.forms.models import Form, FormVersion, Submission, SubmissionVersion
from pamoja.apps.forms.problems import (
    EDIT_NAMES_NOTHING,
    ENCRYPTED_WITHOUT_ID,
    FORM_CLOSED,
    FORM_ID_DIFFERS,
    NO_DRAFT,
    SUBMISSION_MALFORMED,
    SUBMISSION_NOT_WELCOME,
    SUBMISSION_OUTDATED,
    SUBMISSION_SEALED,
    VERSION_UNKNOWN,
)
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.services.incoming import Incoming, Receipt
from pamoja.apps.forms.services.ingest import write_group
from pamoja.apps.forms.services.record_files import place_record_file
from pamoja.core.clock import now
from pamoja.core.group_commit import GroupCommit
from pamoja.core.ids import uuid7
from pamoja.core.permissions import Actor, require, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.shortly import Shortly
from pamoja.formats.xform import Document, Envelope, XFormRefused, read_document, shred

LONGEST_NAME = 255


@dataclass(frozen=True)
class Sender:
    """What the client says of itself, and of what types the files are that it sends, by their names."""

    device_id: str = ""
    user_agent: str = ""
    types: Mapping[str, str] = field(default_factory=dict)


_writer: GroupCommit[Incoming, Receipt] = GroupCommit(write_group)


@dataclass(frozen=True)
class Expected:
    """What a record must be to be taken: of this form, an edit of that record (its first instance id), or a new one."""

    form: Form | None = None
    replaces: str | None = None
    is_new: bool = False


ANYTHING = Expected()


def receive_submission(
    actor: Actor,
    project_id: int,
    xml: bytes,
    files: Mapping[str, IO[bytes]] = MappingProxyType({}),
    sender: Sender | None = None,
    draft_of: Form | None = None,
    expected: Expected = ANYTHING,
) -> Receipt:
    """Store one submission and return when it is on disk; a resend of the same bytes only adds files.

    `files` are the streams that came along, by the name that the answers give them. `draft_of` takes a test
    submission for that form's draft. Raises problems of `apps.forms.problems`, and NOT_FOUND when the project has
    no such form.
    """
    document = _document(xml)
    _require(expected, document.envelope, is_test=draft_of is not None)
    form, version = (
        _draft(draft_of, document.envelope) if draft_of else _open_form(actor, project_id, document.envelope)
    )
    incoming = _incoming(actor, form, version, document, xml, files, sender or Sender())
    incoming = replace(incoming, is_test=draft_of is not None, is_new=expected.is_new)
    _ = incoming.new_record  # made here, beside other requests, so that the one writer has little to do
    return _writer.submit(incoming)


def edit_submission(
    actor: Actor,
    submission: Submission,
    xml: bytes,
    reason: str,
    files: Mapping[str, IO[bytes]] = MappingProxyType({}),
    sender: Sender | None = None,
) -> Receipt:
    """Store a newer version of a record, with the reason as a comment on it. A closed form does not hinder it.

    The XML names the newest version as the one that it replaces, and keeps to the form's version that was filled in.
    Raises NOT_FOUND, NOT_ALLOWED, SUBMISSION_SEALED, SUBMISSION_OUTDATED, and what `receive_submission` raises.
    """
    require(actor, "change", submission)
    if submission.sealed_file:
        raise Problem(SUBMISSION_SEALED)
    document = _document(xml)
    _require(Expected(submission.form, submission.instance_id), document.envelope, submission.is_test)
    version = submission.newest().form_version
    incoming = _incoming(actor, submission.form, version, document, xml, files, sender or Sender())
    return _writer.submit(replace(incoming, is_test=submission.is_test, reason=reason))


def _incoming(
    actor: Actor,
    form: Form,
    version: FormVersion,
    document: Document,
    xml: bytes,
    files: Mapping[str, IO[bytes]],
    sender: Sender,
) -> Incoming:
    """A submission taken apart, with its files where they are kept."""
    instance_id = document.envelope.instance_id or str(uuid7())
    return Incoming(
        actor=actor,
        form=form,
        version=version,
        xml=xml,
        shredded=shred(schema_of(version), document, root_id=instance_id),
        instance_id=instance_id,
        files={name: place_record_file(stream, name, sender.types.get(name, "")) for name, stream in files.items()},
        device_id=sender.device_id[:LONGEST_NAME],
        user_agent=sender.user_agent[:LONGEST_NAME],
        received_at=now(),
    )


def _require(expected: Expected, envelope: Envelope, is_test: bool) -> None:
    """Raise FORM_ID_DIFFERS, EDIT_NAMES_NOTHING, NOT_FOUND or SUBMISSION_OUTDATED for what is something else."""
    if expected.form is None:
        return
    if envelope.form_id != expected.form.xml_form_id:
        raise Problem(FORM_ID_DIFFERS, form_id=envelope.form_id)
    if expected.replaces is not None:
        _require_edit(expected.form, expected.replaces, envelope, is_test)


def _require_edit(form: Form, root_id: str, envelope: Envelope, is_test: bool) -> None:
    """The XML must name the newest version of that record as the one it replaces."""
    if not envelope.deprecated_id:
        raise Problem(EDIT_NAMES_NOTHING)
    live = Submission.objects.filter(form=form, is_test=is_test, instance_id=root_id, deleted_at__isnull=True)
    newest = SubmissionVersion.objects.filter(submission__in=live).order_by("-number").first()
    if newest is None:
        raise Problem(NOT_FOUND)
    if newest.instance_id != envelope.deprecated_id:
        raise Problem(SUBMISSION_OUTDATED, instance_id=envelope.deprecated_id)


def _document(xml: bytes) -> Document:
    try:
        document = read_document(xml)
    except XFormRefused as error:
        raise Problem(SUBMISSION_MALFORMED, str(error)) from error
    envelope = document.envelope
    if not envelope.form_id:
        raise Problem(SUBMISSION_MALFORMED, _("The root element names no form id."))
    if envelope.encryption and not envelope.instance_id:
        raise Problem(ENCRYPTED_WITHOUT_ID)
    return document


_open_forms: Shortly[tuple[Form, FormVersion]] = Shortly()


def _open_form(actor: Actor, project_id: int, envelope: Envelope) -> tuple[Form, FormVersion]:
    """The form and version for this submission; a device that sends its queue is looked up once a moment."""
    if actor.credential_id is None:
        return _form_and_version(actor, project_id, envelope)
    key = (actor.credential_id, project_id, envelope.form_id, envelope.version)
    return _open_forms.get(key, lambda: _form_and_version(actor, project_id, envelope))


def _form_and_version(actor: Actor, project_id: int, envelope: Envelope) -> tuple[Form, FormVersion]:
    """The form as the actor may submit to it, and the published version that the XML names."""
    named = Form.objects.select_related("published").filter(
        project_id=project_id, xml_form_id=envelope.form_id, deleted_at__isnull=True
    )
    form = visible(named, actor, "submit").first()
    if form is None:
        raise Problem(SUBMISSION_NOT_WELCOME if named.exists() else NOT_FOUND)
    version = _version(form, envelope.version)
    if form.state == Form.State.CLOSED:
        raise Problem(FORM_CLOSED)
    return form, version


def _version(form: Form, version: str) -> FormVersion:
    """The newest published version serves without a query."""
    newest: FormVersion | None = form.published
    if newest and newest.version == version:
        return newest
    older: FormVersion | None = form.versions.filter(version=version, published_at__isnull=False).first()
    if older is None:
        raise Problem(VERSION_UNKNOWN, version=version)
    return older


def _draft(form: Form, envelope: Envelope) -> tuple[Form, FormVersion]:
    if form.xml_form_id != envelope.form_id:
        raise Problem(FORM_ID_DIFFERS, form_id=envelope.form_id)
    if form.draft is None:
        raise Problem(NO_DRAFT)
    return form, form.draft
