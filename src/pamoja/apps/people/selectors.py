"""Which persons and households an actor may see, and how one finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import phonenumbers
from django.db.models import Count, Prefetch, Q, QuerySet

from pamoja.apps.people.indexing import tokens_of
from pamoja.apps.people.matching import Details, judge_pair, likely_doubles
from pamoja.apps.people.models import (
    ContactPoint,
    Household,
    Identifier,
    Import,
    ImportRow,
    LikelyPair,
    Membership,
    Merge,
    Person,
)
from pamoja.apps.people.models.details import bare
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.workspaces.context import active_workspace
from pamoja.engines.linkage import Judgement, Reason
from pamoja.engines.names import similarity
from pamoja.engines.people.countries import ALPHA2

MOST_CANDIDATES = 400
"""Rows that are opened and compared for one search: about 30 ms; commoner names need another word."""
MOST_FOUND = 50
MOST_ROWS = 500
HEAVY = tuple(f"{side}__place__{column}" for side in ("first", "second") for column in ("geometry", "search"))
P = TypeVar("P", Person, Household)
WORTH_SHOWING = 0.6
SURE_IDENTIFIER = 1.0


@dataclass(frozen=True)
class Found:
    """A person whom a search brought up, how sure it is (0 to 1), and by what."""

    person: Person
    score: float
    by: str
    reasons: tuple[Reason, ...] = ()

    @property
    def percent(self) -> int:
        """The score for people; a probability is no proof, so it never shows as 100."""
        return min(round(100 * self.score), 99 if self.reasons else 100)


def persons(actor: Actor, verb: str = "view") -> QuerySet[Person]:
    """Persons in the register on whom the actor may do `verb`; merged and erased ones left out."""
    present = Person.objects.filter(merged_into__isnull=True, erased_at__isnull=True)
    return visible(present, actor, verb)


def with_places(rows: QuerySet[P]) -> QuerySet[P]:
    """The same rows, each with its place in one query, without the outlines."""
    return rows.select_related("place").defer("place__geometry", "place__search")


def person_of(actor: Actor, public_id: UUID | str, verb: str = "view") -> Person:
    """One person with their details. Raises NOT_FOUND, also for one that the actor may not see."""
    _require_workspace(actor)
    households = Prefetch("memberships", Membership.objects.select_related("household"))
    details = ("identifiers", "contact_points", "consents", households)
    found = with_places(persons(actor, verb)).prefetch_related(*details).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def households(actor: Actor, verb: str = "view") -> QuerySet[Household]:
    """Households on which the actor may do `verb`."""
    return visible(Household.objects.all(), actor, verb)


def household_of(actor: Actor, public_id: UUID | str, verb: str = "view") -> Household:
    """One household. Raises NOT_FOUND."""
    _require_workspace(actor)
    found = with_places(households(actor, verb)).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _require_workspace(actor: Actor) -> None:
    """An operator at work in no workspace has no register to look into."""
    if actor.workspace is None:
        raise Problem(NOT_FOUND)


def imports(actor: Actor) -> QuerySet[Import]:
    """Imports that the actor may see, latest first."""
    return visible(Import.objects.all(), actor)


def import_of(actor: Actor, public_id: UUID | str) -> Import:
    """One import. Raises NOT_FOUND."""
    _require_workspace(actor)
    found = imports(actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def rows_of_likely(actor: Actor, source: Import) -> list[tuple[ImportRow, list[Found]]]:
    """Rows whose person may be registered already, each with those of them whom the actor may see."""
    rows = list(ImportRow.objects.filter(source=source, state=ImportRow.State.WAITING).exclude(likely=[])[:MOST_ROWS])
    wanted = {key for row in rows for key, _percent in row.likely}
    known = {str(person.public_id): person for person in persons(actor).filter(public_id__in=wanted)}
    return [
        (row, [Found(known[key], percent / 100, "duplicate") for key, percent in row.likely if key in known])
        for row in rows
    ]


def faulty_rows(source: Import) -> QuerySet[ImportRow]:
    """Rows with something wrong, in the order of the sheet."""
    rows: QuerySet[ImportRow] = ImportRow.objects.filter(source=source)
    return rows.exclude(faults=[])


def first_rows(source: Import, number: int = 3) -> list[list[str]]:
    """The cells of the first rows, as an example for whoever says what the columns mean."""
    rows = ImportRow.objects.filter(source=source, state=ImportRow.State.WAITING).order_by("number")
    return [row.cells or [] for row in rows[:number]]


def members_of(actor: Actor, household: Household) -> list[Membership]:
    """Memberships, present ones first; a member whom the actor may not see is left out."""
    rows = Membership.objects.filter(household=household, person__in=persons(actor)).select_related("person")
    return sorted(rows, key=lambda row: (row.until is not None, row.pk))


def merges_of(person: Person) -> QuerySet[Merge]:
    """Merges into this person that stand, latest first."""
    standing: QuerySet[Merge] = Merge.objects.filter(kept=person, undone_at__isnull=True)
    return standing.select_related("absorbed", "merged_by")


def search(actor: Actor, text: str) -> list[Found]:
    """Persons by number, phone, e-mail or name in any spelling and script, best first, at most `MOST_FOUND`."""
    exact = _by_number(actor, text)
    if exact and any(char.isdigit() for char in text):
        return exact  # a number that somebody has is no name: do not open 400 candidates for it
    known = {found.person.pk for found in exact}
    named = [found for found in by_name(actor, text) if found.person.pk not in known]
    return (exact + named)[:MOST_FOUND]


def by_name(actor: Actor, name: str) -> list[Found]:
    """Persons whose name sounds like `name`: candidates by keyed tokens, then compared in the clear."""
    return [found for found in _ranked(_sounding_like(actor, [name]), name) if found.score >= WORTH_SHOWING]


def likely_duplicates(actor: Actor, person: Person, phones: Sequence[str] = ()) -> list[Found]:
    """Others whom the actor may see and who may be the same person, with reasons; not whom somebody said is not.

    The person need not be saved; then `phones` tell what the details of a saved one do.
    """
    details = Details(frozenset(filter(None, map(_index_of_contact, phones)))) if phones else None
    others = persons(actor).exclude(pk__in=_said_not_same(person)) if person.pk else persons(actor)
    found = likely_doubles(person, others, details)[:MOST_FOUND]
    return [Found(each.person, each.judgement.probability, "duplicate", each.judgement.reasons) for each in found]


def _index_of_contact(value: str) -> bytes | None:
    workspace, index = active_workspace(), ContactPoint._meta.get_field("value_index")
    found: bytes | None = index.index_of(workspace.pk, _spellings(value, workspace.country)[-1])
    return found


def pairs(actor: Actor) -> QuerySet[LikelyPair]:
    """Pairs of likely doubles of which the actor may merge both; of others not even the number is told."""
    mine = persons(actor, "merge")
    found: QuerySet[LikelyPair] = LikelyPair.objects.filter(first__in=mine, second__in=mine)
    return found.select_related("first__place", "second__place").defer(*HEAVY)


def pair_of(actor: Actor, public_id: UUID | str) -> LikelyPair:
    """One pair. Raises NOT_FOUND."""
    _require_workspace(actor)
    found = pairs(actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def judgement_of(pair: LikelyPair) -> Judgement:
    """Why they may be one, as they stand now."""
    return judge_pair(pair.first, pair.second)


def count_uncompared() -> int:
    """How many persons wait to be compared with the others."""
    return int(Person.objects.filter(is_compared=False).count())


def _said_not_same(person: Person) -> set[int]:
    pairs = LikelyPair.objects.filter(Q(first=person) | Q(second=person), state=LikelyPair.State.NOT_SAME)
    return {key for pair in pairs.values_list("first", "second") for key in pair} - {person.pk}


def _sounding_like(actor: Actor, names: list[str]) -> QuerySet[Person]:
    """Persons who share tokens with a name, those who share most first."""
    tokens = tokens_of(actor.workspace.pk, names) if actor.workspace else set()
    # a join, not a subquery: SQLite would walk through everybody (200 ms of 100,000) and not begin with the tokens
    shared = persons(actor).filter(tokens__workspace=actor.workspace, tokens__token__in=tokens)
    best = shared.annotate(number=Count("tokens")).order_by("-number", "-pk")
    chosen = list(best.values_list("pk", flat=True)[:MOST_CANDIDATES])
    found: QuerySet[Person] = Person.objects.filter(pk__in=chosen)
    return with_places(found)


def _ranked(candidates: QuerySet[Person], name: str) -> list[Found]:
    found = [
        Found(person, max((similarity(name, own) for own in person.all_names()), default=0.0), "name")
        for person in candidates
    ]
    return sorted(found, key=lambda one: (-one.score, -one.person.pk))


def _by_number(actor: Actor, text: str) -> list[Found]:
    """Exact hits on identifiers, phone numbers and e-mail addresses."""
    if not actor.workspace or not bare(text):
        return []
    identified = Identifier.objects.filter(value_index=text)
    reached = ContactPoint.objects.filter(value_index__in=_spellings(text, actor.workspace.country))
    # one subquery, to begin with the two indexes: 7 to 12 ms of CPU among 100,000 on SQLite
    known = identified.order_by().values("person").union(reached.order_by().values("person"))
    rows = with_places(persons(actor)).filter(pk__in=known)
    return [Found(person, SURE_IDENTIFIER, "number") for person in rows[:MOST_FOUND]]


def _spellings(text: str, country: str) -> list[str]:
    """A contact as it was typed, and as the E.164 number that it may be."""
    try:
        number = phonenumbers.parse(text, ALPHA2.get(country))
    except phonenumbers.NumberParseException:
        return [text]
    return [text, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)]
