"""Households and their members."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pamoja.apps.people.models import Household, Membership, Person
from pamoja.apps.people.problems import HOUSEHOLD_RULE
from pamoja.apps.people.services.cleaning import Fault, as_problem, clean_place
from pamoja.apps.people.services.persons import require_present
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require, require_at_all
from pamoja.core.problems import INVALID_INPUT, Problem


def create_household(actor: Actor, number: str, place: Any = None) -> Household:
    """Write a new household. Raises INVALID_INPUT without a number, HOUSEHOLD_RULE when it is taken."""
    require_at_all(actor, "create", "people.household")
    number = number.strip()
    if not number or len(number) > 60:
        detail = _("Write a number of at most 60 characters.")
        raise Problem(INVALID_INPUT, errors=[{"where": "number", "detail": detail}])
    try:
        place_id = clean_place(place)
    except Fault as fault:
        raise as_problem(fault, "place") from None
    with transaction.atomic():
        household: Household = _ruled(
            lambda: Household.objects.create(number=number, created_by=actor.user, place_id=place_id),
            _("There is a household of this number."),
        )
        require(actor, "create", household)
        record(actor, "create", household)
        emit(household.workspace, "household.registered", household)
    return household


def add_member(
    actor: Actor, household: Household, person: Person, role: str, collector: str = "", since: date | None = None
) -> Membership:
    """Let a person belong to a household. One head, one collector of each sort, nobody twice at a time."""
    _require_choice(role, collector)
    with transaction.atomic():
        require(actor, "change", household)
        require(actor, "view", person)
        require_present(person)
        since = since or now().date()
        fields = {"role": role, "collector": collector, "since": since, "created_by": actor.user}
        made: Membership = _ruled(
            lambda: Membership.objects.create(household=household, person=person, **fields),
            _("The household has a head or collector of this sort already, or this person belongs to it."),
        )
        _tell(actor, household, "add_member", person)
    return made


def end_membership(actor: Actor, membership: Membership, until: date | None = None) -> None:
    """Let a person leave a household; the past stays on record."""
    until = until or now().date()
    if until < membership.since:
        detail = _("Nobody leaves before they came.")
        raise Problem(INVALID_INPUT, errors=[{"where": "until", "detail": detail}])
    with transaction.atomic():
        require(actor, "change", membership.household)
        membership.until = until
        membership.save(update_fields=["until"])
        _tell(actor, membership.household, "end_membership", membership.person)


def name_collector(actor: Actor, membership: Membership, collector: str) -> None:
    """Make a member the primary or alternate collector, in place of whoever was."""
    _require_choice(membership.role, collector)
    household = membership.household
    with transaction.atomic():
        require(actor, "change", household)
        if collector:
            present = Membership.objects.filter(household=household, until__isnull=True)
            present.filter(collector=collector).update(collector="")
        membership.collector = collector
        membership.save(update_fields=["collector"])
        _tell(actor, household, "name_collector", membership.person)


def _require_choice(role: str, collector: str) -> None:
    if role not in Membership.Role.values or collector not in Membership.Collector.values:
        detail = _("Choose a role from the list.")
        raise Problem(INVALID_INPUT, errors=[{"where": "role", "detail": detail}])


def _ruled(write: Any, words: str) -> Any:
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        raise Problem(HOUSEHOLD_RULE, words) from None


def _tell(actor: Actor, household: Household, verb: str, person: Person) -> None:
    record(actor, verb, household, person=str(person.public_id))
    emit(household.workspace, "household.changed", household, person=str(person.public_id))
