"""The verbs and roles of the ODK Central API, and what they are here.

Central knows one list of verbs ("form.update") and eight roles. Here a verb is a verb on a kind of record, and a role
is a set of these: which verbs a role has follows from the roles of this house.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pamoja.core.accounts.models import Role
from pamoja.core.permissions import ALL, Actor, Held, built_in, may_inside
from pamoja.formats.central import moment

PROJECT, FORM, RECORD, DATASET, ENTITY = (
    "forms.project",
    "forms.form",
    "forms.submission",
    "forms.dataset",
    "forms.entity",
)
COLLECTOR, GRANT, ROLE, AUDIT, OWNER = "forms.collector", "accounts.grant", "accounts.role", "audit.entry", ALL

VERBS: dict[str, tuple[str, str]] = {
    "actor_property.list": (DATASET, "view"),
    "actor_property.update": (PROJECT, "assign"),
    "analytics.read": (OWNER, "view"),
    "assignment.create": (PROJECT, "assign"),
    "assignment.delete": (PROJECT, "assign"),
    "assignment.list": (PROJECT, "assign"),
    "audit.read": (AUDIT, "view"),
    "backup.run": (OWNER, "view"),
    "config.read": (OWNER, "view"),
    "config.set": (OWNER, "change"),
    "dataset.create": (DATASET, "create"),
    "dataset.delete": (DATASET, "delete"),
    "dataset.list": (DATASET, "view"),
    "dataset.read": (DATASET, "view"),
    "dataset.update": (DATASET, "change"),
    "entity.create": (ENTITY, "create"),
    "entity.delete": (ENTITY, "delete"),
    "entity.list": (ENTITY, "view"),
    "entity.read": (ENTITY, "view"),
    "entity.restore": (ENTITY, "restore"),
    "entity.update": (ENTITY, "change"),
    "field_key.create": (COLLECTOR, "create"),
    "field_key.delete": (COLLECTOR, "delete"),
    "field_key.list": (COLLECTOR, "view"),
    "field_key.update": (COLLECTOR, "change"),
    "form.create": (FORM, "create"),
    "form.delete": (FORM, "delete"),
    "form.list": (FORM, "drafts"),
    "form.read": (FORM, "drafts"),
    "form.restore": (FORM, "delete"),
    "form.update": (FORM, "change"),
    "open_form.list": (FORM, "submit"),
    "open_form.read": (FORM, "submit"),
    "project.create": (PROJECT, "create"),
    "project.delete": (PROJECT, "delete"),
    "project.read": (PROJECT, "view"),
    "project.update": (PROJECT, "change"),
    "public_link.create": (COLLECTOR, "create"),
    "public_link.delete": (COLLECTOR, "delete"),
    "public_link.list": (COLLECTOR, "view"),
    "public_link.read": (COLLECTOR, "view"),
    "public_link.update": (COLLECTOR, "change"),
    "role.create": (ROLE, "create"),
    "role.delete": (ROLE, "delete"),
    "role.update": (ROLE, "change"),
    "session.end": (COLLECTOR, "delete"),
    "submission.create": (FORM, "submit"),
    "submission.delete": (RECORD, "delete"),
    "submission.list": (RECORD, "view"),
    "submission.read": (RECORD, "view"),
    "submission.restore": (RECORD, "delete"),
    "submission.update": (RECORD, "change"),
    "user.create": (GRANT, "create"),
    "user.delete": (GRANT, "delete"),
    "user.list": (GRANT, "view"),
    "user.password.invalidate": (GRANT, "change"),
    "user.password.reset": (GRANT, "change"),
    "user.read": (GRANT, "view"),
    "user.update": (GRANT, "change"),
}
SITEWIDE = {verb for verb, (kind, _verb) in VERBS.items() if kind in (GRANT, ROLE, AUDIT, OWNER)} | {"project.create"}
"""What is no matter of one project: a role within a project does not bring it."""


@dataclass(frozen=True)
class OdkRole:
    """A role as the API knows it. `slug` is the role here; one without is given by the system alone.

    `is_inner` roles are the system's own, too; a person who is given one has the role that it is here.
    """

    id: int
    system: str
    name: str
    slug: str = ""
    is_inner: bool = False


ROLES = (
    OdkRole(1, "admin", "Administrator", "owner"),
    OdkRole(2, "app-user", "App User", "collector"),
    OdkRole(3, "pwreset", "Password Reset Token", is_inner=True),
    OdkRole(5, "manager", "Project Manager", "manager"),
    OdkRole(7, "viewer", "Project Viewer", "viewer"),
    OdkRole(8, "formfill", "Data Collector", "collector"),
    OdkRole(9, "formview", "Form Viewer (system internal)", "viewer", is_inner=True),
    OdkRole(10, "pub-link", "Public Link", "collector", is_inner=True),
)
_by_system = {role.system: role for role in ROLES}
APP_USER, VIEWER, PUBLIC_LINK = _by_system["app-user"], _by_system["viewer"], _by_system["pub-link"]
OWN_ROLES_FROM = 1000


def is_allowed(actor: Actor, verb: str, containers: Mapping[str, int]) -> bool:
    """Whether the actor may do this inside these containers; everywhere in the workspace without any."""
    kind, ours = VERBS[verb]
    if kind == OWNER:
        return any(ALL in held.permissions.get(ALL, ()) and held.scope == "workspace" for held in actor.grants)
    return may_inside(actor, ours, kind, {} if verb in SITEWIDE else containers)


def verbs_of(actor: Actor, containers: Mapping[str, int]) -> list[str]:
    """Every verb that the actor has inside these containers."""
    return [verb for verb in VERBS if is_allowed(actor, verb, containers)]


def verbs_of_role(permissions: Mapping[str, Any], is_sitewide: bool) -> list[str]:
    """The verbs of a role, given in one project or in the whole workspace."""
    actor = Actor("role", grants=(Held(permissions),))
    return [verb for verb in verbs_of(actor, {}) if is_sitewide or verb not in SITEWIDE]


def find_role(word: str) -> OdkRole | Role | None:
    """A role by its system name or its number; the workspace's own roles have numbers, too."""
    known = {role.system: role for role in ROLES} | {str(role.id): role for role in ROLES}
    if word in known or not word.isdecimal():
        return known.get(word)
    return Role.objects.filter(pk=int(word) - OWN_ROLES_FROM).first() if int(word) > OWN_ROLES_FROM else None


def number_of_slug(slug: str, own: Mapping[str, int], is_device: bool = False) -> int:
    """The number by which programs know a role of this house; `own` are the keys of the workspace's own by slug.

    Programs know the role of people who collect and that of devices apart.
    """
    if slug in own:
        return own[slug] + OWN_ROLES_FROM
    if is_device:
        return APP_USER.id
    return next((role.id for role in ROLES if role.slug == slug and role is not APP_USER), 0)


def role_json(role: OdkRole | Role) -> dict[str, Any]:
    """A role as the API writes it."""
    if isinstance(role, Role):
        return _json(role.pk + OWN_ROLES_FROM, role.name, None, verbs_of_role(role.permissions, True))
    permissions = built_in(role.slug) or {}
    return _json(role.id, role.name, role.system, verbs_of_role(permissions, role.system == "admin"))


def _json(number: int, name: str, system: str | None, verbs: list[str]) -> dict[str, Any]:
    times = {"createdAt": moment(None), "updatedAt": None}
    return {"id": number, "name": name, "system": system, "verbs": verbs, **times}
