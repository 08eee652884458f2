"""Finding people by name in any spelling and script, by number and by phone."""

from collections.abc import Callable

import pytest

from pamoja.apps.people import selectors
from pamoja.apps.people.models import Person
from pamoja.apps.people.services import add_contact_point, add_identifier
from pamoja.core.testing.cast import Cast


@pytest.mark.parametrize("query", ["Mohamed", "Mahamat", "محمد", "Mohammed Ali", "علي محمد"])
def test_a_name_is_found_in_each_spelling_and_script(river: Cast, register: Callable[..., Person], query: str) -> None:
    wanted = register("Muhammad Ali")
    for other in ("Mahmoud Karim", "Fatima Ali", "Deng Garang"):
        register(other)
    assert selectors.search(river.actor("amina"), query)[0].person == wanted


def test_a_second_script_of_a_name_is_found_too(river: Cast, register: Callable[..., Person]) -> None:
    wanted = register(names=[{"full": "Akosua Example"}, {"full": "ሰላማዊት", "language": "am"}])
    assert selectors.search(river.actor("amina"), "Selamawit")[0].person == wanted


def test_nobody_is_found_whom_one_may_not_see(river: Cast, here: Person, elsewhere: Person) -> None:
    assert {f.person for f in selectors.search(river.actor("dina"), "Example")} == {here}
    assert {f.person for f in selectors.search(river.actor("amina"), "Example")} == {here, elsewhere}
    assert selectors.search(river.actor("chol"), "Fatouma") == []
    assert selectors.search(river.actor("token"), "Fatouma") == []


@pytest.mark.parametrize("query", ["0999 123 456", "+265 999 123 456", "+265999123456"])
def test_a_phone_number_is_found_however_it_is_typed(river: Cast, here: Person, query: str) -> None:
    add_contact_point(river.actor("amina"), here, "phone", "0999123456")
    assert [found.person for found in selectors.search(river.actor("amina"), query)] == [here]


@pytest.mark.parametrize("query", ["MWI-123/45", "mwi 12345"])
def test_an_identifier_is_found_without_its_punctuation(river: Cast, here: Person, query: str) -> None:
    add_identifier(river.actor("amina"), here, "national_id", "MWI", "mwi-123-45")
    assert [found.person for found in selectors.search(river.actor("amina"), query)] == [here]
    assert selectors.search(river.actor("dina"), query)[0].person == here


def test_a_number_that_is_found_brings_no_names_along(
    river: Cast, here: Person, register: Callable[..., Person]
) -> None:
    named = register("Id 7")
    assert [found.person for found in selectors.search(river.actor("amina"), "ID 7")] == [named]
    add_identifier(river.actor("amina"), here, "national_id", "MWI", "ID 7")
    assert [found.person for found in selectors.search(river.actor("amina"), "ID 7")] == [here]


def test_a_number_and_a_phone_of_one_person_find_them_once(river: Cast, here: Person, elsewhere: Person) -> None:
    add_identifier(river.actor("amina"), here, "programme", "MWI", "0999123456")
    for person in (here, elsewhere):
        add_contact_point(river.actor("amina"), person, "phone", "0999123456")
    assert {f.person for f in selectors.search(river.actor("amina"), "0999123456")} == {here, elsewhere}
    assert [f.person for f in selectors.search(river.actor("dina"), "0999123456")] == [here]


def test_duplicates_are_suggested_by_name_sex_and_birth_date(river: Cast, register: Callable[..., Person]) -> None:
    one = register("Fatouma Ali", sex="female", birth_date="2010-05-06")
    twin = register("Faduma Cali", sex="female", birth_date="2010-01-01", birth_precision="year")
    register("Fatuma Ali", sex="female", birth_date="1970-01-01")
    register("Fatuma Ali", sex="male")
    assert [found.person for found in selectors.likely_duplicates(river.actor("amina"), one)] == [twin]


@pytest.mark.parametrize("query", ["", " ", "???", "'; DROP TABLE people_person;--"])
def test_a_search_for_nothing_finds_nobody(river: Cast, here: Person, query: str) -> None:
    assert selectors.search(river.actor("amina"), query) == []
