"""Identifiers and contact points of a person."""

from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Case, When
from django.utils.translation import gettext as _

from pamoja.apps.people.models import ContactPoint, Identifier, Person
from pamoja.apps.people.problems import IDENTIFIER_TAKEN
from pamoja.apps.people.services.cleaning import Fault, as_problem, clean_contact_point, clean_identifier
from pamoja.apps.people.services.persons import require_change, require_changes
from pamoja.core.audit.services import act_on, record, record_many
from pamoja.core.bulk import insert_rows
from pamoja.core.crypto import keys
from pamoja.core.events.services import emit, emit_many, happened_to
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.workspaces.context import active_workspace


def add_identifier(actor: Actor, person: Person, type_: str, country: str, value: str) -> Identifier:
    """Give the person an identifier. Raises INVALID_INPUT; IDENTIFIER_TAKEN, without saying by whom."""
    return add_identifiers(actor, [(person, type_, country, value)])[0]


def add_identifiers(actor: Actor, wanted: Sequence[tuple[Person, str, str, str]]) -> list[Identifier]:
    """Give persons an identifier each (person, type, country, value), all or none. Raises as `add_identifier`."""
    rows = [
        Identifier(person=person, created_by=actor.user, **_clean("identifier", clean_identifier, *columns))
        for person, *columns in wanted
    ]
    try:
        with transaction.atomic():
            _add(actor, rows, "add_identifier", "identifiers")
    except IntegrityError:
        words = _("This number is registered already. Search for it, and merge if it is the same person.")
        raise Problem(IDENTIFIER_TAKEN, words) from None
    return rows


def remove_identifier(actor: Actor, identifier: Identifier) -> None:
    """Take an identifier away."""
    _remove(actor, identifier, "identifiers")


def add_contact_point(actor: Actor, person: Person, type_: str, value: str, is_preferred: bool = False) -> ContactPoint:
    """Give the person a phone number, e-mail or address; a preferred one takes the place of another of its type."""
    with transaction.atomic():
        made = add_contact_points(actor, [(person, type_, value)])[0]
        if is_preferred:
            same = ContactPoint.objects.filter(person=person, type=type_)
            same.update(is_preferred=Case(When(pk=made.pk, then=True), default=False))
            made.is_preferred = True
    return made


def add_contact_points(actor: Actor, wanted: Sequence[tuple[Person, str, str]]) -> list[ContactPoint]:
    """Give persons a way to reach them each (person, type, value), all or none. Raises INVALID_INPUT."""
    country = active_workspace().country
    rows = [
        ContactPoint(
            person=person, created_by=actor.user, **_clean("contact", clean_contact_point, type_, value, country)
        )
        for person, type_, value in wanted
    ]
    with transaction.atomic():
        _add(actor, rows, "add_contact_point", "contact_points")
    return rows


def remove_contact_point(actor: Actor, point: ContactPoint) -> None:
    """Take a contact point away."""
    _remove(actor, point, "contact_points")


def _clean(where: str, clean: Callable[..., dict[str, str]], *said: str) -> dict[str, str]:
    try:
        return clean(*said)
    except Fault as fault:
        raise as_problem(fault, where) from None


def _add(actor: Actor, rows: Sequence[Identifier] | Sequence[ContactPoint], verb: str, field: str) -> None:
    people = [row.person for row in rows]
    require_changes(actor, people)
    with keys.held(active_workspace().pk, [str(person.public_id) for person in people]):
        insert_rows(rows)
    Person.objects.filter(pk__in={person.pk for person in people}).update(is_compared=False)
    record_many(actor, [act_on(verb, row.person, type=row.type) for row in rows])
    emit_many(active_workspace(), [happened_to("person.changed", person, fields=[field]) for person in people])


def _remove(actor: Actor, detail: Identifier | ContactPoint, field: str) -> None:
    person = detail.person
    with transaction.atomic():
        require_change(actor, person)
        detail.delete()
        record(actor, f"remove_{field}", person, type=detail.type)
        emit(person.workspace, "person.changed", person, fields=[field])
