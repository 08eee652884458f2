"""Everybody compared with everybody at once, by Splink: the optional way for very large registers.

Splink brings together and weighs in SQL; each pair that it finds is judged once more by the engine, so that what comes
into the queue is what the search person by person would bring there, with the same probability and the same reasons.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Final, TypeVar

from django.db import transaction

from pamoja.apps.people.matching import WORTH_ASKING, Details, count_persons, details_of, judge_pair, told
from pamoja.apps.people.models import LikelyPair, Person
from pamoja.apps.people.selectors import with_places
from pamoja.apps.people.services.doubles import UNDECIDED, imported_among, present
from pamoja.core.clock import now
from pamoja.core.crypto import keys
from pamoja.core.workspaces.context import active_workspace
from pamoja.engines.linkage.defaults import person_model
from pamoja.engines.linkage.persons import block_keys
from pamoja.engines.linkage.splinked import Bulk, link_by_splink

READ_AT_ONCE: Final = 500
WRITTEN_AT_ONCE: Final = 200
LEAST: Final = 0.05
"""SQL hears names less finely than the engine: what it holds for unlikely may be likely to the engine."""
Pair = tuple[int, int]
Chances = dict[Pair, float]
Item = TypeVar("Item")


def compare_in_bulk(backend: str = "duckdb") -> int:
    """Compare everybody in the workspace and bring the queue up to date; returns how many pairs are likely.

    Raises NotInstalled.
    """
    began, people = now(), list(_read())
    persons = [key for key, _record, _keys in people]
    rules = {"keys": [own for _key, _record, own in people]}
    bulk = Bulk(person_model(count_persons()), [record for _key, record, _keys in people], rules)
    (left, right), _chances = link_by_splink(bulk, LEAST, backend)
    found = ((persons[a], persons[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True))
    waiting = LikelyPair.objects.filter(state__in=UNDECIDED).values_list("first", "second")
    likely = dict(_judged(sorted({(min(pair), max(pair)) for pair in chain(found, waiting.iterator())})))
    _write(likely, persons, began)
    return len(likely)


def _read() -> Iterator[tuple[int, dict[str, str], set[str]]]:
    """The key of each person, what is compared, and the keys that bring them together with others."""
    rows = with_places(present().order_by("pk")).iterator(chunk_size=READ_AT_ONCE)
    while some := [person for person, _number in zip(rows, range(READ_AT_ONCE), strict=False)]:
        with keys.held(active_workspace().pk):
            details = details_of(some)
            for person in some:
                record = told(person, (person.names or [{}])[0]) | _firsts(details[person.pk])
                yield person.pk, record, _keys_of(person, record["place"], details[person.pk])


def _firsts(details: Details) -> dict[str, str]:
    """One phone and one number of each: whether any two are shared is for the engine to say."""
    phone = min((each.hex() for each in details.phones), default="")
    number = min((index.hex() for _kind, index in details.identifiers), default="")
    return {"phone": phone, "identifier": number}


def _keys_of(person: Person, place: str, details: Details) -> set[str]:
    sure = {*details.phones, *(index for _kind, index in details.identifiers)}
    return {*block_keys(person.all_names(), person.written_birth, place), *(each.hex() for each in sure)}


def _judged(pairs: list[Pair]) -> Iterator[tuple[Pair, float]]:
    """The pairs that the engine holds for likely, with its probability."""
    for some in _batches(pairs, READ_AT_ONCE):
        wanted = with_places(present().filter(pk__in={key for pair in some for key in pair}))
        people = {person.pk: person for person in wanted}
        for first, second in some:
            if first in people and second in people:
                chance = judge_pair(people[first], people[second]).probability
                if chance >= WORTH_ASKING:
                    yield (first, second), chance


def _write(likely: Chances, persons: list[int], began: datetime) -> None:
    """New pairs in, known ones anew, undecided ones that were judged unlikely now out; all who did not change are
    compared."""
    for some in _batches(sorted(likely), WRITTEN_AT_ONCE):
        imported = imported_among({key for pair in some for key in pair})
        with transaction.atomic():
            for pair in some:
                _keep(pair, likely[pair], LikelyPair.Source.IMPORT if imported & {*pair} else LikelyPair.Source.SEARCH)
    undecided = LikelyPair.objects.filter(state__in=UNDECIDED, updated_at__lt=began)
    gone = [key for key, *pair in undecided.values_list("pk", "first", "second") if tuple(pair) not in likely]
    for several in _batches(gone, WRITTEN_AT_ONCE):
        undecided.filter(pk__in=several).delete()  # not what was decided meanwhile
    for several in _batches(persons, WRITTEN_AT_ONCE):
        Person.objects.filter(pk__in=several, is_compared=False, updated_at__lt=began).update(is_compared=True)


def _keep(pair: Pair, chance: float, source: str) -> None:
    known, is_new = LikelyPair.objects.get_or_create(
        first_id=pair[0], second_id=pair[1], defaults={"chance": chance, "source": source}
    )
    if not is_new:
        LikelyPair.objects.filter(pk=known.pk).update(chance=chance)


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Some at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
