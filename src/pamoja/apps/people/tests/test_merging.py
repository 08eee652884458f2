"""Merging two records of one person, and undoing it to the last column."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamoja.apps.people import selectors
from pamoja.apps.people.models import Consent, ContactPoint, Identifier, Membership, Merge, Person
from pamoja.apps.people.services import (
    add_contact_point,
    add_identifier,
    add_member,
    create_household,
    give_consent,
    merge_people,
    register_person,
    unmerge_people,
    update_person,
)
from pamoja.apps.people.services.merging import CHOICES
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast

MOVING = (Identifier, ContactPoint, Consent, Membership)
UNIMPORTANT = {"version", "updated_at", "_state"}


def state() -> dict[str, Any]:
    """Every column of every person and detail, opened."""
    rows = [*Person.objects.order_by("pk")]
    for model in MOVING:
        rows += [*model.objects.order_by("pk")]
    return {
        f"{type(row).__name__} {row.pk}": {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in UNIMPORTANT
        }
        for row in rows
    }


FIELDS = st.fixed_dictionaries(
    {"names": st.lists(st.sampled_from(["Awa", "حواء", "Hawa B"]), min_size=1, unique=True)},
    optional={
        "sex": st.sampled_from(["", "female"]),
        "birth_date": st.sampled_from([None, "2001-02-03", "2002-01-01"]),
        "languages": st.lists(st.sampled_from(["fr", "ar", "sw"]), unique=True),
        "functioning": st.dictionaries(st.sampled_from(["seeing", "walking"]), st.integers(1, 4)),
        "place": st.sampled_from(["", "MWI/MW1/", "MWI/MW2/"]),
    },
)
DETAILS = st.sets(st.sampled_from(["identifier", "phone", "consent", "own household", "shared household"]))


def make(cast: Cast, fields: dict[str, Any], details: set[str], number: int) -> Person:
    amina = cast.actor("amina")
    named = {**fields, "names": [{"full": name} for name in fields["names"]]}
    person = register_person(amina, named)
    if "identifier" in details:
        add_identifier(amina, person, "passport", "MWI", f"A{number}")
    if "phone" in details:
        add_contact_point(amina, person, "phone", "0999123456")
    if "consent" in details:
        give_consent(amina, person, "tracing")
    if "own household" in details:
        add_member(amina, create_household(amina, f"HH-{person.pk}"), person, "head")
    if "shared household" in details:
        add_member(amina, shared_household(amina), person, "child")
    return person


def shared_household(amina: Any) -> Any:
    return selectors.households(amina).filter(number="SHARED").first() or create_household(amina, "SHARED")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(FIELDS, DETAILS), min_size=3, max_size=3),
    choices=st.dictionaries(st.sampled_from(list(CHOICES)), st.sampled_from(["kept", "absorbed"])),
)
def test_unmerging_restores_every_column(river: Cast, people: list[Any], choices: dict[str, str]) -> None:
    for model in (Merge, *MOVING, Person):
        model.objects.all().delete()
    amina = river.actor("amina")
    first, second, third = (make(river, *each, number) for number, each in enumerate(people))
    before = state()
    one = merge_people(amina, first, second, choices)
    between = state()
    two = merge_people(amina, Person.objects.get(pk=first.pk), third, choices)
    assert set(selectors.persons(amina)) == {first}
    unmerge_people(amina, two)
    assert state() == between
    unmerge_people(amina, one)
    assert state() == before


def test_the_kept_person_bears_both_names_and_all_details(river: Cast, register: Callable[..., Person]) -> None:
    amina = river.actor("amina")
    kept = register("Fatouma Ali")
    absorbed = register("فاطمة علي", sex="female", birth_date="2010-05-06")
    add_identifier(amina, absorbed, "passport", "MWI", "A1")
    merge_people(amina, kept, absorbed)
    found = selectors.person_of(amina, kept.public_id)
    assert found.all_names() == ["Fatouma Ali", "فاطمة علي"]
    assert (found.sex, found.birth_date) == ("female", "2010-05-06")
    assert [identifier.value for identifier in found.identifiers.all()] == ["A1"]
    assert [hit.person for hit in selectors.search(amina, "A1")] == [kept]
    with pytest.raises(Problem, match="not-found"):
        selectors.person_of(amina, absorbed.public_id)


def test_a_choice_takes_the_value_of_the_absorbed(river: Cast, register: Callable[..., Person]) -> None:
    kept = register("Awa", birth_date="2010-01-01", birth_precision="year")
    absorbed = register("Hawa", birth_date="2010-05-06")
    merge_people(river.actor("amina"), kept, absorbed, {"birth": "absorbed"})
    person = Person.objects.get(pk=kept.pk)
    assert (person.birth_date, person.birth_precision) == ("2010-05-06", "exact")


def test_what_was_corrected_after_the_merge_survives_its_undoing(river: Cast, register: Callable[..., Person]) -> None:
    amina = river.actor("amina")
    kept, absorbed = register("Awa"), register("Hawa", sex="female", languages=["fr"])
    merge = merge_people(amina, kept, absorbed)
    version = Person.objects.get(pk=kept.pk).version
    update_person(amina, kept, {"sex": "male"}, based_on=version)
    unmerge_people(amina, merge)
    person = Person.objects.get(pk=kept.pk)
    assert (person.sex, person.languages, person.all_names()) == ("male", None, ["Awa"])


def test_what_cannot_be_merged_or_undone(river: Cast, register: Callable[..., Person]) -> None:
    amina = river.actor("amina")
    a, b, c = register("Awa"), register("Hawa"), register("Hauwa")
    with pytest.raises(Problem, match="not-mergeable"):
        merge_people(amina, a, a)
    first = merge_people(amina, a, b)
    with pytest.raises(Problem, match="person-gone"):
        merge_people(amina, c, b)
    merge_people(amina, a, c)
    with pytest.raises(Problem, match="not-mergeable"):
        unmerge_people(amina, first)


@pytest.mark.parametrize("name", ["ben", "dina", "chol", "token", "device"])
def test_who_may_not_merge(river: Cast, here: Person, elsewhere: Person, name: str) -> None:
    with pytest.raises(Problem, match="not-"):
        merge_people(river.actor(name), here, elsewhere)
    merge = merge_people(river.actor("amina"), here, elsewhere)
    with pytest.raises(Problem, match="not-"):
        unmerge_people(river.actor(name), merge)
    assert Person.objects.get(pk=elsewhere.pk).merged_into == here
