"""Entities found by words, in whatever script and however far they are written."""

import pytest
from django.db import connection

from pamoja.apps.forms.entities.purging import forget_entities
from pamoja.apps.forms.entities.tests.world import UUID, World
from pamoja.apps.forms.entities.words import with_words
from pamoja.apps.forms.models import Dataset, Entity, EntityWords
from pamoja.apps.forms.services.entities import (
    change_entity,
    create_dataset,
    create_entities,
    create_entity,
    delete_entities,
    purge_entity,
    restore_entities,
)
from pamoja.core.testing.cast import Cast

OTHER = UUID.replace("abc", "abd")
PEOPLE = {"Amina Phiri": "HH-0500000", "أمينة": "HH-0500001", "Béatrice": "HH-0600000"}


@pytest.fixture
def people(world: World) -> Dataset:
    new = [{"label": label, "data": {"age": code}} for label, code in PEOPLE.items()]
    create_entities(world.actor, world.dataset, new, {"name": "x"})
    return world.dataset


def found(dataset: Dataset, text: str, most: int | None = None) -> set[str]:
    return {each.label for each in with_words(Entity.objects.filter(dataset=dataset), dataset, text, most)}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("amina", {"Amina Phiri"}),
        ("PHI ami", {"Amina Phiri"}),
        ("امينه", {"أمينة"}),
        ("beatrice", {"Béatrice"}),
        ("hh 05", {"Amina Phiri", "أمينة"}),
        ("HH-0500001", {"أمينة"}),
        ("amina beatrice", set()),
        ("hiri", set()),
        ("", set()),
        ('"* OR', set()),
    ],
)
def test_every_word_begins_something_in_the_label_or_a_value(people: Dataset, text: str, labels: set[str]) -> None:
    assert found(people, text) == labels


def test_the_words_of_one_list_are_not_found_in_another(world: World, people: Dataset) -> None:
    other = create_dataset(world.actor, world.project, "others")
    create_entity(world.actor, other, {"label": "Amina of another list"})
    assert found(people, "amina") == {"Amina Phiri"}
    assert found(other, "amina") == {"Amina of another list"}
    assert found(people, "hh", most=2) == {"أمينة", "Béatrice"}, "the newest"


def test_an_entity_is_found_by_what_it_is_now(world: World, cast: Cast) -> None:
    world.send('create="1"', "Ada", age="20")
    assert found(world.dataset, "ada 20") == {"Ada"}
    change_entity(world.actor, world.entity, {"label": "Eda"}, "1")
    assert (found(world.dataset, "ada"), found(world.dataset, "eda")) == (set(), {"Eda"})
    world.send('update="1" baseVersion="2"', age="21")
    assert (found(world.dataset, "eda 20"), found(world.dataset, "eda 21")) == (set(), {"Eda"})
    assert world.entity.label_start == "Eda"


@pytest.mark.parametrize("most", [None, 1])
def test_what_is_put_away_takes_no_place_among_the_newest_that_are_found(world: World, most: int | None) -> None:
    for label, uuid in (("Ada", OTHER), ("Ada the second", UUID)):
        create_entity(world.actor, world.dataset, {"uuid": uuid, "label": label})
    delete_entities(world.actor, world.dataset, [UUID])
    assert found(world.dataset, "ada", most) == {"Ada"}
    restore_entities(world.actor, world.dataset, [UUID])
    assert "Ada the second" in found(world.dataset, "ada second", most)


def test_the_words_of_what_is_purged_are_in_no_index(world: World) -> None:
    create_entity(world.actor, world.dataset, {"uuid": UUID, "label": "Zanele"})
    create_entity(world.actor, world.dataset, {"uuid": OTHER, "label": "Ida"})
    create_entity(world.actor, world.dataset, {"label": "Uma"})
    delete_entities(world.actor, world.dataset, [UUID])
    purge_entity(world.actor, world.entity)
    forget_entities(world.actor, Entity.objects.filter(public_id=OTHER))  # as with the record that made it
    assert [each.words.split()[1:] for each in EntityWords.objects.all()] == [["uma"]]
    assert (found(world.dataset, "uma"), found(world.dataset, "zan"), found(world.dataset, "ida")) == (
        {"Uma"},
        set(),
        set(),
    )
    assert not rows_of_the_index("zanele") and not rows_of_the_index("ida")


def rows_of_the_index(word: str) -> list[object]:
    """What the database's own index has under a word, whether or not the entity is still there."""
    if connection.vendor == "postgresql":
        sql, asked = "SELECT id FROM forms_entitywords WHERE vector @@ %s::tsquery", f"'{word}'"
    else:
        sql, asked = "SELECT rowid FROM forms_entity_index WHERE forms_entity_index MATCH %s", f'"{word}"'
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked])
        return list(cursor.fetchall())
