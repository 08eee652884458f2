"""People of a workspace over the ODK Central API: who may see and change whom."""

import pytest
from django.core import mail
from django.test import Client

from pamoja.core.accounts.models import Grant, ProgramSession, User
from pamoja.core.accounts.services import add_member
from pamoja.core.accounts.services.programs import begin_session, number_of
from pamoja.core.testing.cast import PASSWORD, Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.program import Program, statuses

STRONG = "seven quiet otters row"
MANAGES_PEOPLE = {"amina"}


@pytest.fixture
def eve(cast: Cast) -> User:
    """Somebody for whom Amina made an account."""
    with workspace_active(cast.river):
        return add_member(cast.actor("amina"), "eve@example.org", "Eve", STRONG)


def names(rows: list[dict[str, str]]) -> list[str]:
    return [row["displayName"] for row in rows]


def test_people_of_the_own_workspace_alone_are_listed(cast: Cast) -> None:
    assert names(Program(cast, "amina").get("/users")) == ["Amina", "Ben", "Dina"]
    assert names(Program(cast, "chol").get("/users")) == ["Chol"]
    assert Program(cast, "ben").get("/users") == []
    assert Program(cast, "device").get("/users") == []
    assert Program(cast, "nobody").ask("GET", "/users").status_code == 401


def test_a_person_is_found_by_the_whole_address_and_a_manager_finds_by_part_of_it(cast: Cast) -> None:
    assert names(Program(cast, "ben").get("/users?q=Dina@example.org")) == ["Dina"]
    assert Program(cast, "ben").get("/users?q=dina") == []
    assert Program(cast, "ben").get("/users?q=chol@example.org") == [], "of another workspace"
    assert Program(cast, "device").get("/users?q=dina@example.org") == [], "devices look nobody up"
    assert names(Program(cast, "amina").get("/users?q=DIN")) == ["Dina"]
    assert names(Program(cast, "amina").get("/users?q=amena")) == ["Amina"]
    assert Program(cast, "amina").get("/users?q=%25") == []


def test_who_may_make_an_account(cast: Cast) -> None:
    told = statuses(cast, "POST", "/users", {"email": "new@example.org", "password": STRONG})
    assert {who for who, status in told.items() if status == 200} == MANAGES_PEOPLE
    assert (told["ben"], told["device"], told["nobody"]) == (403, 403, 401)
    assert told["chol"] == 409, "a taken address is all that she learns, as on the page that signs up"


def test_a_weak_password_or_none_that_is_text_is_refused(cast: Cast) -> None:
    amina = Program(cast, "amina")
    codes = {
        given: amina.ask("POST", "/users", {"email": "new@example.org", "password": given}).json()["code"]
        for given in ("short", "hunter2!!!", "x" * 73)
    }
    assert list(codes.values()) == [400.21, 400.44, 400.38]
    assert amina.ask("POST", "/users", {"email": "new@example.org", "password": 7}).json()["code"] == 400.11
    assert amina.ask("POST", "/users", {"email": "nowhere"}).json()["code"] == 400.8
    assert not User.objects.filter(email__in=["new@example.org", "nowhere"]).exists()


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PATCH", {"displayName": "Evi"}), ("DELETE", None)])
def test_who_may_see_change_and_take_out_a_person(cast: Cast, eve: User, method: str, body: object) -> None:
    told = statuses(cast, method, f"/users/{number_of(eve)}", body)
    may = {who for who, status in told.items() if status == 200}
    assert may == MANAGES_PEOPLE
    assert (told["chol"], told["nobody"]) == (404, 401)
    assert told["ben"] == (404 if method == "DELETE" else 403)  # she is gone by then


def test_a_password_is_changed_by_its_holder_alone(cast: Cast, eve: User) -> None:
    path, other = f"/users/{number_of(eve)}", "nine loud herons sing"
    assert Program(cast, "amina").ask("PATCH", path, {"password": other}).status_code == 200
    assert Program(cast, "amina").ask("PUT", f"{path}/password", {"old": PASSWORD, "new": other}).status_code == 401
    eve.refresh_from_db()
    assert eve.check_password(STRONG)
    sent = {"email": eve.email, "password": STRONG}
    token = Client().post("/odk/v1/sessions", sent, content_type="application/json").json()["token"]
    here = Client(headers={"Authorization": f"Bearer {token}"})
    _other, elsewhere, _csrf = begin_session(eve)
    changed = here.put(f"/odk/v1{path}/password", {"old": STRONG, "new": other}, content_type="application/json")
    assert changed.status_code == 200
    assert here.get("/odk/v1/users/current").status_code == 200
    gone = Client(headers={"Authorization": f"Bearer {elsewhere}"})
    assert gone.get("/odk/v1/users/current").status_code == 401


def test_an_account_that_works_elsewhere_is_its_holders_alone(cast: Cast) -> None:
    Grant.objects.create(workspace=cast.river, user=cast.chol, role="member")
    begin_session(cast.chol)
    amina, path = Program(cast, "amina"), f"/users/{number_of(cast.chol)}"
    assert amina.ask("PATCH", path, {"email": "mine@example.org"}).status_code == 403
    assert amina.ask("POST", "/users/reset/initiate?invalidate=true", {"email": cast.chol.email}).status_code == 403
    cast.chol.refresh_from_db()
    assert cast.chol.email == "chol@example.org" and cast.chol.check_password(PASSWORD)
    assert amina.ask("DELETE", path).status_code == 200, "out of her own workspace, no further"
    assert ProgramSession.objects.filter(user=cast.chol).exists()


def test_a_link_for_a_new_password_goes_to_who_has_an_account(cast: Cast) -> None:
    nobody = Program(cast, "nobody")
    assert nobody.ask("POST", "/users/reset/initiate", {"email": "Ben@example.org"}).json() == {"success": True}
    assert nobody.ask("POST", "/users/reset/initiate", {"email": "no@example.org"}).json() == {"success": True}
    assert [(sent.to, "/accounts/password/reset/key/" in sent.body) for sent in mail.outbox] == [
        ([cast.ben.email], True)
    ]
    assert nobody.ask("POST", "/users/reset/initiate", {}).json()["code"] == 400.2


def test_only_who_keeps_an_account_ends_its_password(cast: Cast, eve: User) -> None:
    told = statuses(cast, "POST", "/users/reset/initiate?invalidate=true", {"email": eve.email})
    assert (told["ben"], told["dina"], told["device"], told["nobody"]) == (403, 403, 403, 401)
    assert told["amina"] == 200
    eve.refresh_from_db()
    assert not eve.has_usable_password()


def test_another_owner_ends_no_password_of_ours(cast: Cast, eve: User) -> None:
    asked = Program(cast, "chol").ask("POST", "/users/reset/initiate?invalidate=true", {"email": eve.email})
    assert asked.json() == {"success": True}, "as for an address that nobody has"
    eve.refresh_from_db()
    assert eve.check_password(STRONG)


def test_nobodys_mailbox_is_flooded_and_who_waits_does_not_learn_who_exists(cast: Cast) -> None:
    told = [
        [
            Client(REMOTE_ADDR=f"10.0.{m}.{n}")
            .post("/odk/v1/users/reset/initiate", {"email": address}, content_type="application/json")
            .status_code
            for n in range(8)
        ]
        for m, address in enumerate((cast.ben.email, "nobody@example.org"))
    ]
    assert told == [[200] * 5 + [429] * 3] * 2
    assert len(mail.outbox) == 5
