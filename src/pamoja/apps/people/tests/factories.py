"""Rows of the register."""

from pamoja.apps.people.models import Household, Import, Person
from pamoja.apps.places.tests.factories import place_at
from pamoja.core.testing.factories import Wanted, factory


@factory("people.person")
def make_person(wanted: Wanted) -> Person:
    return Person.objects.create(place=place_at(wanted.place_path), created_by=wanted.owner)


@factory("people.household")
def make_household(wanted: Wanted) -> Household:
    place = place_at(wanted.place_path)
    return Household.objects.create(number=f"H{wanted.number}", place=place, created_by=wanted.owner)


@factory("people.import")
def make_import(wanted: Wanted) -> Import:
    return Import.objects.create(created_by=wanted.owner)
