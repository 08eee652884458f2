"""Registering persons and correcting what is known of them."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.db import transaction

from pamoja.apps.people.indexing import RULES, index_people
from pamoja.apps.people.models import Person
from pamoja.apps.people.problems import PERSON_GONE
from pamoja.apps.people.services.cleaning import clean_person
from pamoja.core.audit.services import act_on, record_many
from pamoja.core.bulk import insert_rows
from pamoja.core.conflicts.services import Updated, update
from pamoja.core.crypto import keys
from pamoja.core.events.services import emit, emit_many, happened_to
from pamoja.core.files.services import Sensitivity, delete_file, keep_file, place_file
from pamoja.core.permissions import Actor, require_all, require_at_all
from pamoja.core.problems import Problem
from pamoja.core.workspaces.context import active_workspace

PHOTO = "people.photo"


def register_person(actor: Actor, fields: Mapping[str, Any]) -> Person:
    """Write a new person. Raises INVALID_INPUT with located faults, NOT_ALLOWED outside the actor's reach."""
    return register_people(actor, [fields])[0]


def register_people(actor: Actor, many_fields: Sequence[Mapping[str, Any]]) -> list[Person]:
    """Write new persons, all or none. Raises as `register_person` for the first that cannot be."""
    require_at_all(actor, "create", "people.person")
    people = [_new_person(actor, clean_person({"names": [], **fields}).or_raise()) for fields in many_fields]
    with transaction.atomic():
        _insert(people)
        require_all(actor, "create", people)
        record_many(actor, [act_on("create", person) for person in people])
        emit_many(active_workspace(), [happened_to("person.registered", person) for person in people])
    return people


def draft_person(actor: Actor, fields: Mapping[str, Any]) -> Person:
    """A person as `register_person` would write them, not saved: to look for doubles first. Raises INVALID_INPUT."""
    require_at_all(actor, "create", "people.person")
    person = _new_person(actor, clean_person({"names": [], **fields}).or_raise())
    person.workspace = active_workspace()
    return person


def _new_person(actor: Actor, values: dict[str, Any]) -> Person:
    person = Person(created_by=actor.user, place_id=values.pop("place", None), indexed_by=RULES, **values)
    person.open_birth_year()
    return person


def _insert(people: Sequence[Person]) -> None:
    """The rows, with the keys that seal them and what they are found by."""
    workspace_id = active_workspace().pk
    with keys.held(workspace_id, [str(person.public_id) for person in people]):
        insert_rows(people)
        index_people(people, are_new=True)


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
    require_all_present([person])


def require_all_present(people: Sequence[Person]) -> None:
    """The same of several persons."""
    wanted = {person.pk for person in people}
    if Person.objects.filter(pk__in=wanted, erased_at__isnull=True, merged_into__isnull=True).count() < len(wanted):
        raise Problem(PERSON_GONE)


def require_change(actor: Actor, person: Person) -> None:
    """Raise unless the actor may change this person and the person is still there."""
    require_changes(actor, [person])


def require_changes(actor: Actor, people: Sequence[Person]) -> None:
    """The same of several persons."""
    require_all(actor, "change", people)
    require_all_present(people)
