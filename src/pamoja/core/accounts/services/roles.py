"""A workspace's own roles."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from pamoja.core.accounts.models import Grant, Invitation, Role
from pamoja.core.accounts.problems import IN_USE
from pamoja.core.accounts.services.giving import Given, ensure_holds
from pamoja.core.audit.services import record
from pamoja.core.events.services import emit
from pamoja.core.ids import uuid7
from pamoja.core.permissions import BUILT_IN_ROLES, KINDS, Actor, require
from pamoja.core.problems import INVALID_INPUT, Problem

Permissions = Mapping[str, Sequence[str]]
LONGEST_SLUG = 60


@transaction.atomic
def create_role(actor: Actor, name: str, permissions: Permissions) -> Role:
    """A new role with verbs by kind, none of which the maker lacks."""
    assert actor.workspace is not None
    checked = _checked(actor, permissions)
    slug = _free_slug(actor, name)
    role = Role.objects.create(workspace=actor.workspace, slug=slug, name=name, permissions=checked)
    require(actor, "create", role)
    record(actor, "create", role, permissions=checked)
    emit(actor.workspace, "role.created", role)
    return role


@transaction.atomic
def update_role(actor: Actor, role: Role, name: str, permissions: Permissions) -> Role:
    """Another name and other verbs; who holds the role has them at once. The actor lacks neither old nor new ones."""
    require(actor, "change", role)
    ensure_holds(actor, role.permissions, Given(""))
    role.name, role.permissions = name, _checked(actor, permissions)
    role.save(update_fields=["name", "permissions"])
    record(actor, "change", role, permissions=role.permissions)
    emit(role.workspace, "role.changed", role)
    return role


@transaction.atomic
def delete_role(actor: Actor, role: Role) -> None:
    """Remove a role that nobody holds and no open invitation offers."""
    require(actor, "delete", role)
    ensure_holds(actor, role.permissions, Given(""))
    offered = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    named = {"workspace": role.workspace, "role": role.slug}
    if Grant.objects.filter(**named).exists() or offered.filter(**named).exists():
        raise Problem(IN_USE, _("Somebody still holds this role. Give them another one first."))
    record(actor, "delete", role)
    emit(role.workspace, "role.deleted", role)
    role.delete()


def _checked(actor: Actor, permissions: Permissions) -> dict[str, list[str]]:
    """Known kinds and verbs only, in their own order."""
    for name, verbs in permissions.items():
        if name not in KINDS or set(verbs) - set(KINDS[name].verbs):
            raise Problem(INVALID_INPUT, _("There is no such kind of record or verb."))
    ensure_holds(actor, permissions, Given(""))
    return {name: [v for v in KINDS[name].verbs if v in verbs] for name, verbs in permissions.items() if verbs}


def _free_slug(actor: Actor, name: str) -> str:
    """From the name; a name in another script, or a taken one, gets a random tail."""
    slug = slugify(name)[: LONGEST_SLUG - 9]
    is_taken = slug in BUILT_IN_ROLES or Role.objects.filter(workspace=actor.workspace, slug=slug).exists()
    return f"{slug or 'role'}-{uuid7().hex[-8:]}" if is_taken or not slug else slug
