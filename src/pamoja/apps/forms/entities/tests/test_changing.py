"""Entities by people and programs: made, changed, put aside, purged, fetched by devices; and who may not."""

from collections.abc import Callable

import pytest

from pamoja.apps.forms.entities.devices import device_csv, given_to, states, tag_of
from pamoja.apps.forms.entities.selectors import entities, find_entity
from pamoja.apps.forms.entities.tests.world import UUID, World
from pamoja.apps.forms.models import Collector, CollectorProperty, Entity, EntitySource, PurgedEntity
from pamoja.apps.forms.services import add_collector, set_properties
from pamoja.apps.forms.services.entities import (
    change_dataset,
    change_entity,
    create_entities,
    create_entity,
    delete_entities,
    purge_entities,
    restore_entities,
)
from pamoja.core.accounts.actors import holder
from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast

ADA = {"uuid": UUID, "label": "Ada", "data": {"age": "20"}}
OTHER = UUID.replace("abc", "abd")


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Problem) as refused:
        act()
    return str(refused.value.members.get("refusal", refused.value.kind.code))


def test_an_entity_is_made_and_changed_by_who_looked_at_its_newest_version(world: World) -> None:
    entity = create_entity(world.actor, world.dataset, ADA, "a program")
    changed = change_entity(world.actor, entity, {"data": {"full_name": "Ada L"}}, "1")
    assert (changed.version, changed.data) == (2, {"age": "20", "full_name": "Ada L"})
    assert changed.versions.get(number=1).user_agent == "a program"
    assert refusal(lambda: change_entity(world.actor, entity, {"label": "Eda"}, "1")) == "409.15"
    assert change_entity(world.actor, entity, {"label": "Eda"}, None, is_forced=True).label == "Eda"
    assert refusal(lambda: change_entity(world.actor, entity, {"data": {"sex": "f"}}, "3")) == "400.28"


def test_a_conflict_is_settled_with_or_without_a_change(world: World) -> None:
    entity = create_entity(world.actor, world.dataset, ADA)
    assert refusal(lambda: change_entity(world.actor, entity, {}, "1", resolves=True)) == "400.32"
    Entity.objects.update(conflict="hard")
    settled = change_entity(world.actor, entity, {}, "1", resolves=True)
    assert (settled.conflict, settled.version, settled.resolved_version) == ("", 1, 1)
    Entity.objects.update(conflict="soft")
    settled = change_entity(world.actor, entity, {"label": "Eda"}, "1", resolves=True)
    assert (settled.conflict, settled.version, settled.resolved_version) == ("", 2, 2)


def test_many_are_made_or_none(world: World) -> None:
    source = {"name": "people.csv", "size": 70}
    made = create_entities(world.actor, world.dataset, [ADA, {"label": "Eda"}], source)
    assert len(made) == entities(world.actor, world.dataset).count() == 2
    assert EntitySource.objects.get().details == {**source, "count": 2, "userAgent": None}
    bodies = [{"label": "Ida"}, {"label": ""}]
    assert refusal(lambda: create_entities(world.actor, world.dataset, bodies, source)) == "400.8"
    twice = [{"uuid": OTHER, "label": "a"}, {"uuid": OTHER, "label": "b"}]
    assert refusal(lambda: create_entities(world.actor, world.dataset, twice, source)) == "409.3"
    assert refusal(lambda: create_entity(world.actor, world.dataset, ADA)) == "409.3"
    assert Entity.objects.count() == 2


