"""Our API: who may call each endpoint, and what it answers."""

import json
from typing import Any

import pytest
from django.test import Client

from pamoja.apps.people.models import Household, LikelyPair, Person
from pamoja.apps.people.services import create_household
from pamoja.apps.people.services.doubles import compare_batch
from pamoja.core.accounts.actors import hash_secret
from pamoja.core.accounts.models import Credential, Grant
from pamoja.core.testing.cast import DINAS_PLACE, Cast

BASE = "/api/people/"
NAMED = {"names": [{"full": "Hawa Example", "language": "sw"}], "place": "MW101"}


def call(client: Client, method: str, path: str = "", data: Any = None) -> Any:
    kwargs = {"data": json.dumps(data), "content_type": "application/json"} if data is not None else {}
    return getattr(client, method)(BASE + path, **kwargs)


@pytest.fixture
def program(river: Cast) -> Client:
    """A program with a worker's rights, by bearer secret."""
    held = Credential.objects.create(workspace=river.river, type="token", name="p", secret_hash=hash_secret("s"))
    Grant.objects.create(workspace=river.river, credential=held, role="manager")
    return Client(headers={"Authorization": "Bearer s"})


def test_a_program_registers_corrects_reads_and_erases(program: Client) -> None:
    made = call(program, "post", "", NAMED)
    assert made.status_code == 201
    one = made.json()
    assert (one["names"], one["place"], one["version"]) == (NAMED["names"], DINAS_PLACE, 1)
    path = one["id"]
    changed = call(program, "patch", path, {"version": 1, "birth_date": "2001-02-03", "sex": "female"}).json()
    assert (sorted(changed["applied"]), changed["conflicts"]) == (["birth_date", "birth_precision", "sex"], [])
    late = call(program, "patch", path, {"version": 1, "sex": "male"}).json()
    assert (late["applied"], late["conflicts"]) == ([], ["sex"])
    whole = call(program, "get", path).json()
    assert (whole["birth_date"], whole["birth_precision"], whole["identifiers"]) == ("2001-02-03", "exact", [])
    assert call(program, "delete", path).status_code == 204
    assert call(program, "get", path).status_code == 404


def test_details_and_consent(program: Client, here: Person) -> None:
    path = str(here.public_id)
    sent = {"type": "passport", "country": "MWI", "value": "A1"}
    assert call(program, "post", f"{path}/identifiers", sent).status_code == 201
    taken = call(program, "post", f"{path}/identifiers", sent)
    assert (taken.status_code, taken.json()["code"]) == (409, "identifier-taken")
    contact = call(program, "post", f"{path}/contact-points", {"type": "phone", "value": "0999123456"})
    assert contact.json()["value"] == "+265999123456"
    asked = f"{path}/may-use?purpose=sharing&recipient=B"
    assert call(program, "get", asked).json() == {"is_allowed": False}
    assert call(program, "post", f"{path}/consents", {"purpose": "sharing", "recipient": "B"}).status_code == 201
    assert call(program, "get", asked).json() == {"is_allowed": True}
    assert call(program, "get", f"{path}/duplicates").json() == []


def test_faults_are_problems_with_their_place(program: Client) -> None:
    answer = call(program, "post", "", NAMED | {"sex": "x", "place": "ZZ9"})
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {fault["where"] for fault in answer.json()["errors"]} == {"sex", "place"}


def test_a_search_finds_in_any_spelling(program: Client, here: Person) -> None:
    found = call(program, "post", "search", {"q": "فاطمة"}).json()
    assert [one["person"]["id"] for one in found] == [str(here.public_id)]


def test_households_and_members(program: Client, here: Person) -> None:
    made = call(program, "post", "households", {"number": "HH-1", "place": "MW101"}).json()
    path = f"households/{made['id']}"
    member = {"person": str(here.public_id), "role": "head", "collector": "primary"}
    assert call(program, "post", f"{path}/members", member).status_code == 201
    whole = call(program, "get", path).json()
    assert [(one["person"], one["role"]) for one in whole["members"]] == [(str(here.public_id), "head")]
    assert call(program, "get", "households?number=HH-1").json()["count"] == 1


@pytest.mark.parametrize(
    ("name", "listed", "here_status", "elsewhere_status"),
    [
        ("amina", (200, 2), 200, 200),
        ("ben", (200, 2), 200, 200),
        ("dina", (200, 1), 200, 404),
        ("chol", (200, 0), 404, 404),
        ("omar", (403, None), 404, 404),
        ("token", (403, None), 404, 404),
        ("device", (403, None), 404, 404),
        ("nobody", (401, None), 401, 401),
    ],
)
def test_who_may_read(
    river: Cast,
    here: Person,
    elsewhere: Person,
    name: str,
    listed: tuple[int, int | None],
    here_status: int,
    elsewhere_status: int,
) -> None:
    client = river.client(name)
    answer = call(client, "get")
    assert (answer.status_code, answer.json().get("count")) == listed
    for person, status in ((here, here_status), (elsewhere, elsewhere_status)):
        for path in ("", "/duplicates", "/may-use?purpose=sharing"):
            assert call(client, "get", f"{person.public_id}{path}").status_code == status


