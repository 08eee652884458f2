"""What people hold in a workspace."""

from django.db import transaction

from pamoja.core.accounts.models import Grant
from pamoja.core.accounts.problems import LAST_OWNER
from pamoja.core.accounts.services.giving import Given, ensure_may_give, given_by, told_of
from pamoja.core.audit.services import record
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem
from pamoja.core.workspaces.models import Workspace

OWNER = "owner"


@transaction.atomic
def change_grant(actor: Actor, grant: Grant, given: Given) -> Grant:
    """Give another role or scope in place of the present one."""
    require(actor, "change", grant)
    ensure_may_give(actor, given_by(grant))
    ensure_may_give(actor, given)
    if given.role != OWNER or given.scope != Grant.Scope.WORKSPACE:
        _ensure_another_owner(grant)
    for name, value in given.as_columns().items():
        setattr(grant, name, value)
    grant.save()
    require(actor, "change", grant)
    record(actor, "change", grant, **told_of(grant))
    emit(grant.workspace, "grant.changed", grant, role=grant.role)
    return grant


@transaction.atomic
def end_grant(actor: Actor, grant: Grant) -> None:
    """Take a role from a person; without any they no longer see the workspace."""
    require(actor, "delete", grant)
    ensure_may_give(actor, given_by(grant))
    _ensure_another_owner(grant)
    record(actor, "delete", grant, **told_of(grant))
    emit(grant.workspace, "grant.ended", grant, role=grant.role)
    grant.delete()


def _ensure_another_owner(grant: Grant) -> None:
    """The workspace's row is locked, so that two owners cannot remove each other at once."""
    if grant.role != OWNER or grant.scope != Grant.Scope.WORKSPACE:
        return
    Workspace.objects.select_for_update().get(pk=grant.workspace_id)
    owners = Grant.objects.filter(
        workspace=grant.workspace, role=OWNER, scope=Grant.Scope.WORKSPACE, user__is_active=True
    )
    if not owners.exclude(pk=grant.pk).exists():
        raise Problem(LAST_OWNER)
