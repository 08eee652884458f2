"""Making, drafting and publishing forms."""

import hashlib
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pamoja.apps.forms.entities.publishing import attach_lists, link_lists, publish_lists
from pamoja.apps.forms.models import Form, FormFile, FormVersion, Project
from pamoja.apps.forms.problems import (
    FORM_ID_DIFFERS,
    FORM_ID_TAKEN,
    FORM_REFUSED,
    FORM_VERSION_TAKEN,
    NO_DRAFT,
)
from pamoja.core.accounts.actors import new_secret
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.conflicts.services import Updated, update
from pamoja.core.events.services import emit
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import read_chunks
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.xform import FormSchema, XFormRefused, parse_xform

DEFAULT_PROJECT = "Default Project"


def create_project(actor: Actor, name: str, description: str = "") -> Project:
    """A new folder for forms."""
    with transaction.atomic():
        project: Project = Project.objects.create(name=name, description=description, created_by=actor.user)
        require(actor, "create", project)
        record(actor, "create", project)
        emit(actor.workspace, "project.created", project)
    return project


def change_project(
    actor: Actor, project: Project, changes: Mapping[str, str | bool], based_on: int
) -> Updated[Project]:
    """Another name or description, made looking at version `based_on`."""
    return update(actor, project, changes, based_on)


def delete_project(actor: Actor, project: Project) -> None:
    """Take a project out of sight with its forms; what was collected stays."""
    with transaction.atomic():
        require(actor, "delete", project)
        for form in Form.objects.filter(project=project, deleted_at__isnull=True):
            delete_form(actor, form)
        project.deleted_at = now()
        project.save(update_fields=["deleted_at"])
        record(actor, "delete", project)
        emit(actor.workspace, "project.deleted", project)


def default_project(actor: Actor) -> Project:
    """The first project of the workspace, made when there is none yet."""
    return Project.objects.filter(deleted_at__isnull=True).order_by("pk").first() or create_project(
        actor, DEFAULT_PROJECT
    )


def create_form(actor: Actor, project: Project, xml: bytes, source: StoredFile | None = None) -> Form:
    """A new form with a draft. Raises FORM_REFUSED, FORM_ID_TAKEN."""
    schema = parsed_form(xml)
    try:
        with transaction.atomic():
            form: Form = Form.objects.create(
                project=project, xml_form_id=schema.form_id, title=schema.title, created_by=actor.user
            )
            require(actor, "create", form)
            form.draft = _add_version(actor, form, schema, xml, source)
            form.save(update_fields=["draft"])
            link_lists(form, form.draft)
            record(actor, "create", form, version=schema.version)
            emit(actor.workspace, "form.created", form)
    except IntegrityError as error:
        raise Problem(FORM_ID_TAKEN, _("The form id is “%(id)s”.") % {"id": schema.form_id}) from error
    return form


def replace_draft(actor: Actor, form: Form, xml: bytes, source: StoredFile | None = None) -> FormVersion:
    """A new draft in place of the old one; its test link changes. Raises FORM_REFUSED, FORM_ID_DIFFERS."""
    schema = parsed_form(xml)
    if schema.form_id != form.xml_form_id:
        words = _("The workbook says “%(new)s”, the form is “%(old)s”.")
        raise Problem(FORM_ID_DIFFERS, words % {"new": schema.form_id, "old": form.xml_form_id})
    with transaction.atomic():
        form = Form.objects.select_for_update().get(pk=form.pk)
        require(actor, "change", form)
        earlier = form.draft or form.published
        form.draft = _add_version(actor, form, schema, xml, source)
        form.draft_token = new_secret()
        form.save(update_fields=["draft", "draft_token"])
        _carry_files_over(earlier, form.draft)
        record(actor, "draft", form, version=schema.version)
    return form.draft


