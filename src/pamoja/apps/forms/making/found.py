"""The rows that an address of these pages names, for who may see them."""

from uuid import UUID

from django.db.models import QuerySet

from pamoja.apps.forms import selectors
from pamoja.apps.forms.models import Form, FormImport, FormVersion, Project
from pamoja.core.accounts.models import Credential
from pamoja.core.permissions import Actor, require, visible
from pamoja.core.problems import NOT_FOUND, Problem

HEAVY = tuple(f"{version}__{column}" for version in ("published", "draft") for column in ("xml", "schema"))


def form_of(actor: Actor, form_id: int, verb: str = "view") -> Form:
    """A form. Raises NOT_FOUND, and NOT_ALLOWED when the actor may see it but not do `verb`."""
    live = Form.objects.filter(pk=form_id, deleted_at__isnull=True)
    form: Form | None = visible(live.select_related("project", "published", "draft").defer(*HEAVY), actor).first()
    if form is None:
        raise Problem(NOT_FOUND)
    if verb != "view":
        require(actor, verb, form)
    return form


def deleted_forms(actor: Actor) -> QuerySet[Form]:
    """Forms that were deleted and that the actor may bring back."""
    gone: QuerySet[Form] = visible(Form.objects.filter(deleted_at__isnull=False), actor, "delete")
    return gone.select_related("project").order_by("-deleted_at")


def versions_of(form: Form) -> QuerySet[FormVersion]:
    """Every version of a form, newest first, without what is heavy."""
    found: QuerySet[FormVersion] = form.versions.defer("xml", "schema").select_related("source", "created_by")
    return found


def project_of(actor: Actor, project_id: int) -> Project:
    """A project. Raises NOT_FOUND."""
    project: Project | None = selectors.projects(actor).filter(pk=project_id).first()
    if project is None:
        raise Problem(NOT_FOUND)
    return project


def import_of(actor: Actor, public_id: UUID) -> FormImport:
    """An upload. Raises NOT_FOUND."""
    rows = FormImport.objects.select_related("project", "original__blob", "repaired__blob", "result__form")
    upload: FormImport | None = (
        visible(rows.defer("result__xml", "result__schema"), actor).filter(public_id=public_id).first()
    )
    if upload is None:
        raise Problem(NOT_FOUND)
    return upload


def devices(actor: Actor) -> QuerySet[Credential]:
    """The devices of the workspace."""
    return visible(Credential.objects.filter(type=Credential.Type.DEVICE), actor).order_by("name")


def device_of(actor: Actor, public_id: UUID) -> Credential:
    """A device. Raises NOT_FOUND."""
    found = devices(actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found
