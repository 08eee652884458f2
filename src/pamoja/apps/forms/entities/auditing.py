"""What was done to one entity, read from the audit: to it alone, and to many in one go."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.apps.forms.models import Entity, EntityVersion
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import chain_of

WITH_MANY = ("create-entities", "delete-entities", "restore-entities")


@dataclass(frozen=True)
class EntityAct:
    """One act on an entity and, when it made a version, that version."""

    entry: AuditEntry
    version: EntityVersion | None = None


def acts_on(entity: Entity) -> Iterator[EntityAct]:
    """The acts on an entity, the newest first."""
    versions = list(entity.versions.select_related("source__submission_version__submission"))
    by_key = {each.pk: each for each in versions}
    by_source = {each.source_id: each for each in versions}
    for entry in sorted([*_own(entity), *_with_others(entity, set(by_source))], key=lambda e: -e.sequence):
        detail = entry.detail
        yield EntityAct(entry, by_key.get(detail.get("entity_version")) or by_source.get(detail.get("source")))


def _own(entity: Entity) -> Iterator[AuditEntry]:
    chain = chain_of(entity.workspace)
    yield from AuditEntry.objects.filter(chain=chain, kind="forms.entity", object_id=str(entity.public_id))


def _with_others(entity: Entity, sources: set[int]) -> Iterator[AuditEntry]:
    chain, of_list = chain_of(entity.workspace), str(entity.dataset.public_id)
    acts = AuditEntry.objects.filter(chain=chain, kind="forms.dataset", object_id=of_list, verb__in=WITH_MANY)
    for entry in acts.order_by("sequence"):
        if entry.detail.get("source") in sources or str(entity.public_id) in entry.detail.get("entities", ()):
            yield entry