def publish_draft(actor: Actor, form: Form) -> FormVersion:
    """Make the draft the published version. Raises NO_DRAFT, FORM_VERSION_TAKEN."""
    try:
        with transaction.atomic():
            form = Form.objects.select_for_update().get(pk=form.pk)
            require(actor, "change", form)
            version: FormVersion | None = form.draft
            if version is None:
                raise Problem(NO_DRAFT)
            version.published_at = now()
            version.save(update_fields=["published_at"])
            form.published, form.draft = version, None
            form.title, form.version = schema_title(version), form.version + 1
            form.save(update_fields=["published", "draft", "title", "version"])
            publish_lists(actor, version)
            record(actor, "publish", form, version=version.version)
            emit(actor.workspace, "form.published", form, version=version.version)
    except IntegrityError as error:
        words = _("Give the form a new version in its settings sheet and upload it again.")
        raise Problem(FORM_VERSION_TAKEN, words) from error
    return version


def set_form_state(actor: Actor, form: Form, state: str) -> None:
    """Open, closing or closed."""
    with transaction.atomic():
        require(actor, "change", form)
        form.state = state
        form.save(update_fields=["state"])
        record(actor, "state", form, state=state)


def set_form_file(actor: Actor, version: FormVersion, name: str, file: StoredFile) -> FormFile:
    """Give a version one of the files that it asks for. Raises NOT_FOUND for a name it does not ask for."""
    with transaction.atomic():
        require(actor, "change", version.form)
        slot: FormFile | None = version.files.filter(name=name).first()
        if slot is None:
            raise Problem(NOT_FOUND, _("The form asks for no file of this name."))
        slot.file, slot.dataset, slot.md5, slot.updated_at = file, None, _md5_of(file), now()
        slot.save(update_fields=["file", "dataset", "md5", "updated_at"])
        record(actor, "file", version.form, name=name)
    return slot


def delete_form(actor: Actor, form: Form) -> None:
    """Take a form out of sight; its submissions stay and it can be brought back."""
    with transaction.atomic():
        require(actor, "delete", form)
        form.deleted_at = now()
        form.save(update_fields=["deleted_at"])
        record(actor, "delete", form)
        emit(actor.workspace, "form.deleted", form)


def restore_form(actor: Actor, form: Form) -> None:
    """Bring a deleted form back. Raises FORM_ID_TAKEN when another form has its id by now."""
    try:
        with transaction.atomic():
            require(actor, "delete", form)
            form.deleted_at = None
            form.save(update_fields=["deleted_at"])
            record(actor, "restore", form)
            emit(actor.workspace, "form.restored", form)
    except IntegrityError as error:
        raise Problem(FORM_ID_TAKEN, _("The form id is “%(id)s”.") % {"id": form.xml_form_id}) from error


def schema_title(version: FormVersion) -> str:
    """The title that a version's XML gives, else its form id."""
    return version.schema.get("title") or version.form.xml_form_id


def parsed_form(xml: bytes) -> FormSchema:
    """What an XForm says. Raises FORM_REFUSED."""
    try:
        schema = parse_xform(xml)
    except XFormRefused as error:
        raise Problem(FORM_REFUSED, str(error)) from error
    if not schema.form_id:
        raise Problem(FORM_REFUSED, _("The form has no id."))
    return schema


def _add_version(actor: Actor, form: Form, schema: FormSchema, xml: bytes, source: StoredFile | None) -> FormVersion:
    version: FormVersion = FormVersion.objects.create(
        form=form,
        version=schema.version,
        xml=xml,
        md5=hashlib.md5(xml, usedforsecurity=False).hexdigest(),
        schema=schema.to_json(),
        source=source,
        created_by=actor.user,
    )
    FormFile.objects.bulk_create(FormFile(version=version, name=f.name, type=f.type) for f in schema.files)
    attach_lists(actor, version, schema)
    return version


def _carry_files_over(earlier: FormVersion | None, later: FormVersion) -> None:
    """Files and lists that the earlier version had and the later one asks for again need no second upload."""
    if earlier is None:
        return
    filled = earlier.files.filter(Q(file__isnull=False) | Q(dataset__isnull=False))
    kept = {(slot.name, slot.type): slot for slot in filled}
    for slot in later.files.all():
        if old := kept.get((slot.name, slot.type)):
            slot.file_id, slot.dataset_id, slot.md5 = old.file_id, old.dataset_id, old.md5
            slot.updated_at = old.updated_at
            slot.save(update_fields=["file", "dataset", "md5", "updated_at"])


def _md5_of(file: StoredFile) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for chunk in read_chunks(file):
        digest.update(chunk)
    return digest.hexdigest()
