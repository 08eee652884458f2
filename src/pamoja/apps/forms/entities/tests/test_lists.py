"""Lists and properties: by forms, by people, and who may not."""

import pytest

from pamoja.apps.forms.entities.selectors import datasets, property_names, relations
from pamoja.apps.forms.entities.tests.world import UUID, World, people_form
from pamoja.apps.forms.models import Dataset
from pamoja.apps.forms.services import create_form, delete_form, publish_draft, replace_draft, restore_form
from pamoja.apps.forms.services.entities import (
    add_property,
    change_dataset,
    create_dataset,
    create_entity,
    delete_dataset,
    delete_property,
    link_file,
)
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


def test_a_draft_makes_a_list_that_is_there_once_it_is_published(world: World) -> None:
    draft = create_form(world.actor, world.project, people_form("trees", dataset="trees"))
    assert "trees" not in [each.name for each in datasets(world.actor)]
    publish_draft(world.actor, draft)
    trees = datasets(world.actor).get(name="trees")
    assert property_names(trees) == ["full_name", "age"]
    assert [each.form_id for each in relations(trees).sources] == ["trees"]


def test_a_form_that_makes_a_list_and_reads_it_is_linked_when_the_list_begins(world: World) -> None:
    assert world.form.versions.get().files.get().dataset == world.dataset
    later = create_form(world.actor, world.project, people_form("visit"))
    assert later.draft.files.get().dataset == world.dataset
    link_file(world.actor, later.draft.files.get(), None)
    assert replace_draft(world.actor, later, people_form("visit", "2")).files.get().dataset is None


def test_properties_of_a_draft_wait_for_its_publication(world: World) -> None:
    replace_draft(world.actor, world.form, people_form(version="2", age="years"))
    assert property_names(world.dataset) == ["full_name", "age"]
    publish_draft(world.actor, world.form)
    assert property_names(world.dataset) == ["full_name", "age", "years"]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (people_form("b", dataset="People"), "409.16"),
        (people_form("b", age="AGE"), "409.17"),
        (people_form("b", age="label"), "400.25"),
        (people_form("b").replace(b"2025.1", b"2020.1"), "400.25"),
    ],
)
def test_a_form_that_clashes_is_refused_as_a_whole(world: World, xml: bytes, code: str) -> None:
    with pytest.raises(Problem) as refused:
        create_form(world.actor, world.project, xml)
    assert refused.value.members["refusal"] == code
    assert (world.project.forms.count(), Dataset.objects.count()) == (1, 1)


def test_lists_and_properties_are_made_by_name(world: World) -> None:
    trees = create_dataset(world.actor, world.project, "trees")
    add_property(world.actor, trees, "height")
    assert property_names(trees) == ["height"]
    for act in (
        lambda: create_dataset(world.actor, world.project, "trees"),
        lambda: create_dataset(world.actor, world.project, "Trees"),
        lambda: create_dataset(world.actor, world.project, "a.b"),
        lambda: add_property(world.actor, trees, "Height"),
        lambda: add_property(world.actor, trees, "name"),
    ):
        with pytest.raises(Problem):
            act()


def test_a_list_in_use_stays_and_so_does_a_property_with_values(world: World) -> None:
    trees = create_dataset(world.actor, world.project, "trees")
    for name in ("height", "kind"):
        add_property(world.actor, trees, name)
    create_entity(world.actor, trees, {"uuid": UUID, "label": "Baobab", "data": {"height": "9", "kind": ""}})
    delete_property(world.actor, trees, "kind")
    assert property_names(trees) == ["height"]
    with pytest.raises(Problem) as kept:
        delete_property(world.actor, trees, "height")
    assert kept.value.members["details"]["prerequisites"].keys() == {"nonEmptyEntities"}
    with pytest.raises(Problem) as kept:
        delete_property(world.actor, world.dataset, "age")
    assert kept.value.members["details"]["prerequisites"].keys() == {"dependentForms"}
    with pytest.raises(Problem) as used:
        delete_dataset(world.actor, world.dataset)
    assert used.value.members["details"]["sourceForms"] == [{"name": "people", "xmlFormId": "people"}]
    delete_dataset(world.actor, trees)
    assert [each.name for each in datasets(world.actor)] == ["people"]
    assert create_dataset(world.actor, world.project, "trees").pk != trees.pk


def test_a_form_comes_back_only_to_the_lists_that_it_knew(world: World) -> None:
    delete_form(world.actor, world.form)
    restore_form(world.actor, world.form)
    delete_form(world.actor, world.form)
    delete_property(world.actor, world.dataset, "age")
    with pytest.raises(Problem) as refused:
        restore_form(world.actor, world.form)
    assert refused.value.members["refusal"] == "409.23"
    delete_dataset(world.actor, world.dataset)
    with pytest.raises(Problem):
        restore_form(world.actor, world.form)


@pytest.mark.parametrize("who", ["ben", "dina", "token", "device"])
def test_who_does_not_manage_forms_makes_and_changes_no_list(world: World, cast: Cast, who: str) -> None:
    actor = cast.actor(who)
    for act in (
        lambda: create_dataset(actor, world.project, "trees"),
        lambda: change_dataset(actor, world.dataset, approval_required=True),
        lambda: add_property(actor, world.dataset, "sex"),
        lambda: delete_property(actor, world.dataset, "age"),
        lambda: delete_dataset(actor, world.dataset),
    ):
        with pytest.raises(Problem):
            act()
    assert Dataset.objects.count() == 1


def test_a_stranger_sees_no_list(world: World, cast: Cast) -> None:
    with workspace_active(cast.lake):
        chol: Actor = cast.actor("chol")
        assert not datasets(chol).exists()
