"""Rows of accounts."""

from datetime import timedelta

from pamoja.core.accounts.models import Credential, Grant, Invitation, Role, Team, User
from pamoja.core.clock import now
from pamoja.core.testing.factories import Wanted, factory


@factory("accounts.team")
def make_team(wanted: Wanted) -> Team:
    return Team.objects.create(workspace=wanted.workspace, name=f"team {wanted.number}")


@factory("accounts.role")
def make_role(wanted: Wanted) -> Role:
    return Role.objects.create(workspace=wanted.workspace, slug=f"role-{wanted.number}", name="Role")


@factory("accounts.grant")
def make_grant(wanted: Wanted) -> Grant:
    newcomer = User.objects.create_user(f"newcomer{wanted.number}@example.org")
    return Grant.objects.create(workspace=wanted.workspace, user=newcomer, role="viewer")


@factory("accounts.invitation")
def make_invitation(wanted: Wanted) -> Invitation:
    return Invitation.objects.create(
        workspace=wanted.workspace,
        email="new@example.org",
        role="viewer",
        secret_hash=str(wanted.number),
        invited_by=wanted.owner,
        expires_at=now() + timedelta(days=1),
    )


@factory("accounts.credential")
def make_credential(wanted: Wanted) -> Credential:
    return Credential.objects.create(
        workspace=wanted.workspace, type="token", name="t", secret_hash=f"matrix {wanted.number}"
    )
