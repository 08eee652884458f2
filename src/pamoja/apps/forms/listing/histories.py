"""What the page of an entity tells of its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pamoja.apps.forms.entities.histories import judged, record_of, recorded, seen_records, versions_of
from pamoja.apps.forms.listing.specs import maker_words
from pamoja.apps.forms.models import Entity, EntityVersion
from pamoja.apps.forms.seeing.shown import record_words
from pamoja.core.permissions import Actor
from pamoja.engines.entities import Difference, Judged, differences


@dataclass(frozen=True)
class Told:
    """One version: what is to be said of it, what it changed, by whom, and from where (with a link, if any)."""

    row: EntityVersion
    judged: Judged
    changes: Sequence[Difference]
    maker: str
    source: str
    source_url: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it clashes, and nobody has settled that."""
        return bool(self.judged.conflict) and not self.judged.is_resolved


def told_versions(actor: Actor, entity: Entity) -> list[Told]:
    """The versions of an entity, the oldest first. A source that the actor may not see is not named."""
    rows = versions_of(entity)
    seen = seen_records(actor, rows)
    changes = [[], *differences([recorded(row) for row in rows])]
    return [
        Told(row, verdict, changed, maker_words(row), *_source(row, seen))
        for row, verdict, changed in zip(rows, judged(entity, rows), changes, strict=True)
    ]


def _source(row: EntityVersion, seen: set[int]) -> tuple[str, str]:
    submission = record_of(row)
    if submission is None:
        return _without_record(row.source.details), ""
    form = submission.form
    if submission.pk not in seen:
        return _("a record of %(form)s") % {"form": form}, ""
    words = {"record": record_words(submission), "form": form}
    address = reverse("forms-seeing:record", args=[form.pk, submission.public_id])
    return _("%(record)s, a record of %(form)s") % words, address


def _without_record(details: dict[str, Any]) -> str:
    if name := details.get("name"):
        return _("the file %(name)s") % {"name": name}
    return _("written by hand or by a program")
