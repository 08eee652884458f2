"""What another process does just before the lock is held counts: nothing is done twice, and nothing is lost.

Each test lets the other one act at the last moment at which it can.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from pamoja.apps.forms.entities import changing, processing, purging, waiting
from pamoja.apps.forms.entities.tests.world import BRANCH, UUID, World, finish
from pamoja.apps.forms.models import Dataset, Entity, EntityVersion, HeldSubmission, Submission
from pamoja.apps.forms.services.entities import (
    change_entity,
    create_entity,
    delete_entities,
    force_held,
    purge_entities,
    purge_entity,
    restore_entities,
)
from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.problems import NOT_FOUND, Problem

OFFLINE = f'update="1" baseVersion="{{}}" trunkVersion="1" branchId="{BRANCH}"'


def before_the_lock(monkeypatch: pytest.MonkeyPatch, module: Any, act: Callable[[], object]) -> None:
    """Let `act` happen once, just before the module gets the lock of a list."""
    held, waiting_acts = module.lock, [act]

    def lock(dataset: Dataset) -> Dataset:
        if waiting_acts:
            waiting_acts.pop()()
        found: Dataset = held(dataset)
        return found

    monkeypatch.setattr(module, "lock", lock)


@pytest.fixture
def deleted(world: World) -> Entity:
    create_entity(world.actor, world.dataset, {"uuid": UUID, "label": "Ada"})
    delete_entities(world.actor, world.dataset, [UUID])
    return world.entity


def test_what_was_brought_back_just_now_is_not_purged(
    world: World, deleted: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_the_lock(monkeypatch, purging, lambda: restore_entities(world.actor, world.dataset, [UUID]))
    with pytest.raises(Problem) as refused:
        purge_entity(world.actor, deleted)
    assert refused.value.kind == NOT_FOUND

    before_the_lock(monkeypatch, purging, lambda: restore_entities(world.actor, world.dataset, [UUID]))
    assert purge_entities(world.actor, before=now()) == 0
    assert world.entity.deleted_at is None


@pytest.mark.parametrize("is_gone", [False, True])
def test_what_was_put_away_or_purged_just_now_is_not_changed(
    world: World, monkeypatch: pytest.MonkeyPatch, is_gone: bool
) -> None:
    entity = create_entity(world.actor, world.dataset, {"uuid": UUID, "label": "Ada"})

    def put_away() -> None:
        delete_entities(world.actor, world.dataset, [UUID])
        if is_gone:
            purge_entities(world.actor, before=now())

    before_the_lock(monkeypatch, changing, put_away)
    with pytest.raises(Problem) as refused:
        change_entity(world.actor, entity, {"label": "Eda"}, "1")
    assert refused.value.kind == NOT_FOUND
    assert not Entity.objects.filter(label="Eda").exists()


def test_what_went_on_just_now_is_not_forced(world: World) -> None:
    world.send('create="1"', "Ada", age="20")
    world.send(OFFLINE.format(2), age="22")
    held = HeldSubmission.objects.get()
    world.send(OFFLINE.format(1), age="21")
    assert (world.entity.version, world.entity.conflict) == (3, "")
    force_held(world.actor, world.dataset, held)
    assert (world.entity.version, world.entity.conflict) == (3, "")
    assert not AuditEntry.objects.filter(verb="force").exists()


def test_a_record_that_another_worker_took_just_now_is_not_taken_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.send('create="1"', "Ada", age="20")
    world.send('update="1" baseVersion="1"', age="21")
    submission = Submission.objects.latest("pk")
    EntityVersion.objects.filter(number=2).delete()
    Entity.objects.update(version=1)
    sent = submission.versions.get()
    cause = processing.Cause("submission.received", now(), world.actor.label)
    rows = processing.Submission.objects
    asked: list[bool] = []

    def locked(*args: Any, **kwargs: Any) -> Any:
        if not asked:
            asked.append(True)
            processing.process_submission(sent, cause)
        return type(rows).select_for_update(rows, *args, **kwargs)

    monkeypatch.setattr(rows, "select_for_update", locked, raising=False)
    with transaction.atomic():
        processing.process_submission(sent, cause)
    finish()
    assert asked and (world.entity.version, world.entity.conflict) == (2, "")
    assert waiting.HeldSubmission.objects.count() == 0
