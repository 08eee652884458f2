"""The queue of likely doubles: who comes in, and what people say of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from pamoja.apps.people.indexing import RULES, index_people
from pamoja.apps.people.matching import Likely, judge_pair, likely_doubles
from pamoja.apps.people.models import ImportRow, LikelyPair, Person
from pamoja.apps.people.problems import LIKELY_DOUBLE
from pamoja.apps.people.selectors import likely_duplicates, with_places
from pamoja.apps.people.services.persons import draft_person, register_person
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem

BATCH: Final = 50
State, Source = LikelyPair.State, LikelyPair.Source
UNDECIDED: Final = (State.OPEN, State.LATER)


def index_batch() -> int:
    """Index anew some persons who stand under older rules; returns how many they were."""
    people = list(Person.objects.filter(indexed_by__lt=RULES).order_by("pk")[:BATCH])
    with transaction.atomic():
        if people:
            index_people(people)
            mine = Person.objects.filter(pk__in=[person.pk for person in people])
            mine.update(indexed_by=RULES, is_compared=False)
    return len(people)


def compare_batch() -> int:
    """Look for the doubles of some persons who were not compared since they changed; returns how many they were.

    The looking takes no lock; only what was found is written at once.
    """
    waiting = Person.objects.filter(is_compared=False, indexed_by=RULES)
    people = list(with_places(waiting.order_by("pk"))[:BATCH])
    found = [(person, likely_doubles(person, present())) for person in people if _is_present(person)]
    imported = imported_among(
        {key for person, likely in found for key in (person.pk, *(each.person.pk for each in likely))}
    )
    with transaction.atomic():
        for person, likely in found:
            _remember(person, likely, imported)
        for person in people:  # one who was changed meanwhile is compared again
            Person.objects.filter(pk=person.pk, version=person.version).update(is_compared=True)
    return len(people)


def look_again() -> None:
    """Have everybody in the workspace compared anew."""
    Person.objects.filter(is_compared=True).update(is_compared=False)


def present() -> QuerySet[Person]:
    """Persons who are neither erased nor merged away."""
    found: QuerySet[Person] = Person.objects.filter(merged_into__isnull=True, erased_at__isnull=True)
    return found


def say_not_same(actor: Actor, first: Person, second: Person, source: str = Source.SEARCH) -> LikelyPair:
    """Keep that two persons are two: they are not offered as doubles again."""
    with transaction.atomic():
        for person in (first, second):
            require(actor, "merge" if source != Source.ENTRY else "view", person)
        pair = decide(actor, first, second, State.NOT_SAME, source)
        record(actor, "not_same", first, other=str(second.public_id))
        record(actor, "not_same", second, other=str(first.public_id))
    return pair


def say_not_same_at_entry(actor: Actor, person: Person, shown: Iterable[Person]) -> None:
    """Keep that a person who was just registered is none of those who were shown, whoever may merge them."""
    for other in shown:
        say_not_same(actor, person, other, Source.ENTRY)


def register_unless_double(actor: Actor, fields: Mapping[str, Any], not_the_same: Collection[str]) -> Person:
    """Write a new person unless somebody here may be the same of whom it is not said that it is somebody else.

    `not_the_same` holds public ids; what they say is kept. Raises LIKELY_DOUBLE with the others' ids, and as
    `register_person`.
    """
    shown = [found.person for found in likely_duplicates(actor, draft_person(actor, fields))]
    unsaid = [str(person.public_id) for person in shown if str(person.public_id) not in not_the_same]
    if unsaid:
        raise Problem(LIKELY_DOUBLE, likely=unsaid)
    with transaction.atomic():
        person = register_person(actor, fields)
        say_not_same_at_entry(actor, person, shown)
    return person


def put_off(actor: Actor, pair: LikelyPair) -> None:
    """Leave a pair for later: it goes out of the queue into the list of those put off."""
    with transaction.atomic():
        for person in (pair.first, pair.second):
            require(actor, "merge", person)
        decide(actor, pair.first, pair.second, State.LATER)
        record(actor, "put_off", pair.first, other=str(pair.second.public_id))


def decide(actor: Actor, first: Person, second: Person, state: str, source: str = Source.SEARCH) -> LikelyPair:
    """Write what was said of two persons, whether they stood in the queue or not."""
    low, high = sorted((first, second), key=lambda person: person.pk)
    said = {"state": state, "decided_by": actor.user, "decided_at": now(), "updated_at": now()}
    pair: LikelyPair | None = LikelyPair.objects.filter(first=low, second=high).first()
    if pair is None:
        chance = judge_pair(low, high).probability
        made: LikelyPair = LikelyPair.objects.create(
            first=low, second=high, chance=chance, source=source, created_by=actor.user, **said
        )
        return made
    LikelyPair.objects.filter(pk=pair.pk).update(**said)
    pair.refresh_from_db()
    return pair


def reopen(first: Person, second: Person) -> None:
    """A merge was undone: the pair waits for a word again."""
    low, high = sorted((first, second), key=lambda person: person.pk)
    LikelyPair.objects.filter(first=low, second=high, state=State.SAME).update(
        state=State.OPEN, decided_by=None, decided_at=None
    )


def _remember(person: Person, likely: Sequence[Likely], imported: Collection[int]) -> None:
    """Bring the open pairs of a person up to date: new ones in, changed ones anew, unlikely ones out."""
    chances = {each.person.pk: each.judgement.probability for each in likely}
    for pair in LikelyPair.objects.filter(Q(first=person) | Q(second=person)):
        other = pair.second_id if pair.first_id == person.pk else pair.first_id
        chance = chances.pop(other, None)
        if chance is not None:
            LikelyPair.objects.filter(pk=pair.pk).update(chance=chance)
        elif pair.state in UNDECIDED:
            pair.delete()
    for other, chance in chances.items():
        first, second = sorted((person.pk, other))
        source = Source.IMPORT if first in imported or second in imported else Source.SEARCH
        LikelyPair.objects.get_or_create(
            first_id=first, second_id=second, defaults={"chance": chance, "source": source}
        )


def imported_among(people: Collection[int]) -> set[int]:
    """Who of these came in by a sheet."""
    return set(ImportRow.objects.filter(person__in=people).order_by().values_list("person", flat=True))


def _is_present(person: Person) -> bool:
    return person.merged_into_id is None and person.erased_at is None
