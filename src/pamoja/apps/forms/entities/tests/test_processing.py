"""From a record that comes in to the entities that it makes and changes."""

from datetime import timedelta

import pytest

from pamoja.apps.forms.entities import pending
from pamoja.apps.forms.entities.tests.world import BRANCH, UUID, World, finish
from pamoja.apps.forms.models import Entity, EntityFault, EntityVersion, HeldSubmission, Submission
from pamoja.apps.forms.services import delete_submission
from pamoja.apps.forms.services.entities import change_dataset, delete_entities, force_waiting
from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.events.models import Event
from pamoja.core.events.services import emit
from pamoja.core.testing.cast import Cast

CREATE, UPDATE = 'create="1"', 'update="1" baseVersion="{}"'
OFFLINE = f'update="1" baseVersion="{{}}" trunkVersion="1" branchId="{BRANCH}"'


def test_a_record_makes_an_entity_with_all_that_is_saved_to_it(world: World) -> None:
    world.send(CREATE, "Ada", name="Ada L", age="20")
    entity = world.entity
    assert (entity.label, entity.data, entity.version) == ("Ada", {"full_name": "Ada L", "age": "20"}, 1)
    assert entity.created_by == world.actor.user
    version = entity.versions.get()
    assert version.source.submission_version.instance_id == "uuid:1"
    assert version.received == {"full_name": "Ada L", "age": "20", "label": "Ada"}
    told = AuditEntry.objects.get(kind="forms.entity", verb="create")
    assert (told.object_id, told.actor) == (UUID, world.actor.label)
    assert "Ada" not in str(told.detail)
    assert Event.objects.filter(name="entity.created", object_id=UUID).count() == 1


def test_telling_of_a_record_twice_changes_nothing(world: World) -> None:
    world.send(CREATE, "Ada")
    submission = Submission.objects.get()
    told = Event.objects.get(name="submission.received").data
    emit(world.actor.workspace, "submission.edited", submission, **told)
    finish()
    assert (Entity.objects.count(), EntityVersion.objects.count(), EntityFault.objects.count()) == (1, 1, 0)


def test_later_records_change_it_and_clash_when_they_looked_at_an_older_version(world: World) -> None:
    world.send(CREATE, "Ada", age="20")
    world.send(UPDATE.format(1), name="Ada L", age="")
    assert (world.entity.label, world.entity.data, world.entity.conflict) == (
        "Ada",
        {"full_name": "Ada L", "age": ""},
        "",
    )
    world.send(UPDATE.format(1), name="Ada B")
    entity = world.entity
    assert (entity.version, entity.conflict, entity.data["full_name"]) == (3, "hard", "Ada B")
    assert entity.versions.get(number=3).conflicting == ["full_name"]


def test_offline_changes_wait_for_the_one_before_them(world: World) -> None:
    world.send(CREATE, "Ada", age="20")
    world.send(OFFLINE.format(3), age="23")
    world.send(OFFLINE.format(2), age="22")
    assert (world.entity.version, HeldSubmission.objects.count()) == (1, 2)
    world.send(OFFLINE.format(1), age="21")
    entity = world.entity
    assert (entity.version, entity.data["age"], entity.conflict) == (4, "23", "")
    assert [v.received["age"] for v in entity.versions.all()][1:] == ["21", "22", "23"]
    assert not HeldSubmission.objects.exists()


def test_waiting_ends_after_five_days(world: World) -> None:
    world.send(OFFLINE.format(2), age="22")
    assert (force_waiting(), Entity.objects.count()) == (0, 0)
    HeldSubmission.objects.update(held_at=now() - timedelta(days=5, minutes=1))
    assert force_waiting() == 1
    assert (world.entity.label, world.entity.data) == ("auto generated", {"age": "22"})
    world.send(CREATE, "Ada", age="20")
    entity = world.entity
    assert (entity.version, entity.label, entity.conflict) == (2, "Ada", "hard")
    assert entity.versions.get(number=2).was_create


def test_an_approval_makes_entities_where_a_list_asks_for_it(world: World) -> None:
    change_dataset(world.actor, world.dataset, approval_required=True)
    world.send(CREATE, "Ada")
    assert not Entity.objects.exists()
    submission = Submission.objects.get()
    emit(world.actor.workspace, "submission.reviewed", submission, state="rejected", by=world.actor.label)
    finish()
    assert not Entity.objects.exists()
    emit(world.actor.workspace, "submission.reviewed", submission, state="approved", by="user:reviewer")
    finish()
    assert world.entity.versions.get().source.caused_by == "user:reviewer"
    assert world.entity.created_by == world.actor.user


@pytest.mark.parametrize("at_once", [1, 50])
def test_a_list_that_asks_for_approval_no_more_takes_what_waited(
    world: World, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "AT_ONCE", at_once)
    change_dataset(world.actor, world.dataset, approval_required=True)
    world.send(CREATE, "Ada")
    world.send(CREATE, "", uuid=UUID.replace("abc", "abd"))
    change_dataset(world.actor, world.dataset, is_converting=True, approval_required=False)
    finish()
    assert [each.label for each in Entity.objects.all()] == ["Ada"]
    assert EntityFault.objects.get().details == {"field": "label"}


@pytest.mark.parametrize(
    ("attributes", "label", "uuid", "code"),
    [
        (CREATE, "", UUID, "400.2"),
        (CREATE, "Ada", "x", "400.11"),
        (UPDATE.format(1), "", UUID, "404.8"),
    ],
)
def test_what_is_refused_is_kept_beside_the_record(
    world: World, attributes: str, label: str, uuid: str, code: str
) -> None:
    world.send(attributes, label, uuid=uuid)
    assert (Submission.objects.count(), Entity.objects.count()) == (1, 0)
    assert EntityFault.objects.get().refusal == code
    assert AuditEntry.objects.get(verb="entity-error").detail["refusal"] == code


def test_a_deleted_entity_is_neither_changed_nor_made_again(world: World) -> None:
    world.send(CREATE, "Ada")
    delete_entities(world.actor, world.dataset, [UUID])
    world.send(UPDATE.format(1), age="3")
    world.send(CREATE, "Ada")
    assert list(EntityFault.objects.order_by("id").values_list("refusal", flat=True)) == ["404.11", "409.19"]


def test_a_record_that_was_put_aside_makes_nothing(world: World) -> None:
    change_dataset(world.actor, world.dataset, approval_required=True)
    world.send(CREATE, "Ada")
    submission = Submission.objects.get()
    delete_submission(world.actor, submission)
    emit(world.actor.workspace, "submission.reviewed", submission, state="approved", by="user:reviewer")
    finish()
    assert not Entity.objects.exists()


def test_what_a_device_sent_is_the_devices(world: World, cast: Cast) -> None:
    device = cast.actor("device")
    world.send(CREATE, "Ada", actor=device)
    assert (world.entity.created_by, world.entity.created_with) == (None, cast.device)
