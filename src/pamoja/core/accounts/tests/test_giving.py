"""Nobody gives more than they hold, and a workspace keeps an owner."""

from collections.abc import Iterator

import pytest
from django.core import mail

from pamoja.core.accounts import services
from pamoja.core.accounts.actors import actor_by_secret, person
from pamoja.core.accounts.jobs import send_invitation
from pamoja.core.accounts.models import Grant, Invitation, Role, Team, User
from pamoja.core.accounts.problems import GIVES_TOO_MUCH, IN_USE, LAST_OWNER, LINK_NOT_VALID, UNKNOWN_ROLE
from pamoja.core.accounts.services import Given
from pamoja.core.accounts.services.invitations import secret_of
from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.events.models import Event, Outbox
from pamoja.core.notifications.models import Notification
from pamoja.core.permissions import Actor
from pamoja.core.problems import INVALID_INPUT, NOT_ALLOWED, NOT_FOUND, Problem, ProblemType
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def river(cast: Cast) -> Iterator[Cast]:
    with workspace_active(cast.river):
        yield cast


def refused(kind: ProblemType):
    return pytest.raises(Problem, match=kind.code)


def manager(cast: Cast, scope: str = "workspace", place: str = "") -> Actor:
    user = User.objects.create_user("mina@example.org", name="Mina")
    Grant.objects.create(workspace=cast.river, user=user, role="manager", scope=scope, place_path=place)
    return person(user, cast.river)


def test_a_manager_cannot_give_ownership(river: Cast) -> None:
    with refused(GIVES_TOO_MUCH):
        services.invite(manager(river), "new@example.org", Given("owner"))


def test_a_manager_can_give_their_own_role_but_no_wider(river: Cast) -> None:
    place = manager(river, "place", "MWI/MW1/")
    with refused(GIVES_TOO_MUCH):
        services.invite(place, "new@example.org", Given("manager"))
    with refused(GIVES_TOO_MUCH):
        services.invite(place, "new@example.org", Given("manager", "place", "MWI/MW2/"))
    with refused(GIVES_TOO_MUCH):
        services.invite(place, "new@example.org", Given("manager", "own"))


@pytest.mark.parametrize("name", ["ben", "dina", "device", "token"])
def test_who_does_not_manage_cannot_invite(river: Cast, name: str) -> None:
    with pytest.raises((Problem, AssertionError)):
        services.invite(river.actor(name), "new@example.org", Given("viewer"))
    assert not Invitation.objects.exists()


def test_the_last_owner_stays(river: Cast) -> None:
    grant = Grant.objects.get(user=river.amina)
    with refused(LAST_OWNER):
        services.end_grant(river.actor("amina"), grant)
    with refused(LAST_OWNER):
        services.change_grant(river.actor("amina"), grant, Given("worker"))
    with refused(LAST_OWNER):
        services.change_grant(river.actor("amina"), grant, Given("owner", "own"))
    Grant.objects.create(workspace=river.river, user=river.ben, role="owner")
    services.end_grant(river.actor("amina"), grant)
    assert not Grant.objects.filter(user=river.amina).exists()


def test_an_owner_who_cannot_sign_in_does_not_count(river: Cast) -> None:
    Grant.objects.create(workspace=river.river, user=river.ben, role="owner")
    User.objects.filter(pk=river.ben.pk).update(is_active=False)
    with refused(LAST_OWNER):
        services.end_grant(river.actor("amina"), Grant.objects.get(user=river.amina))


def test_a_manager_cannot_touch_an_owner(river: Cast) -> None:
    Grant.objects.create(workspace=river.river, user=river.ben, role="owner")
    with refused(GIVES_TOO_MUCH):
        services.end_grant(manager(river), Grant.objects.get(user=river.amina))


def test_a_grant_of_another_workspace_does_not_exist(river: Cast) -> None:
    with refused(NOT_FOUND):
        services.end_grant(river.actor("amina"), Grant.objects.get(user=river.chol))


def test_changes_are_audited_and_told(river: Cast) -> None:
    services.change_grant(river.actor("amina"), Grant.objects.get(user=river.ben), Given("viewer"))
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.kind, entry.detail["role"]) == ("change", "accounts.grant", "viewer")
    assert Event.objects.get().name == "grant.changed"


def test_an_invitation_is_mailed_accepted_once_and_told(river: Cast, settings) -> None:
    invitation = services.invite(river.actor("amina"), "New@Example.org", Given("worker", "place", "MWI/MW1/"))
    row = Outbox.objects.get(handler="accounts.invitation_mail")
    secret = secret_of(invitation)
    assert secret not in str(row.payload)
    send_invitation(row.payload, row.key)
    assert mail.outbox[0].to == ["new@example.org"]
    assert f"/invitation/{secret}/" in mail.outbox[0].body
    user = services.accept_as_new(invitation, "Nura", "correct horse battery", "fr")
    grant = Grant.objects.get(user=user)
    assert (grant.role, grant.scope, grant.place_path) == ("worker", "place", "MWI/MW1/")
    assert Notification.objects.get(user=river.amina).code == "invitation-accepted"
    with refused(LINK_NOT_VALID):
        services.accept_invitation(river.chol, invitation)


