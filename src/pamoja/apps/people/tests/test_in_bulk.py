"""Everybody compared at once brings the same pairs into the queue as the search person by person."""

from collections.abc import Iterator
from io import StringIO
from shutil import which

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from pamoja.apps.people import services
from pamoja.apps.people.models import LikelyPair, Person
from pamoja.apps.people.services import in_bulk
from pamoja.apps.people.services.doubles import compare_batch
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.engines.linkage import splinked
from pamoja.engines.linkage.splinked import is_installed

PEOPLE = [
    ("Fatouma Ali Warsame", "1999-12-11", "female"),
    ("Faduma Cali Warsame", "1999-12-11", "female"),
    ("Rehema Banda", "2001-02-03", "female"),
    ("Banda Rehema", "2001-02-03", "female"),
    ("John Phiri", "1980-05-06", "male"),
    ("Mary Phiri", "1982-07-08", "female"),
]
BACKENDS = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            not is_installed(name) or (name == "spark" and not which("java")),
            reason=f"Splink on {name} is not installed: ./run install --with splink",
        ),
    )
    for name in splinked.BACKENDS
]


@pytest.fixture
def river(cast: Cast) -> Iterator[Cast]:
    with workspace_active(cast.river):
        for name, born, sex in PEOPLE:
            fields = {"names": [{"full": name}], "birth_date": born, "birth_precision": "exact", "sex": sex}
            services.register_person(cast.actor("amina"), fields)
        yield cast


def found() -> set[tuple[str, str, float, str]]:
    pairs = LikelyPair.objects.select_related("first", "second")
    return {(pair.first.name, pair.second.name, round(pair.chance, 6), pair.state) for pair in pairs}


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_queue_is_the_same_as_person_by_person(river: Cast, backend: str) -> None:
    while compare_batch():
        pass
    expected = found()
    assert len(expected) == 2
    LikelyPair.objects.all().delete()
    services.look_again()
    assert in_bulk.compare_in_bulk(backend) == 2
    assert found() == expected
    assert not Person.objects.filter(is_compared=False).exists()


@pytest.mark.parametrize("backend", BACKENDS[:1])
def test_what_was_decided_stays_and_what_is_unlikely_now_goes(river: Cast, backend: str) -> None:
    in_bulk.compare_in_bulk(backend)
    kept = _pair_of("Rehema Banda")
    services.say_not_same(river.actor("amina"), kept.first, kept.second)
    other = _pair_of("Fatouma Ali Warsame")
    changes = {"names": [{"full": "Grace Mwale"}], "birth_date": "1950-01-02"}
    services.update_person(river.actor("amina"), other.second, changes, other.second.version)
    in_bulk.compare_in_bulk(backend)
    assert {(name, state) for name, _other, _chance, state in found()} == {("Rehema Banda", "not_same")}


def test_a_pair_that_splink_does_not_find_stays_while_the_engine_holds_it_for_likely(
    river: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    while compare_batch():
        pass
    odd = Person.objects.exclude(pk__in=LikelyPair.objects.values("first")).order_by("pk").last()
    assert odd
    LikelyPair.objects.create(first=_pair_of("Rehema Banda").first, second=odd, chance=0.9)
    nobody = np.array([], dtype=np.int64)
    monkeypatch.setattr(in_bulk, "link_by_splink", lambda bulk, least, backend: ((nobody, nobody), nobody))
    assert in_bulk.compare_in_bulk() == 2
    assert {(first, second) for first, second, _chance, _state in found()} == {
        ("Fatouma Ali Warsame", "Faduma Cali Warsame"),
        ("Rehema Banda", "Banda Rehema"),
    }


def _pair_of(name: str) -> LikelyPair:
    return next(pair for pair in LikelyPair.objects.all() if pair.first.name == name)


def test_without_the_extra_the_command_says_how_to_get_it(river: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splinked, "find_spec", lambda name: None)
    with pytest.raises(CommandError, match="install --with splink"):
        call_command("compare_people", river.river.slug, stdout=StringIO())
    with pytest.raises(CommandError, match="no workspace nowhere"):
        call_command("compare_people", "nowhere", stdout=StringIO())
