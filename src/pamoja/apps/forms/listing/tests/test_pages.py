"""The pages of lists: who sees what, editing, putting away, settling conflicts, and what waits."""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.entities.tests.world import BRANCH, UUID, World, finish
from pamoja.apps.forms.models import CollectorProperty, Entity, HeldSubmission, PurgedEntity
from pamoja.apps.forms.seeing.tests.reading import body
from pamoja.apps.forms.services.entities import change_entity, create_entity, delete_entities
from pamoja.core.audit.models import AuditEntry
from pamoja.core.testing.cast import Cast

CREATE, UPDATE = 'create="1"', 'update="1" baseVersion="{}"'
OFFLINE = f'update="1" baseVersion="{{}}" trunkVersion="1" branchId="{BRANCH}"'
OTHER = UUID.replace("abc", "abd")
SEEN_BY_WORKERS = {"table": 200, "about": 200, "waiting": 200, "deleted": 403, "settings": 403, "add": 200}
OF_ONE = ("entity", "change")


def page(world: World, name: str, *args: Any) -> str:
    return reverse(f"forms-lists:{name}", args=[world.dataset.pk, *args])


def seen(cast: Cast, who: str, address: str) -> str:
    answer = cast.client(who).get(address)
    assert answer.status_code == 200, address
    return body(answer).decode()


def clashing(world: World) -> Entity:
    """Two devices changed the same version: one age became two."""
    world.send(CREATE, "Ada", name="Ada L", age="20")
    world.send(UPDATE.format(1), age="21")
    world.send(UPDATE.format(1), name="Ada B", age="22")
    return world.entity


@pytest.mark.parametrize("name", SEEN_BY_WORKERS)
def test_pages_of_a_list_are_for_who_may_see_its_entities(world: World, cast: Cast, name: str) -> None:
    address = page(world, name)
    seen(cast, "amina", address)
    assert cast.client("ben").get(address).status_code == SEEN_BY_WORKERS[name]
    assert cast.client("chol").get(address).status_code == 404
    for who in ("device", "token", "nobody"):  # pages are for people
        assert cast.client(who).get(address).status_code == 302, who


@pytest.mark.parametrize("name", OF_ONE)
def test_an_entity_is_for_who_may_see_it(world: World, cast: Cast, name: str) -> None:
    world.send(CREATE, "Ada")
    address = page(world, name, UUID)
    for who in ("amina", "ben"):
        assert "Ada" in seen(cast, who, address)
    for who in ("dina", "chol"):  # Dina's district holds none of this list
        assert cast.client(who).get(address).status_code == 404
    assert cast.client("amina").get(page(world, name, OTHER)).status_code == 404


def test_the_lists_tell_what_is_in_them_and_which_forms_make_and_read_them(world: World, cast: Cast) -> None:
    clashing(world)
    text = seen(cast, "amina", reverse("forms-lists:lists"))
    assert "full_name, age" in text
    assert f"{page(world, 'table')}?conflict=any" in text
    assert "people" in text
    assert "full_name" not in seen(cast, "chol", reverse("forms-lists:lists"))
    assert "?conflict=any" not in seen(cast, "dina", reverse("forms-lists:lists")), "she sees no entity of it"


def test_a_table_is_searched_narrowed_sorted_and_taken_out(world: World, cast: Cast) -> None:
    clashing(world)
    for uuid, label, age in ((OTHER, "Ida", "7"), (UUID.replace("abc", "abe"), "=SUM(1)", "9")):
        create_entity(world.actor, world.dataset, {"uuid": uuid, "label": label, "data": {"age": age}})
    address = page(world, "table")
    assert "1 result" in seen(cast, "ben", f"{address}?q=ida") and "Ida" in seen(cast, "ben", f"{address}?q=ida")
    hard = seen(cast, "ben", f"{address}?conflict=hard")
    assert "1 result" in hard and "One property got two values" in hard
    assert "Nothing matches" in seen(cast, "ben", f"{address}?conflict=soft")
    by_age = seen(cast, "ben", f"{address}?sort=-p:age")
    assert by_age.index("=SUM(1)") < by_age.index("Ida") < by_age.index("Ada")
    text = seen(cast, "ben", f"{address}?export=csv&columns=*&sort=label").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Label"] for row in rows] == ["'=SUM(1)", "Ada", "Ida"]
    assert rows[1]["age"] == "22"
    assert AuditEntry.objects.filter(verb="export", kind="forms.entity").count() == 1


def test_the_page_of_an_entity_tells_what_each_version_changed_and_where_it_came_from(world: World, cast: Cast) -> None:
    clashing(world)
    text = seen(cast, "amina", page(world, "entity", UUID))
    assert "Version 3" in text and "made looking at version 1" in text
    assert text.count("/records/") == 3
    assert text.index("Ada B") < text.index("Version 2"), "the newest comes first"
    assert AuditEntry.objects.filter(verb="read", kind="forms.entity", object_id=UUID).exists()
    assert "/records/" in seen(cast, "ben", page(world, "entity", UUID))