@pytest.mark.parametrize("name", ["dina", "chol", "omar", "token", "device", "nobody"])
def test_who_may_not_write(river: Cast, elsewhere: Person, name: str) -> None:
    client = river.client(name)
    household = create_household(river.actor("amina"), "HH-1", "MWI/MW2/")
    member = {"person": str(elsewhere.public_id), "role": "head"}
    refused = (
        ("post", "", NAMED | {"place": "MWI/MW2/"}),
        ("patch", str(elsewhere.public_id), {"version": 1, "sex": "female"}),
        ("delete", str(elsewhere.public_id), None),
        ("post", f"{elsewhere.public_id}/identifiers", {"type": "passport", "value": "A"}),
        ("post", f"{elsewhere.public_id}/contact-points", {"type": "address", "value": "A"}),
        ("post", f"{elsewhere.public_id}/consents", {"purpose": "sharing"}),
        ("post", "households", {"number": "HH-2", "place": "MWI/MW2/"}),
        ("post", f"households/{household.public_id}/members", member),
        ("get", f"households/{household.public_id}", None),
    )
    for method, path, data in refused:
        if name == "chol" and path in ("", "households"):
            continue  # their own workspace, where they may
        assert call(client, method, path, data).status_code in (401, 403, 404), (method, path)
    assert Person.objects.get().sex == "male"
    assert Household.objects.count() == 1


@pytest.mark.parametrize("name", ["ben", "dina"])
def test_a_worker_may_not_erase(river: Cast, here: Person, name: str) -> None:
    assert call(river.client(name), "delete", str(here.public_id)).status_code == 403
    assert Person.objects.get().name == "Fatouma Example"


DOUBLE = {"names": [{"full": "Faduma Example"}], "sex": "female", "birth_date": "2015-03-27"}


def test_a_program_asks_who_may_be_the_same(program: Client, here: Person) -> None:
    found = call(program, "post", "check", DOUBLE).json()
    assert [one["person"]["id"] for one in found] == [str(here.public_id)]
    assert {reason["field"]: reason["level"] for reason in found[0]["reasons"]}["given"] == "same"
    assert Person.objects.count() == 1


def test_nobody_is_registered_twice_unless_somebody_says_so(program: Client, here: Person) -> None:
    refused = call(program, "post", "", DOUBLE | {"not_the_same": []})
    assert (refused.status_code, refused.json()["code"]) == (409, "likely-double")
    assert refused.json()["likely"] == [str(here.public_id)]
    assert Person.objects.count() == 1
    made = call(program, "post", "", DOUBLE | {"not_the_same": refused.json()["likely"]})
    assert made.status_code == 201
    assert LikelyPair.objects.get().state == LikelyPair.State.NOT_SAME
    assert call(program, "get", f"{here.public_id}/duplicates").json() == []


def test_a_program_that_does_not_ask_registers_as_before(program: Client, here: Person) -> None:
    assert call(program, "post", "", DOUBLE).status_code == 201
    found = call(program, "get", f"{here.public_id}/duplicates").json()
    assert (len(found), found[0]["score"] > 0.5) == (1, True)


def test_a_program_works_through_the_queue(program: Client, river: Cast, here: Person) -> None:
    call(program, "post", "", DOUBLE)
    while compare_batch():
        pass
    pair = call(program, "get", "doubles").json()["items"][0]
    assert str(here.public_id) in (pair["first"], pair["second"])
    assert call(program, "post", f"doubles/{pair['id']}", {"decision": "same"}).status_code == 422
    assert call(program, "post", f"doubles/{pair['id']}", {"decision": "later"}).json()["state"] == "later"
    assert call(program, "post", f"doubles/{pair['id']}", {"decision": "not_same"}).json()["state"] == "not_same"
    assert call(program, "get", "doubles").json()["items"] == []


@pytest.mark.parametrize("name", ["ben", "dina", "chol", "token", "device"])
def test_who_may_not_decide_on_doubles(river: Cast, here: Person, elsewhere: Person, name: str) -> None:
    pair = LikelyPair.objects.create(first=here, second=elsewhere, chance=0.9)
    client = river.client(name)
    assert call(client, "post", f"doubles/{pair.public_id}", {"decision": "not_same"}).status_code in (401, 403, 404)
    answer = call(client, "get", "doubles")
    assert answer.status_code in (401, 403, 404) or answer.json()["items"] == []
    pair.refresh_from_db()
    assert pair.state == LikelyPair.State.OPEN


def test_somebody_out_of_reach_is_not_told_of(river: Cast, elsewhere: Person) -> None:
    asked = {"names": [{"full": "Yusuf Example"}], "sex": "male", "place": DINAS_PLACE}
    assert len(call(river.client("amina"), "post", "check", asked).json()) == 1
    assert call(river.client("dina"), "post", "check", asked).json() == []
    made = call(river.client("dina"), "post", "", asked | {"not_the_same": []})
    assert made.status_code == 201
