"""Who in the register may be the same person: candidates by keyed numbers, then judged in the clear with reasons.

At most `MOST_OPENED` records are opened for one look, however large the register: see `./run bench linkage`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Final

from django.core.cache import cache
from django.db import connection
from django.db.models import Q, QuerySet

from pamoja.apps.people.indexing import link_keys_of, token_of
from pamoja.apps.people.models import ContactPoint, Identifier, LinkKey, NameToken, Person
from pamoja.core.crypto import keys
from pamoja.core.workspaces.context import active_workspace
from pamoja.engines.linkage import Judgement, Model, judge
from pamoja.engines.linkage.defaults import person_model
from pamoja.engines.linkage.persons import parts_of
from pamoja.engines.names import sounds

MOST_IN_BLOCK: Final = 300
"""Persons taken from one key; a key that more share is too common to find anybody by, and the others must do."""
MOST_RANKED: Final = 600
MOST_OPENED: Final = 16
WORTH_ASKING: Final = 0.5
"""From this probability on a pair is shown to people: rather the same person than not."""
COUNTED: Final = 20_000
IMAGINED, IMAGINED_SHARE = 200, 0.01
"""Counted beside the real persons: in a register of ten a name that two bear is not yet a common one."""
COUNT_KEPT_S: Final = 600
LISTED: Final = ("names", "birth_date", "birth_precision", "birth_year", "sex", "place", "public_id", "workspace")


@dataclass(frozen=True)
class Details:
    """What identifies and reaches a person, as indexes that tell only whether two are equal."""

    phones: frozenset[bytes] = frozenset()
    identifiers: frozenset[tuple[str, bytes]] = frozenset()


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the same person, with the reasons of the best pair of names."""

    person: Person
    judgement: Judgement


@dataclass
class Shares:
    """The share of persons in the register who bear each sound of the names that are looked for."""

    workspace_id: int
    persons: int
    known: dict[str, float] = field(default_factory=dict)

    def of(self, field_name: str, value: str) -> float | None:
        """For the engine: the share who bear all known sounds of a name; None for what is no name or not known."""
        if field_name not in ("given", "family"):
            return None
        heard = [self.known[token[0]] for token in sounds(value) if token[0] in self.known]
        return prod(heard) if heard else None

    def count(self, person: Person) -> None:
        """Count the bearers of the names of a person: up to `COUNTED` of each, in one statement."""
        heard = sorted({token[0] for name in person.all_names() for token in sounds(name)})
        tokens = [token_of(self.workspace_id, sound) for sound in heard]
        table = NameToken._meta.db_table
        bearers = f"SELECT 1 FROM {table} WHERE workspace_id = %s AND token = %s LIMIT {COUNTED}"  # noqa: S608
        counted = _union(f"SELECT count(*) FROM ({bearers}) AS b", tokens)  # noqa: S608
        for sound, (number,) in zip(heard, counted, strict=True):
            self.known[sound] = (number + IMAGINED * IMAGINED_SHARE) / (self.persons + IMAGINED)


def likely_doubles(
    wanted: Person, among: QuerySet[Person], details: Details | None = None, least: float = WORTH_ASKING
) -> list[Likely]:
    """Those of `among` who may be the same person as `wanted` (saved or not), the likeliest first."""
    with keys.held(active_workspace().pk):
        own = details or (details_of([wanted])[wanted.pk] if wanted.pk else Details())
        others = _opened(wanted, own, among)
        model, shares = _model(), Shares(active_workspace().pk, count_persons())
        shares.count(wanted)
    of_others = details_of(others)
    found = [Likely(other, _judge(model, shares, (wanted, own), (other, of_others[other.pk]))) for other in others]
    kept = [each for each in found if each.judgement.probability >= least]
    return sorted(kept, key=lambda each: (-each.judgement.weight, each.person.pk))


def judge_pair(first: Person, second: Person) -> Judgement:
    """Compare two persons of the register."""
    with keys.held(active_workspace().pk):
        model, shares = _model(), Shares(active_workspace().pk, count_persons())
        shares.count(first)
    details = details_of([first, second])
    return _judge(model, shares, (first, details[first.pk]), (second, details[second.pk]))


def count_persons() -> int:
    """How many persons the workspace has, as of a few minutes ago: counting a million takes longer than a look."""
    name = f"people.count.{active_workspace().pk}"
    known = cache.get(name)
    if known is None:
        known = Person.objects.count()
        cache.set(name, known, COUNT_KEPT_S if known > IMAGINED else 1)
    return int(known)