def test_an_edit_is_a_version_of_what_was_changed_alone(world: World, cast: Cast) -> None:
    world.send(CREATE, "Ada", name="Ada L", age="20")
    sent = {"label": "Ada", "p:full_name": "Ada L", "p:age": "21", "based_on": "1"}
    assert cast.client("ben").post(page(world, "change", UUID), sent).status_code == 302
    version = world.entity.versions.get(number=2)
    assert (version.received, version.created_by) == ({"age": "21"}, cast.ben)
    sent["based_on"] = "2"
    assert cast.client("ben").post(page(world, "change", UUID), sent).status_code == 302
    assert world.entity.version == 2, "nothing was changed"
    assert cast.client("ben").post(page(world, "change", UUID), sent | {"label": " "}).status_code == 422
    assert cast.client("dina").post(page(world, "change", UUID), sent | {"label": "D"}).status_code == 404
    assert cast.client("token").post(page(world, "change", UUID), sent | {"label": "D"}).status_code in (302, 403)
    assert world.entity.label == "Ada"


def test_an_edit_of_an_older_version_is_shown_again_before_it_is_saved(world: World, cast: Cast) -> None:
    world.send(CREATE, "Ada", age="20")
    change_entity(world.actor, world.entity, {"data": {"full_name": "Ada L"}}, "1")
    sent = {"label": "Ada", "p:full_name": "Ada L", "p:age": "21", "based_on": "1"}
    answer = cast.client("ben").post(page(world, "change", UUID), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "in the meantime" in text and 'value="21"' in text and 'name="based_on" value="2"' in text
    assert world.entity.version == 2


def test_an_entity_is_added_by_hand(world: World, cast: Cast) -> None:
    sent = {"label": "Ida", "p:age": "7"}
    assert cast.client("ben").post(page(world, "add"), sent).status_code == 302
    made = Entity.objects.get()
    assert (made.label, made.data, made.created_by) == ("Ida", {"age": "7"}, cast.ben)
    assert cast.client("ben").post(page(world, "add"), {"p:age": "7"}).status_code == 422
    assert cast.client("chol").post(page(world, "add"), sent).status_code == 404
    assert cast.client("dina").post(page(world, "add"), sent).status_code == 403
    assert Entity.objects.count() == 1


def test_what_is_deleted_comes_back_or_goes_for_good(world: World, cast: Cast) -> None:
    world.send(CREATE, "Ada")
    amina, ben = cast.client("amina"), cast.client("ben")
    assert ben.post(page(world, "delete", UUID)).status_code == 403
    assert amina.post(page(world, "delete", UUID)).status_code == 302
    assert ben.get(page(world, "entity", UUID)).status_code == 404
    assert "Bring back" in seen(cast, "amina", page(world, "deleted"))
    assert amina.get(page(world, "change", UUID)).status_code == 302
    assert ben.post(page(world, "restore", UUID)).status_code == 404
    assert amina.post(page(world, "restore", UUID)).status_code == 302
    assert world.entity.deleted_at is None
    assert amina.post(page(world, "purge", UUID)).status_code == 302
    assert Entity.objects.exists(), "only what was deleted is purged"

    amina.post(page(world, "delete", UUID))
    assert "cannot be undone" in seen(cast, "amina", page(world, "purge", UUID))
    assert ben.post(page(world, "purge", UUID)).status_code == 404
    assert amina.post(page(world, "purge", UUID)).status_code == 302
    assert not Entity.objects.exists()
    assert str(PurgedEntity.objects.get().entity_id) == UUID


def test_a_conflict_is_settled_with_a_value_from_each_version(world: World, cast: Cast) -> None:
    clashing(world)
    address = page(world, "conflict", UUID)
    text = seen(cast, "ben", address)
    assert "two values" in text
    assert 'name="choice:age" value="2"' in text and 'name="choice:full_name" value="1"' in text
    assert 'name="choice:label"' not in text, "all agree on it"

    sent = {"based_on": "3", "choice:age": "2", "choice:full_name": "other", "written:full_name": "Ada Lovelace"}
    assert cast.client("ben").post(address, sent).status_code == 302
    entity = world.entity
    assert (entity.conflict, entity.version, entity.resolved_version) == ("", 4, 4)
    assert entity.data == {"full_name": "Ada Lovelace", "age": "21"}
    assert entity.versions.get(number=4).received == {"full_name": "Ada Lovelace", "age": "21"}
    assert AuditEntry.objects.get(verb="resolve").object_id == UUID
    assert "Settled conflict" in seen(cast, "ben", page(world, "entity", UUID))
    assert cast.client("ben").get(address).status_code == 302
    assert cast.client("ben").post(address, sent).status_code == 302
    assert world.entity.version == 4


def test_a_conflict_is_settled_by_keeping_what_is_there(world: World, cast: Cast) -> None:
    clashing(world)
    address = page(world, "conflict", UUID)
    for who in ("dina", "chol"):
        assert cast.client(who).post(address, {"based_on": "3", "keep": "1"}).status_code == 404
    assert world.entity.conflict == "hard"
    assert cast.client("ben").post(address, {"based_on": "2", "keep": "1"}).url == address  # type: ignore[attr-defined]
    assert world.entity.conflict == "hard", "it has changed since"
    cast.client("ben").post(address, {"based_on": "3", "keep": "1", "choice:age": "1"})
    entity = world.entity
    assert (entity.conflict, entity.version, entity.data["age"]) == ("", 3, "22")


def test_what_waits_says_for_what_and_is_taken_before_its_time_by_who_may(world: World, cast: Cast) -> None:
    world.send(CREATE, "Ada", age="20")
    world.send(OFFLINE.format(2), age="22")
    held, address = HeldSubmission.objects.get(), page(world, "waiting")
    text = seen(cast, "amina", address)
    assert "Ada" in text and "change of version 1" in text and "Take it now" in text
    assert "Take it now" not in seen(cast, "ben", address)
    assert "Ada" not in seen(cast, "dina", address)
    force = page(world, "force", held.pk)
    assert cast.client("ben").post(force).status_code == 403
    assert cast.client("chol").post(force).status_code == 404
    assert cast.client("amina").post(page(world, "force", held.pk + 1)).status_code == 404
    assert world.entity.version == 1
    assert cast.client("amina").post(force).status_code == 302
    finish()
    assert (world.entity.version, world.entity.data["age"]) == (2, "22")
    assert AuditEntry.objects.get(verb="force").actor == world.actor.label
    assert "Nothing waits" in seen(cast, "amina", address)


def test_the_lists_cost_a_fixed_number_of_queries(world: World, cast: Cast, django_assert_max_num_queries: Any) -> None:
    amina = cast.client("amina")
    clashing(world)
    create_entity(world.actor, world.dataset, {"uuid": OTHER, "label": "Ida"})
    delete_entities(world.actor, world.dataset, [OTHER])
    for address in (reverse("forms-lists:lists"), *(page(world, each) for each in ("table", "deleted", "waiting"))):
        with django_assert_max_num_queries(25):
            amina.get(address)


def test_settings_say_who_gets_which_part(world: World, cast: Cast) -> None:
    CollectorProperty.objects.create(project=world.project, name="area")
    amina, address = cast.client("amina"), page(world, "settings")
    sent = {"given": "rules", "rules": "age = area\nfull_name=area", "place_property": "age", "roles": ["collector"]}
    for wrong in ({"rules": ""}, {"rules": "age"}, {"rules": "age = nothing"}, {"place_property": "sex"}):
        assert amina.post(address, sent | wrong).status_code == 422, wrong
    for who in ("ben", "dina"):
        assert cast.client(who).post(address, sent).status_code == 403
    assert not world.dataset.rules.exists()

    assert amina.post(address, sent).status_code == 302
    dataset = world.dataset
    assert [str(each) for each in dataset.rules.all()] == ["age = area", "full_name = area"]
    assert (dataset.place_property.name, dataset.roles) == ("age", ["collector"])
    text = seen(cast, "ben", page(world, "about"))
    assert "full_name = area" in text and "by “age”" in text and "only with the role" in text
    assert "age = area" in seen(cast, "amina", address)
    assert amina.post(address, {"given": "own", "approval_required": "on"}).status_code == 302
    dataset = world.dataset
    assert (dataset.is_own_only, dataset.approval_required, dataset.place_property) == (True, True, None)
    assert not dataset.rules.exists()


def test_who_ends_approval_says_what_becomes_of_records_that_waited(world: World, cast: Cast) -> None:
    amina, address = cast.client("amina"), page(world, "settings")
    for converts in ({}, {"converts": "on"}):
        amina.post(address, {"given": "everything", "approval_required": "on"})
        world.send(CREATE, "Ada", uuid=UUID if converts else OTHER)
        amina.post(address, {"given": "everything", **converts})
        finish()
        assert Entity.objects.count() == (2 if converts else 0)


def test_a_long_list_is_sorted_by_what_an_index_has_and_says_when_it_shows_a_part(
    world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, age in ((1, "9"), (2, "7"), (3, "8")):
        create_entity(world.actor, world.dataset, {"label": f"Person {number}", "data": {"age": age}})
    address = page(world, "table")
    assert 'sort=p%3Aage"' in seen(cast, "ben", address)
    monkeypatch.setattr("pamoja.apps.forms.listing.access.LONG", 2)
    text = seen(cast, "ben", f"{address}?sort=p:age")
    assert 'sort=p%3Aage"' not in text and "sort=label" in text
    assert text.index("Person 3") < text.index("Person 2") < text.index("Person 1"), "the newest first"
    monkeypatch.setattr("pamoja.apps.forms.listing.specs.MOST_FOUND", 2)
    monkeypatch.setattr("pamoja.apps.forms.listing.views.lists.MOST_FOUND", 2)
    assert "Only the newest 2" in seen(cast, "ben", f"{address}?q=person")
    assert "Only the newest" not in seen(cast, "ben", f"{address}?q=person+3")
