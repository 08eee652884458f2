"""When an account becomes its holder's own."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.core.accounts.models import User
from pamoja.core.accounts.problems import NOT_CLAIMED
from pamoja.core.accounts.services.programs import end_sessions
from pamoja.core.problems import Problem


def ensure_claimed(user: User) -> None:
    """Raise NOT_CLAIMED while somebody else may know the password: what it opens must stay theirs to see."""
    if not user.is_claimed:
        raise Problem(NOT_CLAIMED, _("Sign out, ask for a new password, and open the invitation again."))


@transaction.atomic
def claim(user: User) -> None:
    """The holder has chosen a password by a link that was sent to the address.

    What could sign in before, second factors and other providers too, was perhaps put there by who made the account.
    """
    end_sessions(user)
    if user.is_claimed:
        return
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.is_claimed = True
    user.save(update_fields=["is_claimed"])
