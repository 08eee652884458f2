"""Who makes an account for somebody must not gain by it what that person is given elsewhere."""

import pytest
from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator

from pamoja.core.accounts.models import Grant, ProgramSession, User
from pamoja.core.accounts.problems import NOT_CLAIMED
from pamoja.core.accounts.services import Given, accept_invitation, add_member, change_account, invite
from pamoja.core.accounts.services.programs import begin_session
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

STRONG = "seven quiet otters row"


@pytest.fixture
def eve(cast: Cast) -> User:
    """An account that Amina made, with a password that she knows, invited by Chol."""
    with workspace_active(cast.river):
        return add_member(cast.actor("amina"), "eve@example.org", "Eve", STRONG)


def test_an_account_joins_nothing_more_before_its_holder_chose_the_password(cast: Cast, eve: User) -> None:
    with workspace_active(cast.lake):
        invitation = invite(cast.actor("chol"), eve.email, Given("manager"))
        with pytest.raises(Problem) as refused:
            accept_invitation(eve, invitation)
        assert refused.value.kind == NOT_CLAIMED
        assert not Grant.objects.filter(workspace=cast.lake, user=eve).exists()
        password_reset.send(sender=User, request=None, user=eve)
        assert accept_invitation(eve, invitation).role == "manager"


def test_what_was_put_on_the_account_before_opens_it_no_more(cast: Cast, eve: User) -> None:
    begin_session(eve)
    Authenticator.objects.create(user=eve, type=Authenticator.Type.TOTP, data={})
    password_reset.send(sender=User, request=None, user=eve)
    assert not ProgramSession.objects.filter(user=eve).exists()
    assert not Authenticator.objects.filter(user=eve).exists()


def test_a_second_factor_of_the_holder_outlives_a_new_password(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.ben, type=Authenticator.Type.TOTP, data={})
    password_reset.send(sender=User, request=None, user=cast.ben)
    assert Authenticator.objects.filter(user=cast.ben).exists()


def test_a_new_address_is_unproven(cast: Cast) -> None:
    with workspace_active(cast.river):
        change_account(cast.actor("ben"), cast.ben, {"email": "somebody@example.org"})
    cast.ben.refresh_from_db()
    assert not cast.ben.is_claimed
