"""The versions of an entity with what is to be said of each."""

from collections.abc import Iterable, Sequence

from pamoja.apps.forms.models import Entity, EntityVersion, Submission
from pamoja.core.permissions import Actor, visible
from pamoja.engines.entities import Judged, Recorded, judge

RELATED = ("created_by", "created_with", "source__submission_version__submission__form")
HEAVY = ("source__submission_version__xml",)


def versions_of(entity: Entity) -> list[EntityVersion]:
    """All versions, the oldest first, with who and what made them."""
    return list(entity.versions.select_related(*RELATED).defer(*HEAVY))


def recorded(row: EntityVersion) -> Recorded:
    """A version as the rules read it."""
    branch = str(row.branch_id) if row.branch_id else None
    said = (row.received, row.base_version, branch, row.trunk_version, row.conflicting, row.was_create)
    return Recorded(row.number, row.label, row.data, *said)


def judged(entity: Entity, rows: Sequence[EntityVersion]) -> list[Judged]:
    """What is to be said of each version, in their order."""
    return judge([recorded(row) for row in rows], entity.resolved_version)


def record_of(row: EntityVersion) -> Submission | None:
    """The record that a version was made of, if it was one and is still here."""
    sent = row.source.submission_version
    return sent.submission if sent else None


def seen_records(actor: Actor, rows: Iterable[EntityVersion]) -> set[int]:
    """The keys of the records behind these versions that the actor may see: of others no more is told than the id."""
    keys = {found.pk for row in rows if (found := record_of(row))}
    return set(visible(Submission.objects.filter(pk__in=keys), actor).values_list("pk", flat=True)) if keys else set()
