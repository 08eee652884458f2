"""Registering, correcting, and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from pamoja.apps.people import selectors
from pamoja.apps.people.models import NameToken, Person
from pamoja.apps.people.services import register_person, update_person
from pamoja.core.audit.models import AuditEntry
from pamoja.core.conflicts.models import Conflict
from pamoja.core.conflicts.services import settle
from pamoja.core.events.models import Event
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import DINAS_PLACE, Cast

NAMED = {"names": [{"full": "Hawa Example"}]}


@pytest.mark.parametrize(
    ("name", "place", "refusal"),
    [
        ("amina", "", None),
        ("ben", "", None),
        ("dina", DINAS_PLACE, None),
        ("dina", "MWI/MW2/", "not-allowed"),
        ("dina", "", "not-allowed"),
        ("device", DINAS_PLACE, "not-allowed"),
        ("token", DINAS_PLACE, "not-allowed"),
        ("chol", DINAS_PLACE, "not-allowed"),
    ],
)
def test_who_may_register_where(river: Cast, name: str, place: str, refusal: str | None) -> None:
    if refusal is None:
        assert register_person(river.actor(name), {**NAMED, "place": place}).name == "Hawa Example"
        return
    with pytest.raises(Problem, match=refusal):
        register_person(river.actor(name), {**NAMED, "place": place})
    assert not Person.objects.exists()


def test_who_sees_whom(river: Cast, here: Person, elsewhere: Person) -> None:
    seen = {
        name: {person.name for person in selectors.persons(river.actor(name))}
        for name in ("amina", "ben", "dina", "chol", "omar", "device", "token")
    }
    both, one = {here.name, elsewhere.name}, {here.name}
    nobody: set[str] = set()
    assert seen == dict.fromkeys(["chol", "omar", "device", "token"], nobody) | {
        "amina": both,
        "ben": both,
        "dina": one,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("names", []),
        ("names", [{"language": "fr"}]),
        ("names", [{"full": "x" * 201}]),
        ("names", [{"full": "Awa", "language": "not a code"}]),
        ("sex", "yes"),
        ("birth_date", "2015-02-30"),
        ("birth_date", "1700-01-01"),
        ("birth_date", "9999-01-01"),
        ("birth_precision", "guess"),
        ("languages", ["français"]),
        ("functioning", {"seeing": 6}),
        ("functioning", {"flying": 1}),
        ("shoe_size", 44),
    ],
)
def test_a_fault_is_located_and_does_not_repeat_the_value(river: Cast, field: str, value: Any) -> None:
    with pytest.raises(Problem) as refused:
        register_person(river.actor("amina"), {**NAMED, field: value})
    assert [fault["where"] for fault in refused.value.members["errors"]] == [field]
    assert str(value) not in str(refused.value.members) or value == []


def test_what_is_sensitive_cannot_be_read_in_the_database(register: Callable[..., Person]) -> None:
    fields = {"birth_date": "1999-12-31", "languages": ["sw", "am"], "functioning": {"seeing": 4}}
    register("Unmistakable Secretname", **fields)
    with connection.cursor() as cursor:
        cursor.execute("SELECT names, birth_date, languages, functioning FROM people_person")
        raw = b"".join(bytes(column) for column in cursor.fetchone())
    for secret in (b"Secretname", b"1999-12-31", b'"sw"', b"seeing"):
        assert secret not in raw
    person = Person.objects.get()
    assert person.name == "Unmistakable Secretname"
    assert (person.birth_date, person.birth_year) == ("1999-12-31", 1999)
    assert person.languages == ["sw", "am"]
    assert person.is_with_disability is True


def test_two_edits_of_one_sealed_field_keep_both_values_sealed(river: Cast, here: Person) -> None:
    update_person(river.actor("amina"), here, {"birth_date": "2015-03-28"}, based_on=1)
    late = update_person(river.actor("ben"), here, {"birth_date": "2015-04-01", "sex": ""}, based_on=1)
    assert late.applied == ("sex",)
    conflict = Conflict.objects.get()
    assert "2015-04-01" not in str(conflict.offered)
    settle(river.actor("amina"), conflict, Conflict.Choice.OFFERED)
    person = Person.objects.get()
    assert (person.birth_date, person.birth_year) == ("2015-04-01", 2015)


def test_saying_the_same_again_changes_nothing(river: Cast, here: Person) -> None:
    again = {"names": here.names, "birth_date": here.birth_date}
    same = update_person(river.actor("ben"), here, again, based_on=1)
    assert same.applied == ()
    assert same.row.version == 1


def test_a_corrected_name_is_found_and_the_old_one_is_not(river: Cast, here: Person) -> None:
    update_person(river.actor("amina"), here, {"names": [{"full": "Tesfaye Kebede"}]}, based_on=1)
    actor = river.actor("amina")
    assert [found.person for found in selectors.search(actor, "ተስፋዬ")] == [here]
    assert selectors.search(actor, "Fatouma") == []


def test_a_person_cannot_be_moved_out_of_their_editors_reach(river: Cast, here: Person) -> None:
    with pytest.raises(Problem, match="not-found"):
        update_person(river.actor("dina"), here, {"place": "MWI/MW2/"}, based_on=1)
    assert Person.objects.get().place.path == DINAS_PLACE


def test_audit_and_events_name_fields_and_ids_only(river: Cast, here: Person) -> None:
    update_person(river.actor("amina"), here, {"names": [{"full": "Zeinab Secretname"}]}, based_on=1)
    told = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    told += str(list(Event.objects.values_list("name", "data")))
    assert "names" in told
    assert "person.changed" in told
    assert "Secretname" not in told
    assert "Fatouma" not in told


def test_tokens_are_hashes_and_none_tells_a_sound(river: Cast, here: Person) -> None:
    tokens = {bytes(token) for token in NameToken.objects.values_list("token", flat=True)}
    assert tokens
    assert all(len(token) == 32 for token in tokens)