def test_an_expired_or_withdrawn_invitation_is_worthless(river: Cast) -> None:
    amina = river.actor("amina")
    old = services.invite(amina, "old@example.org", Given("worker"))
    Invitation.objects.filter(pk=old.pk).update(expires_at=now())
    gone = services.invite(amina, "gone@example.org", Given("worker"))
    services.withdraw_invitation(amina, gone)
    for invitation in (old, gone):
        with refused(LINK_NOT_VALID):
            services.accept_invitation(river.chol, invitation)
        send_invitation({"invitation": invitation.pk}, "key")
    assert not mail.outbox


def test_a_second_invitation_replaces_the_first(river: Cast) -> None:
    first = services.invite(river.actor("amina"), "new@example.org", Given("worker"))
    services.invite(river.actor("amina"), "new@example.org", Given("viewer"))
    with refused(LINK_NOT_VALID):
        services.accept_invitation(river.chol, first)


def test_an_invitation_falls_with_the_power_of_who_invited(river: Cast) -> None:
    boss = manager(river)
    invitation = services.invite(boss, "new@example.org", Given("viewer"))
    Grant.objects.filter(user=boss.user).delete()
    with refused(GIVES_TOO_MUCH):
        services.accept_invitation(river.chol, invitation)


def test_a_secret_works_until_it_is_revoked(river: Cast) -> None:
    made, secret = services.create_credential(river.actor("amina"), "token", "Power BI", Given("viewer"))
    assert actor_by_secret(secret).label == f"token:{made.public_id}"
    assert secret not in str(AuditEntry.objects.values()) + str(Event.objects.values())
    services.revoke_credential(river.actor("amina"), made)
    assert actor_by_secret(secret).is_anonymous


def test_a_secret_cannot_do_more_than_its_maker(river: Cast) -> None:
    with refused(GIVES_TOO_MUCH):
        services.create_credential(manager(river), "token", "Too strong", Given("owner"))


def test_an_own_role_is_made_given_and_kept_while_held(river: Cast) -> None:
    amina = river.actor("amina")
    role = services.create_role(amina, "Team lead", {"accounts.team": ["change", "view"]})
    assert role.permissions == {"accounts.team": ["view", "change"]}
    services.change_grant(amina, Grant.objects.get(user=river.ben), Given("team-lead"))
    ben = river.actor("ben")
    services.rename_team(ben, services.create_team(amina, "North"), "Far north")
    with refused(NOT_ALLOWED):
        services.create_team(ben, "South")
    with refused(IN_USE):
        services.delete_role(amina, role)


def test_a_role_cannot_hold_what_its_maker_lacks(river: Cast) -> None:
    maker = Role.objects.create(
        workspace=river.river, slug="role-maker", name="Role maker", permissions={"accounts.role": ["view", "create"]}
    )
    Grant.objects.filter(user=river.ben).update(role=maker.slug)
    with refused(GIVES_TOO_MUCH):
        services.create_role(river.actor("ben"), "Mine", {"accounts.grant": ["delete"]})
    with refused(INVALID_INPUT):
        services.create_role(river.actor("amina"), "Odd", {"accounts.grant": ["fly"]})
    with refused(UNKNOWN_ROLE):
        services.invite(river.actor("amina"), "new@example.org", Given("no-such-role"))


def test_a_role_that_holds_what_one_lacks_is_not_changed_or_removed(river: Cast) -> None:
    keeper = {"accounts.role": ["view", "change", "delete"]}
    services.create_role(river.actor("amina"), "Keeper", keeper)
    strong = services.create_role(river.actor("amina"), "Strong", {"accounts.grant": ["delete"]})
    weak = services.create_role(river.actor("amina"), "Weak", {"accounts.role": ["view"]})
    Grant.objects.filter(user=river.ben).update(role="keeper")
    ben = river.actor("ben")
    with refused(GIVES_TOO_MUCH):
        services.update_role(ben, strong, "Empty", {})
    with refused(GIVES_TOO_MUCH):
        services.update_role(ben, weak, "Grown", {"accounts.grant": ["delete"]})
    with refused(GIVES_TOO_MUCH):
        services.delete_role(ben, strong)
    assert Role.objects.get(slug="strong").permissions == {"accounts.grant": ["delete"]}
    assert Role.objects.get(slug="weak").permissions == {"accounts.role": ["view"]}
    services.update_role(ben, weak, "Watcher", keeper)
    services.delete_role(ben, weak)


def test_a_name_in_another_script_makes_a_role_too(river: Cast) -> None:
    first = services.create_role(river.actor("amina"), "مشرف", {})
    second = services.create_role(river.actor("amina"), "مشرف", {})
    assert first.slug != second.slug


def test_a_team_in_use_stays(river: Cast) -> None:
    amina = river.actor("amina")
    team = services.create_team(amina, "North")
    services.change_grant(amina, Grant.objects.get(user=river.ben), Given("worker", "team", team=team))
    with refused(IN_USE):
        services.delete_team(amina, team)
    with refused(IN_USE):
        services.create_team(amina, "North")


def test_a_team_of_another_workspace_cannot_be_given(river: Cast) -> None:
    foreign = Team.objects.create(workspace=river.lake, name="South")
    with refused(UNKNOWN_ROLE):
        services.invite(river.actor("amina"), "new@example.org", Given("worker", "team", team=foreign))
