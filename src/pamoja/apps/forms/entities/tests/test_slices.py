"""Which part of a list a collector gets, by place and by role: in the file, in what is gone, and on pages."""

import pytest

from pamoja.apps.forms.entities.devices import device_csv, given_to, states, tag_of
from pamoja.apps.forms.entities.selectors import entities
from pamoja.apps.forms.entities.tests.world import UUID, World
from pamoja.apps.forms.models import Dataset, Entity
from pamoja.apps.forms.seeing.tests.conftest import malawi as malawi
from pamoja.apps.forms.services import add_collector, create_project, place_collector
from pamoja.apps.forms.services.entities import (
    Slices,
    change_dataset,
    change_entity,
    create_entities,
    create_entity,
)
from pamoja.core.accounts.actors import holder
from pamoja.core.accounts.models import Credential, Grant
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.running import run
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import DINAS_PLACE, Cast

NORTH = "MWI/MW1/"
PLACES = {"Ada": "MW101", "Ida": "MW1", "Eda": "MW2", "Una": "MW999", "Ola": ""}


def labels(actor: Actor, dataset: Dataset) -> set[str]:
    return {each.label for each in given_to(actor, dataset)}


def by_place(world: World) -> Dataset:
    """The list by place, its entities placed by the job that was started."""
    change_dataset(world.actor, world.dataset, slices=Slices("age"))
    run(str(Progress.objects.get(name="forms.place_entities").public_id))
    return world.dataset


@pytest.fixture
def placed(world: World, malawi: None) -> Dataset:
    new = [{"label": label, "data": {"age": code}} for label, code in PLACES.items()]
    create_entities(world.actor, world.dataset, new, {"name": "x"})
    return by_place(world)


@pytest.fixture
def tablet(world: World) -> Credential:
    return add_collector(world.actor, "Tablet", [world.form])[0]


def test_a_device_gets_what_lies_in_its_place(world: World, placed: Dataset, tablet: Credential) -> None:
    assert labels(holder(tablet), placed) == set(), "a device without a place gets nothing"
    place_collector(world.actor, tablet, NORTH)
    device = holder(tablet)
    assert labels(device, placed) == {"Ada", "Ida"}
    place_collector(world.actor, tablet, DINAS_PLACE)
    assert labels(holder(tablet), placed) == {"Ada"}
    assert labels(world.actor, placed) == set(PLACES)
    assert b"".join(device_csv(holder(tablet), placed)).count(b"\n") == 2
    gone = {each.entity_id for each in states(holder(tablet), placed) if each.is_deleted}
    kept = str(Entity.objects.get(label="Ada").public_id)
    assert gone == {str(each.public_id) for each in Entity.objects.all()} - {kept}
    place_collector(world.actor, tablet, "")
    assert labels(holder(tablet), placed) == set()
    assert tag_of(holder(tablet), placed) != tag_of(device, placed)


def test_what_is_made_or_changed_later_is_placed_at_once(world: World, placed: Dataset, tablet: Credential) -> None:
    place_collector(world.actor, tablet, NORTH)
    device = holder(tablet)
    made = create_entity(world.actor, placed, {"uuid": UUID, "label": "Zoe", "data": {"age": "MW1"}})
    assert labels(device, placed) == {"Ada", "Ida", "Zoe"}
    change_entity(world.actor, made, {"data": {"age": "MW2"}}, "1")
    assert labels(device, placed) == {"Ada", "Ida"}
    world.send('update="1" baseVersion="2"', age="MW101")
    assert labels(device, placed) == {"Ada", "Ida", "Zoe"}


def test_another_property_forgets_the_places_before_it_finds_new_ones(
    world: World, placed: Dataset, tablet: Credential
) -> None:
    place_collector(world.actor, tablet, NORTH)
    change_dataset(world.actor, placed, slices=Slices("full_name"))
    assert labels(holder(tablet), world.dataset) == set()
    run(str(Progress.objects.latest("pk").public_id))
    assert labels(holder(tablet), world.dataset) == set()
    change_dataset(world.actor, placed, slices=Slices())
    assert labels(holder(tablet), world.dataset) == set(PLACES)


def test_a_worker_of_one_district_sees_and_gets_what_lies_there(world: World, placed: Dataset, cast: Cast) -> None:
    dina = cast.actor("dina")
    assert {each.label for each in entities(dina, placed)} == labels(dina, placed) == {"Ada"}
    ada = Entity.objects.get(label="Ada")
    change_entity(dina, ada, {"label": "Ada L"}, "1")
    with pytest.raises(Problem):
        change_entity(dina, Entity.objects.get(label="Eda"), {"label": "Eda L"}, "1")
    with pytest.raises(Problem):
        create_entity(dina, placed, {"label": "Elsewhere", "data": {"age": "MW2"}})
    assert create_entity(dina, placed, {"label": "Here", "data": {"age": "MW101"}}).place


def test_place_and_ownership_narrow_together(world: World, placed: Dataset, tablet: Credential) -> None:
    place_collector(world.actor, tablet, NORTH)
    device = holder(tablet)
    world.send('create="1"', "Mine", actor=device, age="MW101")
    world.send('create="1"', "Mine elsewhere", uuid=UUID.replace("abc", "abd"), actor=device, age="MW2")
    change_dataset(world.actor, placed, is_own_only=True)
    assert labels(device, world.dataset) == {"Mine"}


def test_a_list_for_some_roles_is_empty_for_others(world: World, tablet: Credential, cast: Cast) -> None:
    create_entity(world.actor, world.dataset, {"uuid": UUID, "label": "Ada"})
    before = tag_of(holder(tablet), world.dataset)
    change_dataset(world.actor, world.dataset, slices=Slices(roles=["supervisor"]))
    device, dataset = holder(tablet), world.dataset
    assert labels(device, dataset) == set()
    assert b"".join(device_csv(device, dataset)).count(b"\n") == 1
    assert [each.is_deleted for each in states(device, dataset)] == [True]
    assert tag_of(device, dataset) != before
    assert labels(world.actor, dataset) == labels(cast.actor("ben"), dataset) == {"Ada"}
    other = create_project(world.actor, "Other")
    inside = {"scope": "within", "within_kind": "forms.project", "within_id": other.pk}
    Grant.objects.create(workspace=cast.river, credential=tablet, role="supervisor", **inside)
    assert labels(holder(tablet), dataset) == set(), "a role in another project"
    Grant.objects.create(workspace=cast.river, credential=tablet, role="supervisor", scope="assigned")
    assert labels(holder(tablet), dataset) == {"Ada"}


@pytest.mark.parametrize("who", ["ben", "dina", "token", "device"])
def test_only_who_manages_lists_says_who_gets_what(
    world: World, malawi: None, tablet: Credential, cast: Cast, who: str
) -> None:
    with pytest.raises(Problem):
        change_dataset(cast.actor(who), world.dataset, slices=Slices("age", ["worker"]))
    with pytest.raises(Problem):
        place_collector(cast.actor(who), tablet, NORTH)
    assert (world.dataset.place_property, world.dataset.roles) == (None, [])
    assert not Grant.objects.filter(credential=tablet, scope="place").exists()
