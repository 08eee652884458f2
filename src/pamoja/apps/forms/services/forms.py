"""Making, changing and removing projects and forms."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pamoja.apps.forms.entities.keeping import check_lists_are_here, lists_of
from pamoja.apps.forms.entities.publishing import link_lists
from pamoja.apps.forms.models import Form, Project
from pamoja.apps.forms.problems import FORM_ID_TAKEN
from pamoja.apps.forms.services.encrypting import encrypt_form
from pamoja.apps.forms.services.versions import add_version, encrypted_for_project, parsed_form, project_key
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.conflicts.services import Updated, update
from pamoja.core.events.services import emit
from pamoja.core.files.models import StoredFile
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem
from pamoja.formats.xform.sealing import version_suffix

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
            at = now()
            form: Form = Form.objects.create(
                project=project,
                xml_form_id=schema.form_id,
                title=schema.title,
                created_by=actor.user,
                created_at=at,
                updated_at=at,
            )
            require(actor, "create", form)
            schema, xml = encrypted_for_project(project.pk, schema, xml)
            form.draft = add_version(actor, form, schema, xml, source)
            form.save(update_fields=["draft"])
            link_lists(form, form.draft)
            record(actor, "create", form, version=schema.version)
            emit(actor.workspace, "form.created", form)
    except IntegrityError as error:
        raise _taken(project.pk, schema.form_id) from error
    return form


def set_form_state(actor: Actor, form: Form, state: str) -> None:
    """Open, closing or closed."""
    with transaction.atomic():
        require(actor, "change", form)
        form.state, form.updated_at = state, now()
        form.save(update_fields=["state", "updated_at"])
        record(actor, "state", form, state=state)


def set_webforms(actor: Actor, form: Form, is_enabled: bool) -> None:
    """Keep with the form whether programs are to fill it in with web forms."""
    with transaction.atomic():
        require(actor, "change", form)
        form.is_webforms_enabled, form.updated_at = is_enabled, now()
        form.save(update_fields=["is_webforms_enabled", "updated_at"])
        record(actor, "webforms", form, is_enabled=is_enabled)


def delete_form(actor: Actor, form: Form) -> None:
    """Take a form out of sight; its submissions stay and it can be brought back."""
    with transaction.atomic():
        require(actor, "delete", form)
        form.deleted_at = now()
        form.save(update_fields=["deleted_at"])
        record(actor, "delete", form, **lists_of(form))
        emit(actor.workspace, "form.deleted", form)


def restore_form(actor: Actor, form: Form) -> None:
    """Bring a deleted form back. Raises FORM_ID_TAKEN when another form has its id by now."""
    try:
        with transaction.atomic():
            require(actor, "delete", form)
            check_lists_are_here(form)
            form.deleted_at = None
            form.save(update_fields=["deleted_at"])
            if key := project_key(form.project_id):  # its project may have been encrypted meanwhile
                encrypt_form(actor, form, key, version_suffix(now()))
            record(actor, "restore", form)
            emit(actor.workspace, "form.restored", form)
    except IntegrityError as error:
        raise _taken(form.project_id, form.xml_form_id) from error


def _taken(project: int, form_id: str) -> Problem:
    words = _("The form id is “%(id)s”.") % {"id": form_id}
    return Problem(FORM_ID_TAKEN, words, project=project, form_id=form_id)