def test_what_is_put_aside_comes_back_or_goes_for_good(world: World) -> None:
    create_entities(world.actor, world.dataset, [ADA, {"uuid": OTHER, "label": "Eda"}], {"name": "x"})
    assert sorted(delete_entities(world.actor, world.dataset, [UUID, OTHER])) == [UUID, OTHER]
    assert delete_entities(world.actor, world.dataset, [UUID]) == []
    assert restore_entities(world.actor, world.dataset, [OTHER]) == [OTHER]
    assert find_entity(world.actor, world.dataset, UUID, is_deleted=True).label == "Ada"
    assert purge_entities(world.actor) == 0
    assert purge_entities(world.actor, before=now()) == 1
    assert str(PurgedEntity.objects.get().entity_id) == UUID
    assert refusal(lambda: create_entity(world.actor, world.dataset, ADA)) == "409.19"
    assert {(s.entity_id, s.is_deleted) for s in states(world.actor, world.dataset)} == {(UUID, True), (OTHER, False)}
    assert "Ada" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_device_fetches_a_list_only_when_it_has_changed(world: World, cast: Cast) -> None:
    device = cast.actor("device")
    entity = create_entity(world.actor, world.dataset, {**ADA, "data": {"full_name": 'Ada "L", B'}})
    assert b"".join(device_csv(device, world.dataset)).decode() == (
        f'name,label,__version,full_name,age\n{UUID},Ada,1,"Ada ""L"", B",\n'
    )
    before = tag_of(device, world.dataset)
    assert before == tag_of(device, world.dataset) == tag_of(world.actor, world.dataset)
    change_entity(world.actor, entity, {"label": "Eda"}, "1")
    assert tag_of(device, world.dataset) != before


def test_a_collector_of_a_list_of_own_entities_gets_no_others(world: World, cast: Cast) -> None:
    device = cast.actor("device")
    create_entity(world.actor, world.dataset, ADA)
    world.send('create="1"', "Eda", uuid=OTHER, actor=device)
    change_dataset(world.actor, world.dataset, is_own_only=True)
    assert b"".join(device_csv(device, world.dataset)).count(b"\n") == 2
    assert b"".join(device_csv(world.actor, world.dataset)).count(b"\n") == 3
    assert {(s.entity_id, s.is_deleted) for s in states(device, world.dataset)} == {(UUID, True), (OTHER, False)}
    before = tag_of(device, world.dataset)
    create_entity(world.actor, world.dataset, {"label": "Ida"})
    assert tag_of(device, world.dataset) == before
    delete_entities(world.actor, world.dataset, [OTHER])
    assert tag_of(device, world.dataset) != before


def test_a_device_gets_what_one_of_the_rules_gives_it(world: World) -> None:
    CollectorProperty.objects.create(project=world.project, name="region")
    credential, _key = add_collector(world.actor, "Tablet", [world.form])
    device = holder(credential)
    for name, age in (("Ada", "north"), ("north", "south"), ("Ida", "")):
        create_entity(world.actor, world.dataset, {"label": name, "data": {"full_name": name, "age": age}})
    everything = tag_of(device, world.dataset)
    assert given_to(device, world.dataset).count() == 3
    change_dataset(world.actor, world.dataset, rules=[("age", "region"), ("full_name", "region"), ("no", "no")])
    assert (given_to(device, world.dataset).count(), given_to(world.actor, world.dataset).count()) == (0, 3)
    set_properties(world.actor, Collector.objects.get(credential=credential), {"region": "north"})
    assert {each.label for each in given_to(device, world.dataset)} == {"Ada", "north"}
    assert tag_of(device, world.dataset) != everything
    change_dataset(world.actor, world.dataset, rules=[])
    assert given_to(device, world.dataset).count() == 3


@pytest.mark.parametrize("who", ["dina", "token", "device"])
def test_who_only_reads_or_collects_changes_no_entity(world: World, cast: Cast, who: str) -> None:
    entity, actor = create_entity(world.actor, world.dataset, ADA), cast.actor(who)
    refusal(lambda: create_entity(actor, world.dataset, {"label": "Eda"}))
    refusal(lambda: create_entities(actor, world.dataset, [{"label": "Eda"}], {"name": "x"}))
    refusal(lambda: change_entity(actor, entity, {"label": "Eda"}, "1"))
    assert delete_entities(actor, world.dataset, [UUID]) == []
    assert restore_entities(actor, world.dataset, [UUID]) == []
    assert Entity.objects.get().label == "Ada"


def test_a_worker_of_one_district_and_a_device_see_no_entity(world: World, cast: Cast) -> None:
    create_entity(world.actor, world.dataset, ADA)
    seen = {
        who: entities(cast.actor(who), world.dataset).count() for who in ("amina", "ben", "token", "dina", "device")
    }
    assert seen == {"amina": 1, "ben": 1, "token": 1, "dina": 0, "device": 0}
