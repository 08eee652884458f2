"""Writes on accounts: grants, invitations, teams, roles, credentials. Each checks, audits and tells in one go."""

from pamoja.core.accounts.services.credentials import create_credential, revoke_credential
from pamoja.core.accounts.services.founding import found_workspace
from pamoja.core.accounts.services.giving import Given, ensure_may_give
from pamoja.core.accounts.services.grants import change_grant, end_grant
from pamoja.core.accounts.services.invitations import accept_as_new, accept_invitation, invite, withdraw_invitation
from pamoja.core.accounts.services.members import (
    add_member,
    change_account,
    change_password,
    give_role,
    invalidate_password,
    remove_member,
    require_keeper,
    take_role,
)
from pamoja.core.accounts.services.roles import create_role, delete_role, update_role
from pamoja.core.accounts.services.teams import create_team, delete_team, rename_team

__all__ = [
    "Given",
    "accept_as_new",
    "accept_invitation",
    "add_member",
    "change_account",
    "change_password",
    "change_grant",
    "create_credential",
    "create_role",
    "create_team",
    "delete_role",
    "delete_team",
    "end_grant",
    "ensure_may_give",
    "found_workspace",
    "give_role",
    "invalidate_password",
    "invite",
    "remove_member",
    "rename_team",
    "require_keeper",
    "revoke_credential",
    "take_role",
    "update_role",
    "withdraw_invitation",
]
