"""Roles: what there is, who has them, giving and taking them."""

from collections.abc import Iterable
from typing import Any

from pamoja.apps.forms.contracts import Collector, Form, Project
from pamoja.apps.forms.services import assign_role, give_form, take_form, unassign_role
from pamoja.core.accounts.models import Credential, Grant, Role, User
from pamoja.core.accounts.services import Given, give_role, take_role
from pamoja.core.accounts.services.programs import number_of
from pamoja.core.workspaces.context import active_workspace, has_active_workspace
from pamoja.protocols.odk.found import form_at
from pamoja.protocols.odk.people import actor_json, holder_of
from pamoja.protocols.odk.rest import SUCCESS, Call, refused
from pamoja.protocols.odk.verbs import (
    APP_USER,
    OWN_ROLES_FROM,
    PUBLIC_LINK,
    ROLES,
    VIEWER,
    OdkRole,
    find_role,
    number_of_slug,
    role_json,
)

Container = Project | Form | None
Assigned = tuple[User | Credential, int]


def list_roles(call: Call) -> list[dict[str, Any]]:
    """The roles of the API, then the workspace's own."""
    own = Role.objects.filter(workspace=call.workspace)
    return [*map(role_json, ROLES), *map(role_json, own)]


def read_role(call: Call, role: str) -> dict[str, Any]:
    """One role, by number or system name."""
    return role_json(_role(call, role))


def _role(call: Call, word: str) -> OdkRole | Role:
    """A role by number or system name. Raises 404.1."""
    role = role_of(word)
    if role is None:
        raise refused("404.1")
    return role


def role_of(word: str) -> OdkRole | Role | None:
    """A role by number or system name, of the API or the active workspace's own."""
    role = find_role(word)
    is_elsewhere = isinstance(role, Role) and (not has_active_workspace() or role.workspace != active_workspace())
    return None if is_elsewhere else role


def _container(call: Call, project: Project | None, form_id: str | None) -> Container:
    """What the address names; the caller may look after its roles. Raises 404.1, 403.1."""
    if form_id is not None and project is not None:
        return form_at(call, project, form_id, "assignment.list")
    if project is not None:
        call.require("assignment.list", project)
        return project
    if not (call.may("assignment.list") and call.may("user.list")):
        raise refused("403.1")
    return None


def list_all(call: Call, project: Project | None = None, form_id: str | None = None) -> list[dict[str, Any]]:
    """Every role that somebody has there."""
    container = _container(call, project, form_id)
    return [_assignment(call, each) for each in assigned_in(call, container)]


def list_role(
    call: Call, role: str, project: Project | None = None, form_id: str | None = None
) -> list[dict[str, Any]]:
    """Who has one role there."""
    container, wanted = _container(call, project, form_id), number_of_role(_role(call, role))
    return [actor_json(holder) for holder, number in assigned_in(call, container) if number == wanted]


def give(
    call: Call, role: str, number: str, project: Project | None = None, form_id: str | None = None
) -> dict[str, Any]:
    """Give somebody a role there. Raises 409.3 when they have it."""
    chosen = _role(call, role)
    container = _container(call, project, form_id)
    holder = holder_of(number)
    if not change_role(call, chosen, holder, container, is_given=True):
        values = [number, number_of_role(chosen)]
        raise refused("409.3", fields=["actorId", "roleId", "acteeId"], values=values)
    return SUCCESS


def take(
    call: Call, role: str, number: str, project: Project | None = None, form_id: str | None = None
) -> dict[str, Any]:
    """Take a role there from somebody. Raises 404.1 when they do not have it."""
    chosen = _role(call, role)
    container = _container(call, project, form_id)
    holder = holder_of(number)
    if not change_role(call, chosen, holder, container, is_given=False):
        raise refused("404.1")
    return SUCCESS


def _is_device(holder: Credential) -> bool:
    """Whether it is a device of a project: neither a link, which anybody may have, nor a program's secret."""
    collector: Collector | None = getattr(holder, "collector", None)
    return collector is not None and collector.form_id is None


def list_of_forms(call: Call, project: Project, role: str | None = None) -> list[dict[str, Any]]:
    """Who has a role in any form of a project."""
    call.require("assignment.list", project)
    wanted = number_of_role(_role(call, role)) if role else None
    forms = Form.objects.filter(project=project, deleted_at__isnull=True)
    return [
        _assignment(call, (holder, number)) | {"xmlFormId": form.xml_form_id}
        for form in forms
        for holder, number in assigned_in(call, form)
        if wanted in (None, number)
    ]


def assigned_in(call: Call, container: Container) -> Iterable[Assigned]:
    """Holders with the numbers of their roles, directly there."""
    grants = Grant.objects.filter(workspace=call.workspace).select_related("user", "credential__collector")
    if container is None:
        grants = grants.filter(scope=Grant.Scope.WORKSPACE, user__isnull=False).exclude(role="member")
    else:
        kind = "forms.form" if isinstance(container, Form) else "forms.project"
        grants = grants.filter(scope=Grant.Scope.WITHIN, within_kind=kind, within_id=container.pk)
    own = dict(Role.objects.filter(workspace=call.workspace).values_list("slug", "pk"))
    given = [(grant.user or grant.credential, number_of_slug(grant.role, own)) for grant in grants.order_by("pk")]
    return [*((holder, number) for holder, number in given if holder), *_devices_of(container)]


def _devices_of(container: Container) -> list[Assigned]:
    if not isinstance(container, Form):
        return []
    devices = container.collectors.select_related("collector").order_by("pk")
    return [(device, (APP_USER if device.collector.form_id is None else PUBLIC_LINK).id) for device in devices]


def number_of_role(role: OdkRole | Role) -> int:
    """The number by which programs know a role."""
    return role.id if isinstance(role, OdkRole) else role.pk + OWN_ROLES_FROM


def _assignment(call: Call, each: Assigned) -> dict[str, Any]:
    holder, role = each
    told: dict[str, Any] = {"actorId": number_of(holder), "roleId": role}
    return told | ({"actor": actor_json(holder)} if call.is_extended else {})


def change_role(
    call: Call, role: OdkRole | Role, holder: User | Credential, container: Container, is_given: bool
) -> bool:
    """Give or take; False when nothing was to be done. Raises 403.1 for what cannot be given so."""
    if isinstance(role, OdkRole) and not role.slug:
        raise refused("403.1")
    if isinstance(holder, Credential) and isinstance(container, Form) and role is APP_USER:
        return (give_form if is_given else take_form)(call.actor, holder, container)
    if isinstance(holder, Credential) and not (container and role is VIEWER and _is_device(holder)):
        raise refused("403.1")
    slug = role.slug
    if container is None:
        assert isinstance(holder, User)
        return (give_role if is_given else take_role)(call.actor, holder, Given(slug))
    return (assign_role if is_given else unassign_role)(call.actor, holder, slug, container)
