"""Roles of people and devices in one project or one form."""

from django.db import transaction

from pamoja.apps.forms.models import Form, Project
from pamoja.core.accounts.models import Credential, Grant, User
from pamoja.core.accounts.services import Given, give_role, take_role
from pamoja.core.permissions import Actor, require


def given_in(role: str, container: Project | Form) -> Given:
    """A role that reaches what lies in a project or a form."""
    if isinstance(container, Form):
        kind, inside = "forms.form", {"forms.form": container.pk, "forms.project": container.project_id}
    else:
        kind, inside = "forms.project", {"forms.project": container.pk}
    return Given(role, Grant.Scope.WITHIN, within_kind=kind, within_id=container.pk, inside=inside)


def assign_role(actor: Actor, to: User | Credential, role: str, container: Project | Form) -> bool:
    """Give a person or device a role there; False when they have it. Raises NOT_ALLOWED, GIVES_TOO_MUCH."""
    with transaction.atomic():
        require(actor, "assign", _project_of(container))
        return give_role(actor, to, given_in(role, container))


def unassign_role(actor: Actor, of: User | Credential, role: str, container: Project | Form) -> bool:
    """Take a role there from a person or device; False when they do not have it."""
    with transaction.atomic():
        require(actor, "assign", _project_of(container))
        return take_role(actor, of, given_in(role, container))


def _project_of(container: Project | Form) -> Project:
    project: Project = container.project if isinstance(container, Form) else container
    return project
