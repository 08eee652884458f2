"""What accounts show: a team, a role, invitations; Mia with a second factor, Pia with a passkey, Ned, who forgot."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from pamoja.core.accounts.models import Grant, User
from pamoja.core.accounts.services.giving import Given
from pamoja.core.accounts.services.invitations import invite, secret_of
from pamoja.core.accounts.services.roles import create_role
from pamoja.core.accounts.services.teams import create_team
from pamoja.core.testing.cast import PASSWORD, Cast
from pamoja.core.workspaces.context import workspace_active


def make_accounts(cast: Cast) -> dict[str, Any]:
    """The rows, and what the links in mails hold."""
    amina = cast.actor("amina")
    address = EmailAddress.objects.create(user=cast.amina, email=cast.amina.email, verified=True, primary=True)
    with workspace_active(cast.river):
        role = create_role(amina, "Registrar", {"people.person": ["view", "create"]})
        team = create_team(amina, "North")
        known = invite(amina, "chol@example.org", Given("worker"))
        unknown = invite(amina, "new@example.org", Given("viewer"))
    return {
        "grant": Grant.objects.get(workspace=cast.river, user=cast.ben).pk,
        "team": team.pk,
        "role": role.slug,
        "chols_invitation": secret_of(known),
        "open_invitation": secret_of(unknown),
        "key": EmailConfirmationHMAC(address).key,
        **_who_forgot(cast),
        **_who_proves_more(cast),
    }


def _who_forgot(cast: Cast) -> dict[str, Any]:
    """Somebody who has not signed in since the link was sent."""
    ned = _person(cast, "ned")
    return {"uidb36": user_pk_to_url_str(ned), "reset_key": default_token_generator.make_token(ned)}


def _who_proves_more(cast: Cast) -> dict[str, Any]:
    mia, pia = _person(cast, "mia"), _person(cast, "pia")
    TOTP.activate(mia, generate_totp_secret())
    RecoveryCodes.activate(mia)
    data = {"name": "Telephone", "credential": {}}
    return {"passkey": Authenticator.objects.create(user=pia, type=Authenticator.Type.WEBAUTHN, data=data).pk}


def _person(cast: Cast, name: str) -> User:
    made: User = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title())
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    Grant.objects.create(workspace=cast.river, user=made, role="worker")
    return made
