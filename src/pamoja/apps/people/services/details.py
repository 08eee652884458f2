"""Identifiers and contact points of a person."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pamoja.apps.people.models import ContactPoint, Identifier, Person
from pamoja.apps.people.problems import IDENTIFIER_TAKEN
from pamoja.apps.people.services.cleaning import Fault, as_problem, clean_contact_point, clean_identifier
from pamoja.apps.people.services.persons import require_change
from pamoja.core.audit.services import record
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem


def add_identifier(actor: Actor, person: Person, type_: str, country: str, value: str) -> Identifier:
    """Give the person an identifier. Raises INVALID_INPUT; IDENTIFIER_TAKEN, without saying by whom."""
    try:
        columns = clean_identifier(type_, country, value)
    except Fault as fault:
        raise as_problem(fault, "identifier") from None
    with transaction.atomic():
        require_change(actor, person)
        made = _unique_identifier(actor, person, columns)
        record(actor, "add_identifier", person, type=type_)
        emit(person.workspace, "person.changed", person, fields=["identifiers"])
    return made


def _unique_identifier(actor: Actor, person: Person, columns: dict[str, str]) -> Identifier:
    try:
        with transaction.atomic():
            made: Identifier = Identifier.objects.create(person=person, created_by=actor.user, **columns)
    except IntegrityError:
        words = _("This number is registered already. Search for it, and merge if it is the same person.")
        raise Problem(IDENTIFIER_TAKEN, words) from None
    return made


def remove_identifier(actor: Actor, identifier: Identifier) -> None:
    """Take an identifier away."""
    _remove(actor, identifier, "identifiers")


def add_contact_point(actor: Actor, person: Person, type_: str, value: str, is_preferred: bool = False) -> ContactPoint:
    """Give the person a phone number, e-mail or address; a preferred one takes the place of another of its type."""
    try:
        columns = clean_contact_point(type_, value, person.workspace.country)
    except Fault as fault:
        raise as_problem(fault, "contact") from None
    with transaction.atomic():
        require_change(actor, person)
        if is_preferred:
            ContactPoint.objects.filter(person=person, type=type_).update(is_preferred=False)
        made: ContactPoint = ContactPoint.objects.create(
            person=person, created_by=actor.user, is_preferred=is_preferred, **columns
        )
        record(actor, "add_contact_point", person, type=type_)
        emit(person.workspace, "person.changed", person, fields=["contact_points"])
    return made


def remove_contact_point(actor: Actor, point: ContactPoint) -> None:
    """Take a contact point away."""
    _remove(actor, point, "contact_points")


def _remove(actor: Actor, detail: Identifier | ContactPoint, field: str) -> None:
    person = detail.person
    with transaction.atomic():
        require_change(actor, person)
        detail.delete()
        record(actor, f"remove_{field}", person, type=detail.type)
        emit(person.workspace, "person.changed", person, fields=[field])
