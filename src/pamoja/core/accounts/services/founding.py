"""The beginning of a workspace, by who runs the installation: nobody in it could have been asked."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction

from pamoja.core.accounts.models import Grant, User
from pamoja.core.accounts.services.giving import told_of
from pamoja.core.accounts.services.grants import OWNER
from pamoja.core.audit.services import record
from pamoja.core.permissions import system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace


@transaction.atomic
def found_workspace(workspace: Workspace, email: str, password: str | None = None) -> User:
    """Save a new workspace and let the account of an address own it.

    `password` is for an account that is not there yet. Who founds the first workspace looks after the installation,
    too. Raises ValidationError: a short name that is taken, no e-mail address, a weak password.
    """
    workspace.full_clean()
    workspace.save()
    owner = User.objects.filter(email=email.strip().lower()).first() or _new_account(email, password)
    with workspace_active(workspace):
        grant = Grant.objects.create(workspace=workspace, user=owner, role=OWNER)
        record(system_actor("founding", workspace), "create", grant, **told_of(grant))
    return owner


def _new_account(email: str, password: str | None) -> User:
    validate_email(email.strip())
    validate_password(password or "", User(email=email))
    is_first = not User.objects.filter(is_operator=True).exists()
    user: User = User.objects.create_user(email, password, is_operator=is_first)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
