"""What was put away goes for good after a while; ids stay, so that devices drop it and nobody uses them again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from pamoja.apps.forms.entities.lists import touch
from pamoja.apps.forms.entities.writing import lock
from pamoja.apps.forms.models import (
    Dataset,
    DatasetSource,
    Entity,
    EntitySource,
    EntityVersion,
    HeldSubmission,
    PurgedEntity,
)
from pamoja.core.audit.services import record
from pamoja.core.bulk import insert_rows
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import NOT_FOUND, Problem

KEPT = timedelta(days=30)
AT_ONCE = 1000


def purge_entities(actor: Actor, before: datetime | None = None) -> int:
    """Remove entities that were put away before a time (30 days ago); returns how many."""
    return forget_entities(actor, Entity.objects.filter(deleted_at__lt=before or now() - KEPT))


def forget_entities(actor: Actor, gone: QuerySet[Entity]) -> int:
    """Remove these entities, put away or not; returns how many."""
    lists = list(Dataset.objects.filter(pk__in=gone.order_by().values("dataset")))
    count = 0
    for dataset in lists:
        with transaction.atomic():
            count += _purge_of(actor, lock(dataset), gone.filter(dataset=dataset))
    return count


def purge_entity(actor: Actor, entity: Entity) -> None:
    """Remove one entity that was put away, with all its versions, before its time. Raises NOT_ALLOWED, NOT_FOUND."""
    with transaction.atomic():
        require(actor, "delete", entity)
        dataset = lock(entity.dataset)
        gone = Entity.objects.filter(pk=entity.pk, deleted_at__isnull=False)
        if not gone.exists():
            raise Problem(NOT_FOUND)
        _purge_of(actor, dataset, gone)


def purge_datasets(actor: Actor, before: datetime | None = None) -> int:
    """Remove lists that were put away before a time (30 days ago), with all that is in them; returns how many."""
    found = list(Dataset.objects.filter(deleted_at__lt=before or now() - KEPT))
    for dataset in found:
        with transaction.atomic():
            lock(dataset)
            _forget(dataset, Entity.objects.filter(dataset=dataset))
            writing = DatasetSource.objects.filter(dataset=dataset).values("version")
            HeldSubmission.objects.filter(submission_version__form_version__in=writing).delete()
            record(actor, "purge", dataset, name=dataset.name)
            emit(actor.workspace, "dataset.purged", dataset)
            dataset.delete()
    return len(found)


def _purge_of(actor: Actor, dataset: Dataset, gone: QuerySet[Entity]) -> int:
    """With the list locked: what is brought back at this moment is brought back before, or not at all."""
    count = _forget(dataset, gone)
    touch(dataset)
    record(actor, "purge-entities", dataset, count=count)
    emit(actor.workspace, "entities.purged", dataset, count=count)
    return count


def _forget(dataset: Dataset, gone: QuerySet[Entity]) -> int:
    """Remove rows in batches; sources that nothing is made of any more go with them."""
    count = 0
    while rows := list(gone.order_by("id").values_list("pk", "public_id")[:AT_ONCE]):
        keys, ids = [pk for pk, _id in rows], [public_id for _pk, public_id in rows]
        insert_rows([PurgedEntity(dataset=dataset, entity_id=each) for each in ids])
        HeldSubmission.objects.filter(entity_id__in=ids).delete()
        versions = EntityVersion.objects.filter(entity__in=keys)
        sources = list(versions.order_by().values_list("source", flat=True).distinct())
        versions.delete()
        Entity.objects.filter(pk__in=keys).delete()
        EntitySource.objects.filter(pk__in=sources, versions=None).delete()
        count += len(rows)
    return count