def details_of(people: Sequence[Person]) -> Mapping[int, Details]:
    """The details of persons, in two queries."""
    phones: dict[int, set[bytes]] = {person.pk: set() for person in people}
    numbers: dict[int, set[tuple[str, bytes]]] = {person.pk: set() for person in people}
    points = ContactPoint.objects.filter(person__in=people, type=ContactPoint.Type.PHONE).order_by()
    for key, index in points.values_list("person", "value_index"):
        phones[key].add(bytes(index or b""))
    identifiers = Identifier.objects.filter(person__in=people).order_by()
    for key, kind, country, index in identifiers.values_list("person", "type", "country", "value_index"):
        numbers[key].add((f"{kind} {country}", bytes(index or b"")))
    return {key: Details(frozenset(phones[key]), frozenset(numbers[key])) for key in phones}


def _model() -> Model:
    return person_model(count_persons())


def _opened(wanted: Person, details: Details, among: QuerySet[Person]) -> list[Person]:
    """The candidates who share most, of those whom `among` has."""
    path = wanted.place.path if wanted.place_id and wanted.place else ""
    counts = Counter(_sharing(link_keys_of(wanted, path)))
    numbers = [index for _kind, index in details.identifiers]
    same = Q(identifiers__value_index__in=numbers) if numbers else Q(pk__in=())
    if details.phones:
        same |= Q(contact_points__value_index__in=details.phones)
    sure = list(among.filter(same).exclude(pk=wanted.pk).values_list("pk", flat=True).distinct()[:MOST_OPENED])
    shared = [key for key, _count in counts.most_common(MOST_RANKED) if key != wanted.pk]
    visible = set(among.filter(pk__in=shared).order_by().values_list("pk", flat=True))
    chosen = [*sure, *(key for key in shared if key in visible)][:MOST_OPENED]
    return list(among.filter(pk__in=chosen).select_related("place").only(*LISTED, "place__path", "place__name"))


def _sharing(link_keys: Iterable[int]) -> list[int]:
    """The persons behind each key, one for each key that they share; one statement for all keys."""
    table = LinkKey._meta.db_table
    block = f"SELECT person_id FROM {table} WHERE workspace_id = %s AND key = %s LIMIT {MOST_IN_BLOCK}"  # noqa: S608
    return [row[0] for row in _union(f"SELECT * FROM ({block}) AS b", sorted(link_keys))]  # noqa: S608


def _union(one: str, values: Sequence[int] | Sequence[bytes]) -> list[tuple[int]]:
    """The rows of a statement of the active workspace for each value, in their order, in one round to the database."""
    if not values:
        return []
    parameters = [each for value in values for each in (active_workspace().pk, value)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(values)), parameters)
        return list(cursor.fetchall())


def _judge(model: Model, shares: Shares, one: tuple[Person, Details], other: tuple[Person, Details]) -> Judgement:
    """The judgement of the two names, one of each, that agree best."""
    (a, own), (b, others) = one, other
    phones = _agreement(own.phones, others.phones)
    numbers = _agreement_of_numbers(own.identifiers, others.identifiers)
    judgements = [
        judge(model, told(a, x) | _said(phones, 0, numbers), told(b, y) | _said(phones, 1, numbers), shares.of)
        for x in a.names or [{}]
        for y in b.names or [{}]
    ]
    return max(judgements, key=lambda each: each.weight)


def told(person: Person, name: Mapping[str, str]) -> dict[str, str]:
    """What the engine compares of a person under one of their names, but for what identifies and reaches them."""
    given, family = parts_of(name)
    place = person.place.path if person.place_id and person.place else ""
    return {"given": given, "family": family, "birth": person.written_birth, "sex": person.sex, "place": place}


def _said(phones: tuple[str, str], side: int, numbers: tuple[str, str]) -> dict[str, str]:
    return {"phone": phones[side], "identifier": numbers[side]}


def _agreement(a: frozenset[bytes], b: frozenset[bytes]) -> tuple[str, str]:
    """Two signs that are equal when something is shared, differ when nothing is, and are empty when one has none."""
    if not a or not b:
        return "", ""
    return ("shared", "shared") if a & b else ("one", "other")


def _agreement_of_numbers(a: frozenset[tuple[str, bytes]], b: frozenset[tuple[str, bytes]]) -> tuple[str, str]:
    """The same of identifiers: whatever their kinds, an equal number is shared; only of one kind do two differ."""
    if {index for _kind, index in a} & {index for _kind, index in b}:
        return "shared", "shared"
    return ("one", "other") if {kind for kind, _index in a} & {kind for kind, _index in b} else ("", "")
