"""The draft of a form: set, tried out, published, or given up."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pamoja.apps.forms.entities.publishing import publish_lists
from pamoja.apps.forms.models import Form, FormVersion, Submission
from pamoja.apps.forms.problems import FORM_ID_DIFFERS, FORM_REFUSED, FORM_VERSION_TAKEN, NO_DRAFT, NOT_PUBLISHED
from pamoja.apps.forms.services.form_files import carry_files_over
from pamoja.apps.forms.services.versions import (
    add_version,
    encrypted_for_project,
    parsed_form,
    schema_title,
)
from pamoja.core.accounts.actors import new_key
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.files.models import StoredFile
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem
from pamoja.formats.xform import XFormRefused
from pamoja.formats.xform.versioning import with_version


def replace_draft(actor: Actor, form: Form, xml: bytes, source: StoredFile | None = None) -> FormVersion:
    """A new draft in place of the old one, under the same test link; without an old one the link is new.

    What was sent to the old draft goes with it. Raises FORM_REFUSED, FORM_ID_DIFFERS.
    """
    schema = parsed_form(xml)
    if schema.form_id != form.xml_form_id:
        words = _("The workbook says “%(new)s”, the form is “%(old)s”.")
        names = {"new": schema.form_id, "old": form.xml_form_id}
        raise Problem(FORM_ID_DIFFERS, words % names, form_id=schema.form_id)
    with transaction.atomic():
        schema, xml = encrypted_for_project(form.project_id, schema, xml)
        form = Form.objects.select_for_update().get(pk=form.pk)
        require(actor, "change", form)
        old, earlier = form.draft_id, form.draft or form.published
        if form.draft is None:
            form.draft_token = new_key()
        form.draft = add_version(actor, form, schema, xml, source)
        if form.published is None:
            form.title = schema.title
        form.updated_at = now()
        form.save(update_fields=["draft", "draft_token", "title", "updated_at"])
        carry_files_over(earlier, form.draft)
        end_trial(form)
        record(actor, "draft", form, version=schema.version, old=old, new=form.draft.pk)
    return form.draft


def copy_to_draft(actor: Actor, form: Form) -> FormVersion:
    """A draft that is what is published now, workbook and all. Raises NOT_PUBLISHED."""
    now_there = Form.objects.filter(pk=form.pk).values("published")
    published: FormVersion | None = FormVersion.objects.select_related("source").filter(pk__in=now_there).first()
    if published is None:
        raise Problem(NOT_PUBLISHED)
    return replace_draft(actor, form, bytes(published.xml), published.source)


def publish_draft(
    actor: Actor, form: Form, version: str | None = None, notes: str = "", at: datetime | None = None
) -> FormVersion:
    """Make the draft the published version, on wish under another version name.

    `at` is when the form was made, for one that is published as it is made. What was sent to the draft ends with it.
    Raises NO_DRAFT, FORM_VERSION_TAKEN, and FORM_REFUSED for XML that takes
    no version.
    """
    try:
        with transaction.atomic():
            form = Form.objects.select_for_update().get(pk=form.pk)
            require(actor, "change", form)
            draft = _named(actor, form, version)
            _check_version(draft)
            draft.published_at, draft.published_by, draft.publish_notes = at or now(), actor.user, notes
            draft.save(update_fields=["published_at", "published_by", "publish_notes"])
            old = form.published_id
            form.published, form.draft = draft, None
            form.title, form.version, form.updated_at = schema_title(draft), form.version + 1, at or now()
            form.save(update_fields=["published", "draft", "title", "version", "updated_at"])
            publish_lists(actor, draft)
            end_trial(form)
            record(actor, "publish", form, version=draft.version, old=old, new=draft.pk)
            emit(actor.workspace, "form.published", form, version=draft.version)
    except IntegrityError as error:
        raise _version_taken(draft) from error
    return draft


def discard_draft(actor: Actor, form: Form) -> None:
    """Give a draft up; what is published stays. Raises NOT_PUBLISHED for a form that is nothing else, NO_DRAFT."""
    with transaction.atomic():
        form = Form.objects.select_for_update().get(pk=form.pk)
        require(actor, "change", form)
        if form.published is None:
            raise Problem(NOT_PUBLISHED)
        if form.draft is None:
            raise Problem(NO_DRAFT)
        old = form.draft_id
        form.draft, form.updated_at = None, now()
        form.save(update_fields=["draft", "updated_at"])
        end_trial(form)
        record(actor, "discard", form, old=old)


def _named(actor: Actor, form: Form, version: str | None) -> FormVersion:
    """The draft, or a copy of it under another version name."""
    draft: FormVersion | None = form.draft
    if draft is None:
        raise Problem(NO_DRAFT)
    if version is None or version == draft.version:
        return draft
    try:
        xml = with_version(bytes(draft.xml), version)
    except XFormRefused as error:
        raise Problem(FORM_REFUSED, str(error)) from error
    renamed = add_version(actor, form, parsed_form(xml), xml, draft.source)
    carry_files_over(draft, renamed)
    record(actor, "draft", form, version=version, old=draft.pk, new=renamed.pk)
    return renamed


def _check_version(draft: FormVersion) -> None:
    """A form id and version mean one XML for ever, also when the form that had them is deleted."""
    form = draft.form
    same = FormVersion.objects.filter(
        form__project=form.project_id,
        form__xml_form_id=form.xml_form_id,
        version=draft.version,
        published_at__isnull=False,
    )
    if same.exists():
        raise _version_taken(draft)


def _version_taken(draft: FormVersion) -> Problem:
    words = _("Give the form a new version in its settings sheet and upload it again.")
    return Problem(FORM_VERSION_TAKEN, words, form_id=draft.form.xml_form_id, version=draft.version)


def end_trial(form: Form) -> None:
    """Records that were sent to try a draft out belong to that draft alone."""
    Submission.objects.filter(form=form, is_test=True, deleted_at__isnull=True).update(deleted_at=now())
