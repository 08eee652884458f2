"""Registering persons and correcting what is known of them."""

from collections.abc import Mapping
from typing import IO, Any

from django.db import transaction

from pamoja.apps.people.models import Person
from pamoja.apps.people.problems import PERSON_GONE
from pamoja.apps.people.services.cleaning import clean_person
from pamoja.core.audit.services import record
from pamoja.core.conflicts.services import Updated, update
from pamoja.core.events.services import emit
from pamoja.core.files.services import Sensitivity, delete_file, keep_file, place_file
from pamoja.core.permissions import Actor, require, require_at_all
from pamoja.core.problems import Problem

PHOTO = "people.photo"


def register_person(actor: Actor, fields: Mapping[str, Any]) -> Person:
    """Write a new person. Raises INVALID_INPUT with located faults, NOT_ALLOWED outside the actor's reach."""
    require_at_all(actor, "create", "people.person")
    values = clean_person({"names": [], **fields}).or_raise()
    with transaction.atomic():
        place = values.pop("place", None)
        person: Person = Person.objects.create(created_by=actor.user, place_id=place, **values)
        require(actor, "create", person)
        record(actor, "create", person)
        emit(person.workspace, "person.registered", person)
    return person


def update_person(actor: Actor, person: Person, changes: Mapping[str, Any], based_on: int) -> Updated[Person]:
    """Apply changes made looking at version `based_on`; see `core.conflicts` for what others changed meanwhile."""
    values = clean_person(changes).or_raise()
    with transaction.atomic():
        require_present(person)
        updated = update(actor, person, values, based_on)
        if updated.applied:
            emit(person.workspace, "person.changed", person, fields=list(updated.applied))
    return updated


def set_photo(actor: Actor, person: Person, stream: IO[bytes], name: str, based_on: int) -> Updated[Person]:
    """Put a photo in place of the last one."""
    require_change(actor, person)
    placed = place_file(stream, kind=PHOTO, name=name)
    with transaction.atomic():
        old = person.photo
        photo = keep_file(placed, sensitivity=Sensitivity.PROTECTED, subject=str(person.public_id))
        updated = update(actor, person, {"photo": photo}, based_on)
        if old and updated.applied:
            delete_file(old)
        emit(person.workspace, "person.changed", person, fields=["photo"])
    return updated


def require_present(person: Person) -> None:
    """Raise PERSON_GONE for one who was erased or merged away."""
    state = Person.objects.values_list("erased_at", "merged_into_id").get(pk=person.pk)
    if any(state):
        raise Problem(PERSON_GONE)


def require_change(actor: Actor, person: Person) -> None:
    """Raise unless the actor may change this person and the person is still there."""
    require(actor, "change", person)
    require_present(person)
