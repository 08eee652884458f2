"""Erasure: proof by reading every table that nothing is left."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from pamoja.apps.people import selectors
from pamoja.apps.people.models import Person
from pamoja.apps.people.services import (
    add_contact_point,
    add_identifier,
    add_member,
    create_household,
    erase_person,
    give_consent,
    merge_people,
    register_person,
    update_person,
)
from pamoja.core.audit.models import AuditEntry
from pamoja.core.conflicts.models import Conflict
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast

SECRETS = ("Unmistakable", "1999-12-31", "ZX-778899", "+265999777666", "House of Secrets", "Otherspelling")


def everything() -> bytes:
    """Every cell of every table, as bytes."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [as_bytes(cell) for row in cursor.fetchall() for cell in row]
    return b"\x00".join(found)


def as_bytes(cell: Any) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def full_person(cast: Cast, register: Callable[..., Person]) -> Person:
    amina = cast.actor("amina")
    person = register("Unmistakable Person", sex="female", birth_date="1999-12-31", languages=["sw"])
    add_identifier(amina, person, "national_id", "MWI", "ZX-778899")
    add_contact_point(amina, person, "phone", "0999777666")
    add_contact_point(amina, person, "address", "House of Secrets")
    give_consent(amina, person, "sharing", recipient="Agency B")
    add_member(amina, create_household(amina, "HH-1"), person, "head")
    update_person(amina, person, {"sex": "other"}, based_on=1)
    update_person(cast.actor("ben"), person, {"sex": "male", "birth_date": "1999-12-30"}, based_on=1)
    merge_people(amina, Person.objects.get(pk=person.pk), register("Unmistakable Otherspelling"))
    return Person.objects.get(pk=person.pk)


def test_nothing_of_an_erased_person_is_left_in_any_table(river: Cast, register: Callable[..., Person]) -> None:
    person = full_person(river, register)
    sealed = {bytes(token.token) for token in (person.__dict__["names"], person.__dict__["birth_date"])}
    tokens = {bytes(token) for token in person.tokens.values_list("token", flat=True)}
    assert Conflict.objects.exists()
    erase_person(river.actor("amina"), person)
    left = everything()
    for secret in SECRETS:
        assert secret.encode() not in left
    for trace in sealed | tokens:
        assert trace not in left
    bare = Person.objects.get(pk=person.pk)
    assert bare.names is None
    assert (bare.sex, bare.birth_year, bare.place) == ("", None, None)
    assert bare.identifiers.count() + bare.contact_points.count() + bare.consents.count() == 0


def test_a_backup_of_the_rows_can_no_longer_be_opened(river: Cast, here: Person) -> None:
    backup = Person.objects.get(pk=here.pk)
    erase_person(river.actor("amina"), here)
    assert backup.names is None
    assert backup.birth_date is None


def test_the_audit_stays_and_the_person_is_gone(river: Cast, here: Person) -> None:
    erase_person(river.actor("amina"), here)
    verbs = list(AuditEntry.objects.filter(object_id=str(here.public_id)).values_list("verb", flat=True))
    assert verbs == ["create", "erase"]
    actor = river.actor("amina")
    assert selectors.search(actor, "Fatouma") == []
    with pytest.raises(Problem, match="person-gone"):
        update_person(actor, here, {"sex": "male"}, based_on=1)
    with pytest.raises(Problem, match="person-gone"):
        erase_person(actor, here)


def test_the_others_are_untouched(river: Cast, here: Person, elsewhere: Person) -> None:
    erase_person(river.actor("amina"), here)
    assert Person.objects.get(pk=elsewhere.pk).name == "Yusuf Example"
    assert register_person(river.actor("amina"), {"names": [{"full": "Fatouma Example"}]}).name


@pytest.mark.parametrize("name", ["ben", "dina", "chol", "token", "device"])
def test_who_may_not_erase(river: Cast, elsewhere: Person, name: str) -> None:
    with pytest.raises(Problem, match="not-"):
        erase_person(river.actor(name), elsewhere)
    assert Person.objects.get(pk=elsewhere.pk).name == "Yusuf Example"
