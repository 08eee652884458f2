"""Our API on persons and households. A search is posted, so that no name stands in an address."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.pagination import paginate

from pamoja.apps.people import selectors, services
from pamoja.apps.people.models import Household
from pamoja.apps.people.schemas import (
    AnswerOut,
    ChangedOut,
    ConsentIn,
    ConsentOut,
    ContactIn,
    ContactOut,
    DecisionIn,
    DoubleOut,
    FoundOut,
    HouseholdIn,
    HouseholdOut,
    IdentifierIn,
    IdentifierOut,
    MemberIn,
    MemberOut,
    NewPersonIn,
    PairOut,
    PersonChange,
    PersonIn,
    PersonOut,
    SearchIn,
    WholeHouseholdOut,
    WholePersonOut,
)
from pamoja.core.audit.services import Act, record, record_many
from pamoja.core.paging import Pages
from pamoja.core.permissions import Actor, require_at_all

router = Router(tags=["people"])
KIND, HOUSEHOLD = "people.person", "people.household"


@router.get("/", response=list[PersonOut], summary="List persons")
@paginate(Pages)
def list_people(request: HttpRequest, sex: str = "", below: str = "") -> Any:
    """Persons by sex and by the path of a place above them, newest first."""
    actor = _actor(request)
    require_at_all(actor, "view", KIND)
    record_many(actor, [Act("list", KIND)])
    rows = selectors.with_places(selectors.persons(actor)).order_by("-pk")
    rows = rows.filter(sex=sex) if sex else rows
    return rows.filter(place__path__startswith=below) if below else rows


@router.post("/", response={201: PersonOut}, summary="Register a person")
def register(request: HttpRequest, data: NewPersonIn) -> Any:
    """A new person."""
    fields = data.dict(exclude_unset=True)
    known = fields.pop("not_the_same", None)
    if known is None:
        return Status(201, services.register_person(_actor(request), fields))
    return Status(201, services.register_unless_double(_actor(request), fields, {str(one) for one in known}))


@router.post("/check", response=list[DoubleOut], summary="Ask who may be the same as a new person")
def check(request: HttpRequest, data: PersonIn) -> Any:
    """Those whom the caller may see, the likeliest first; nobody is registered."""
    actor = _actor(request)
    require_at_all(actor, "view", KIND)
    found = selectors.likely_duplicates(actor, services.draft_person(actor, data.dict(exclude_unset=True)))
    record_many(actor, [Act("search", KIND, detail={"found": len(found)})])
    return found


@router.get("/doubles", response=list[PairOut], summary="List likely doubles")
@paginate(Pages)
def list_doubles(request: HttpRequest, state: str = "open") -> Any:
    """Pairs of which the caller may merge both, the likeliest first."""
    actor = _actor(request)
    require_at_all(actor, "merge", KIND)
    record_many(actor, [Act("list", KIND)])
    return selectors.pairs(actor).filter(state=state)


@router.post("/doubles/{pair}", response=PairOut, summary="Decide on a likely double")
def decide(request: HttpRequest, pair: UUID, data: DecisionIn) -> Any:
    """Not the same: they are not offered again. Later: put off."""
    actor = _actor(request)
    found = selectors.pair_of(actor, pair)
    if data.decision == "not_same":
        services.say_not_same(actor, found.first, found.second)
    else:
        services.put_off(actor, found)
    return selectors.pair_of(actor, pair)


@router.post("/search", response=list[FoundOut], summary="Find persons")
def search(request: HttpRequest, data: SearchIn) -> Any:
    """At most 50, best first."""
    actor = _actor(request)
    require_at_all(actor, "view", KIND)
    found = selectors.search(actor, data.q)
    record_many(actor, [Act("search", KIND, detail={"found": len(found)})])
    return found


@router.get("/households", response=list[HouseholdOut], summary="List households")
@paginate(Pages)
def list_households(request: HttpRequest, number: str = "") -> Any:
    """Households, newest first; `number` exactly."""
    actor = _actor(request)
    require_at_all(actor, "view", HOUSEHOLD)
    record_many(actor, [Act("list", HOUSEHOLD)])
    rows = selectors.with_places(selectors.households(actor)).order_by("-pk")
    return rows.filter(number=number) if number else rows


@router.post("/households", response={201: HouseholdOut}, summary="Add a household")
def add_household(request: HttpRequest, data: HouseholdIn) -> Any:
    """A new household."""
    return Status(201, services.create_household(_actor(request), data.number, data.place))


@router.get("/households/{household}", response=WholeHouseholdOut, summary="One household")
def one_household(request: HttpRequest, household: UUID) -> Any:
    """With its members."""
    actor = _actor(request)
    found = selectors.household_of(actor, household)
    record(actor, "view", found)
    return _whole(actor, found)


@router.post("/households/{household}/members", response={201: MemberOut}, summary="Add a member")
def add_member(request: HttpRequest, household: UUID, data: MemberIn) -> Any:
    """Somebody belongs to the household from now on."""
    actor = _actor(request)
    found, person = selectors.household_of(actor, household), selectors.person_of(actor, data.person)
    made = services.add_member(actor, found, person, data.role, data.collector, data.since)
    return Status(201, made)


@router.get("/{person}", response=WholePersonOut, summary="One person")
def one_person(request: HttpRequest, person: UUID) -> Any:
    """With identifiers, contact points and consents."""
    actor = _actor(request)
    found = selectors.person_of(actor, person)
    record(actor, "view", found)
    return found


@router.patch("/{person}", response=ChangedOut, summary="Correct a person")
def change(request: HttpRequest, person: UUID, data: PersonChange) -> Any:
    """What others changed since the version that one looked at is never overwritten."""
    actor = _actor(request)
    found = selectors.person_of(actor, person)
    changes = data.dict(exclude_unset=True)
    updated = services.update_person(actor, found, changes, changes.pop("version"))
    conflicts = [conflict.field for conflict in updated.conflicts]
    return {"person": updated.row, "applied": updated.applied, "conflicts": conflicts}


@router.delete("/{person}", response={204: None}, summary="Erase a person")
def erase(request: HttpRequest, person: UUID) -> Any:
    """For good: the record can be read by nobody any more, in backups neither."""
    actor = _actor(request)
    services.erase_person(actor, selectors.person_of(actor, person))
    return Status(204, None)


@router.post("/{person}/identifiers", response={201: IdentifierOut}, summary="Add an identifier")
def add_identifier(request: HttpRequest, person: UUID, data: IdentifierIn) -> Any:
    """Nobody else in the workspace may have it."""
    actor = _actor(request)
    found = selectors.person_of(actor, person)
    return Status(201, services.add_identifier(actor, found, data.type, data.country, data.value))


@router.post("/{person}/contact-points", response={201: ContactOut}, summary="Add a contact point")
def add_contact(request: HttpRequest, person: UUID, data: ContactIn) -> Any:
    """A phone number, e-mail or address."""
    actor = _actor(request)
    found = selectors.person_of(actor, person)
    return Status(201, services.add_contact_point(actor, found, data.type, data.value, data.is_preferred))


@router.post("/{person}/consents", response={201: ConsentOut}, summary="Record a consent")
def give_consent(request: HttpRequest, person: UUID, data: ConsentIn) -> Any:
    """What the person allowed."""
    actor = _actor(request)
    given = data.dict()
    found = selectors.person_of(actor, person)
    return Status(201, services.give_consent(actor, found, given.pop("purpose"), **given))


@router.get("/{person}/may-use", response=AnswerOut, summary="Ask whether a use is allowed")
def may_use(request: HttpRequest, person: UUID, purpose: str, recipient: str = "", part: str = "") -> Any:
    """By the consents in force today."""
    found = selectors.person_of(_actor(request), person)
    return {"is_allowed": services.may_use(found, purpose, recipient, part)}


@router.get("/{person}/duplicates", response=list[DoubleOut], summary="Who may be the same person")
def duplicates(request: HttpRequest, person: UUID) -> Iterable[Any]:
    """Best first."""
    actor = _actor(request)
    return selectors.likely_duplicates(actor, selectors.person_of(actor, person))


def _whole(actor: Actor, household: Household) -> Household:
    household.members = selectors.members_of(actor, household)  # type: ignore[attr-defined]
    return household


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
