"""Households and their members."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pamoja.apps.people.models import Household, Membership, Person
from pamoja.apps.people.problems import HOUSEHOLD_RULE
from pamoja.apps.people.services.cleaning import Fault, as_problem, clean_place
from pamoja.apps.people.services.persons import require_all_present
from pamoja.core.audit.services import act_on, record_many
from pamoja.core.bulk import insert_rows
from pamoja.core.clock import now
from pamoja.core.events.services import emit_many, happened_to
from pamoja.core.permissions import Actor, require, require_all, require_at_all
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.core.workspaces.context import active_workspace


def create_household(actor: Actor, number: str, place: Any = None) -> Household:
    """Write a new household. Raises INVALID_INPUT without a number, HOUSEHOLD_RULE when it is taken."""
    return create_households(actor, [(number, place)])[0]


def create_households(actor: Actor, wanted: Sequence[tuple[str, Any]]) -> list[Household]:
    """Write new households (number, place), all or none. Raises as `create_household`."""
    require_at_all(actor, "create", "people.household")
    rows = [
        Household(number=_clean_number(number), place_id=_clean_place(place), created_by=actor.user)
        for number, place in wanted
    ]
    with transaction.atomic():
        _insert(rows, _("There is a household of this number."))
        require_all(actor, "create", rows)
        record_many(actor, [act_on("create", household) for household in rows])
        emit_many(active_workspace(), [happened_to("household.registered", household) for household in rows])
    return rows


def add_member(
    actor: Actor, household: Household, person: Person, role: str, collector: str = "", since: date | None = None
) -> Membership:
    """Let a person belong to a household. One head, one collector of each sort, nobody twice at a time."""
    fields = {"role": role, "collector": collector, "since": since or now().date()}
    return add_members(actor, [Membership(household=household, person=person, **fields)])[0]


def add_members(actor: Actor, members: Sequence[Membership]) -> Sequence[Membership]:
    """Write new memberships, all or none. Raises as `add_member`."""
    people = [member.person for member in members]
    for member in members:
        _require_choice(member.role, member.collector)
        member.created_by = actor.user
    with transaction.atomic():
        require_all(actor, "change", [member.household for member in members])
        require_all(actor, "view", people)
        require_all_present(people)
        words = _("The household has a head or collector of this sort already, or this person belongs to it.")
        _insert(members, words)
        _tell(actor, "add_member", members)
    return members


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
        _tell(actor, "end_membership", [membership])


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
        _tell(actor, "name_collector", [membership])


def _require_choice(role: str, collector: str) -> None:
    if role not in Membership.Role.values or collector not in Membership.Collector.values:
        detail = _("Choose a role from the list.")
        raise Problem(INVALID_INPUT, errors=[{"where": "role", "detail": detail}])


def _clean_number(text: str) -> str:
    number = text.strip()
    if not number or len(number) > 60:
        detail = _("Write a number of at most 60 characters.")
        raise Problem(INVALID_INPUT, errors=[{"where": "number", "detail": detail}])
    return number


def _clean_place(place: Any) -> int | None:
    try:
        return clean_place(place)
    except Fault as fault:
        raise as_problem(fault, "place") from None


def _insert(rows: Sequence[Household] | Sequence[Membership], words: str) -> None:
    """Write rows; what the database's own rules refuse is a problem in these words."""
    try:
        with transaction.atomic():
            insert_rows(rows)
    except IntegrityError:
        raise Problem(HOUSEHOLD_RULE, words) from None


def _tell(actor: Actor, verb: str, members: Sequence[Membership]) -> None:
    """The person's id goes into the act and into the event."""
    pairs = [(member.household, str(member.person.public_id)) for member in members]
    record_many(actor, [act_on(verb, household, person=person) for household, person in pairs])
    emit_many(active_workspace(), [happened_to("household.changed", household, person=one) for household, one in pairs])
