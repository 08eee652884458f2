"""Every page of accounts: who may and who may not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamoja.core.accounts.models import Credential, Grant, Invitation, Role, Team, User
from pamoja.core.accounts.services import Given, invite
from pamoja.core.accounts.services.invitations import secret_of
from pamoja.core.testing.cast import Cast

SignIn = Callable[[str], Client]
OPEN_TO_OWNER = [
    "members",
    "member",
    "invitations",
    "new_invitation",
    "teams",
    "team",
    "roles",
    "new_role",
    "role",
    "credentials",
    "new_credential",
]
ENDINGS = ["end_member", "delete_team", "delete_role", "withdraw_invitation", "revoke_credential"]
REFUSED = {403, 404}


@pytest.fixture
def address(cast: Cast) -> Callable[[str], str]:
    """The address of each page, for a record of river where it shows one."""
    team = Team.objects.create(workspace=cast.river, name="North")
    role = Role.objects.create(workspace=cast.river, slug="lead", name="Lead", permissions={})
    invitation = invite(cast.actor("amina"), "new@example.org", Given("viewer"))
    grant = Grant.objects.get(user=cast.ben)
    arguments: dict[str, list[Any]] = {
        "member": [grant.pk],
        "end_member": [grant.pk],
        "team": [team.pk],
        "delete_team": [team.pk],
        "role": [role.slug],
        "delete_role": [role.slug],
        "withdraw_invitation": [invitation.public_id],
        "revoke_credential": [cast.token.public_id],
    }
    return lambda page: reverse(page, args=arguments.get(page, []))


@pytest.mark.parametrize("page", OPEN_TO_OWNER)
def test_an_owner_opens_every_page(sign_in: SignIn, address: Callable[[str], str], page: str) -> None:
    assert sign_in("amina").get(address(page)).status_code == 200


@pytest.mark.parametrize("page", OPEN_TO_OWNER)
@pytest.mark.parametrize("name", ["ben", "dina", "omar"])
def test_a_worker_or_an_operator_opens_none(
    sign_in: SignIn, address: Callable[[str], str], page: str, name: str
) -> None:
    assert sign_in(name).get(address(page)).status_code in REFUSED


@pytest.mark.parametrize("page", ["member", "team", "role"])
def test_an_owner_of_another_workspace_finds_no_record_of_this_one(
    sign_in: SignIn, address: Callable[[str], str], page: str
) -> None:
    assert sign_in("chol").get(address(page)).status_code == 404


@pytest.mark.parametrize("page", ["members", "invitations", "teams", "roles", "credentials"])
def test_another_workspace_sees_its_own_people_only(
    cast: Cast, sign_in: SignIn, address: Callable[[str], str], page: str
) -> None:
    text = sign_in("chol").get(address(page)).text
    assert not any(word in text for word in ("ben@", "new@example.org", "North", "Lead", str(cast.token.public_id)))


@pytest.mark.parametrize("page", OPEN_TO_OWNER)
def test_a_visitor_is_asked_to_sign_in(cast: Cast, address: Callable[[str], str], page: str) -> None:
    answer = cast.client("nobody").get(address(page))
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "page", ["end_member", "delete_team", "delete_role", "withdraw_invitation", "revoke_credential"]
)
@pytest.mark.parametrize(
    ("name", "status"), [("amina", 302), ("ben", None), ("dina", None), ("chol", 404), ("omar", None)]
)
def test_only_who_may_ends_things(
    sign_in: SignIn, address: Callable[[str], str], page: str, name: str, status: int | None
) -> None:
    before = _rows()
    answer = sign_in(name).post(address(page))
    assert answer.status_code == status if status else answer.status_code in REFUSED
    assert (_rows() == before) is (name != "amina")


@pytest.mark.parametrize("page", ["member", "new_invitation", "new_role", "role", "new_credential"])
def test_sensitive_pages_ask_for_a_fresh_proof(cast: Cast, address: Callable[[str], str], page: str) -> None:
    stale = cast.client("amina")  # signed in without the form: no proof is on record
    answer = stale.get(address(page))
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]


def test_a_proof_gets_too_old(sign_in: SignIn, address: Callable[[str], str], settings: Any) -> None:
    browser = sign_in("amina")
    assert browser.get(address("new_role")).status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert "reauthenticate" in browser.get(address("new_role")).headers["Location"]


def test_an_invitation_by_form_shows_the_link_once(sign_in: SignIn, cast: Cast) -> None:
    browser = sign_in("amina")
    answer = browser.post(
        reverse("new_invitation"), {"email": "nura@example.org", "role": "worker", "scope": "workspace"}
    )
    assert secret_of(Invitation.objects.get()) in answer.text
    assert secret_of(Invitation.objects.get()) not in browser.get(reverse("invitations")).text


def test_a_form_with_a_fault_answers_422(sign_in: SignIn) -> None:
    browser = sign_in("amina")
    answer = browser.post(reverse("new_invitation"), {"email": "nonsense", "role": "worker", "scope": "team"})
    assert answer.status_code == 422
    assert "Choose a team." in answer.text


def test_a_stranger_joins_by_the_link(cast: Cast) -> None:
    secret = secret_of(invite(cast.actor("amina"), "nura@example.org", Given("worker")))
    browser = Client()
    assert browser.get(reverse("open_invitation", args=[secret])).headers["Location"] == reverse("accept_invitation")
    page = reverse("accept_invitation")
    assert "nura@example.org" in browser.get(page).text
    assert browser.post(page, {"name": "Nura", "password": "password1234"}).status_code == 422
    assert browser.post(page, {"name": "Nura", "password": "correct horse battery"}).status_code == 302
    assert "River programme" in browser.get("/").text
    assert browser.get(page).status_code == 404


def test_somebody_with_an_account_signs_in_and_joins(cast: Cast, sign_in: SignIn) -> None:
    secret = secret_of(invite(cast.actor("amina"), "chol@example.org", Given("viewer")))
    visitor = Client()
    visitor.get(reverse("open_invitation", args=[secret]))
    assert "sign in to accept" in visitor.get(reverse("accept_invitation")).text
    assert visitor.post(reverse("accept_invitation"), {"name": "X", "password": "y"}).status_code == 200
    browser = sign_in("chol")
    browser.get(reverse("open_invitation", args=[secret]))
    browser.post(reverse("accept_invitation"))
    assert Grant.objects.filter(user=cast.chol, workspace=cast.river, role="viewer").exists()


def test_a_guessed_link_leads_nowhere(cast: Cast) -> None:
    assert Client().get(reverse("open_invitation", args=["guess"])).status_code == 404
    assert Client().get(reverse("accept_invitation")).status_code == 404


def test_a_role_is_made_from_the_table(sign_in: SignIn, cast: Cast) -> None:
    data = {"name": "Team lead", "may": ["accounts.team:view", "accounts.team:change"]}
    assert sign_in("amina").post(reverse("new_role"), data).status_code == 302
    assert Role.objects.get().permissions == {"accounts.team": ["view", "change"]}


def test_a_new_secret_is_shown_once_and_works(sign_in: SignIn, cast: Cast) -> None:
    data = {"name": "Power BI", "type": "token", "role": "viewer", "scope": "workspace", "lifetime": "30"}
    answer = sign_in("amina").post(reverse("new_credential"), data)
    made = Credential.objects.get(name="Power BI")
    assert made.expires_at is not None
    assert made.secret_hash not in answer.text
    assert answer.text.count("<code") == 1
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_person_changes_their_own_profile_only(cast: Cast) -> None:
    browser = cast.client("ben")
    answer = browser.post(reverse("profile"), {"name": "Benedict", "language": "fr", "is_operator": "on"})
    assert answer.status_code == 302
    ben = User.objects.get(pk=cast.ben.pk)
    assert (ben.name, ben.language, ben.is_operator) == ("Benedict", "fr", False)
    assert cast.client("nobody").get(reverse("profile")).status_code == 302


def _rows() -> list[Any]:
    return [
        list(Grant.objects.order_by("pk").values_list("pk")),
        list(Team.objects.values_list("pk")),
        list(Role.objects.values_list("pk")),
        list(Invitation.objects.values_list("withdrawn_at")),
        list(Credential.objects.order_by("pk").values_list("revoked_at")),
    ]
