"""Writing what the rows of a sheet ask for, many rows at once."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from pamoja.apps.people.models import ContactPoint, Household, Identifier, Membership, Person
from pamoja.apps.people.selectors import likely_duplicates
from pamoja.apps.people.services.details import add_contact_points, add_identifiers
from pamoja.apps.people.services.households import add_members, create_households
from pamoja.apps.people.services.persons import draft_person, register_people
from pamoja.apps.people.services.rows import Plan
from pamoja.core.clock import now
from pamoja.core.crypto import keys
from pamoja.core.permissions import Actor
from pamoja.core.workspaces.context import active_workspace

MOST_SHOWN = 3


def write_plans(actor: Actor, plans: Sequence[Plan]) -> list[Person]:
    """Write every plan or none. Raises what the services raise for the first that is refused."""
    country = active_workspace().country
    with transaction.atomic(), keys.held(active_workspace().pk):
        people = register_people(actor, [plan.person for plan in plans])
        pairs = list(zip(people, plans, strict=True))
        add_identifiers(actor, [(one, kind, country, value) for one, plan in pairs for kind, value in plan.identifiers])
        add_contact_points(actor, [(one, kind, value) for one, plan in pairs for kind, value in plan.contacts])
        _add_to_households(actor, pairs)
    return people


def likely_of(actor: Actor, plan: Plan) -> list[list[object]]:
    """Persons whom the actor may see and who may be the one of this plan: public id and percentage, the likeliest
    first. Phones count, the identifiers of others are told by `taken_numbers`."""
    phones = [value for kind, value in plan.contacts if kind == ContactPoint.Type.PHONE]
    found = likely_duplicates(actor, draft_person(actor, plan.person), phones)
    return [[str(each.person.public_id), each.percent] for each in found[:MOST_SHOWN]]


def taken_numbers(plans: Iterable[Plan]) -> set[tuple[str, str]]:
    """The identifiers (type, value) of these plans that somebody in the register has already: a query for each type."""
    wanted: dict[str, set[str]] = {}
    for plan in plans:
        for kind, value in plan.identifiers:
            wanted.setdefault(kind, set()).add(value)
    return {(kind, value) for kind, values in wanted.items() for value in _taken(kind, values)}


def _taken(kind: str, values: Iterable[str]) -> list[str]:
    workspace, field = active_workspace(), Identifier._meta.get_field("value_index")
    with keys.held(workspace.pk):
        indexes = {value: field.index_of(workspace.pk, value) for value in values}
    rows = Identifier.objects.filter(type=kind, country=workspace.country, value_index__in=indexes.values())
    known = {bytes(index) for index in rows.values_list("value_index", flat=True)}
    return [value for value, index in indexes.items() if index in known]


def _add_to_households(actor: Actor, pairs: Sequence[tuple[Person, Plan]]) -> None:
    households = _households(actor, [plan for _person, plan in pairs])
    today = now().date()
    members = [
        Membership(household=households[plan.household[0]], person=person, role=plan.household[1], since=today)
        for person, plan in pairs
        if plan.household
    ]
    add_members(actor, members)


def _households(actor: Actor, plans: Sequence[Plan]) -> Mapping[str, Household]:
    """By number; a new one lies where the first person who names it lives."""
    places: dict[str, object] = {}
    for plan in plans:
        if plan.household:
            places.setdefault(plan.household[0], plan.person["place"])
    known = {household.number: household for household in Household.objects.filter(number__in=places)}
    new = [(number, place) for number, place in places.items() if number not in known]
    return known | {household.number: household for household in (create_households(actor, new) if new else [])}
