"""Agreements that a side may see, and the records that one lets through."""

from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet

from pamoja.core.agreements.models import Agreement
from pamoja.core.agreements.problems import NOT_AGREED, NOT_IN_FORCE
from pamoja.core.agreements.sharing import SHAREABLE
from pamoja.core.audit.services import Act, record_all
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, Kind, kind_of, require_at_all, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.workspaces.context import workspace_active

MOST_ROWS = 1000


@dataclass(frozen=True)
class SharedRow:
    """A record of the other side: its public id and the agreed fields, no more."""

    public_id: str
    values: dict[str, Any]


def agreements(actor: Actor) -> QuerySet[Agreement]:
    """The agreements of this workspace, on either side."""
    return visible(Agreement.objects.all(), actor).select_related("giver", "receiver")


def is_in_force(agreement: Agreement) -> bool:
    """Whether it is accepted, not ended, and today is in its period."""
    today = now().date()
    is_open = agreement.accepted_at is not None and agreement.ended_at is None
    return is_open and agreement.starts <= today <= agreement.ends


def shared(model: type[models.Model], actor: Actor, agreement: Agreement, after: int = 0) -> list[SharedRow]:
    """Up to `MOST_ROWS` records that the agreement lets the receiving side see, by key, from after a key.

    Both audits show each use, also one that found nothing. Raises Problem.
    """
    kind = kind_of(model)
    fields = _agreed_fields(kind, actor, agreement)
    with transaction.atomic():
        with workspace_active(agreement.giver):
            rows = _rows(model, kind, agreement).filter(pk__gt=after).order_by("pk")[:MOST_ROWS]
            found = [SharedRow(_public_id(row), {name: getattr(row, name) for name in fields}) for row in rows]
        _record_use(actor, agreement, kind, len(found))
    return found


def _agreed_fields(kind: Kind, actor: Actor, agreement: Agreement) -> list[str]:
    """The fields that both the agreement and the app allow; checks side, period and role."""
    if actor.workspace is None or actor.workspace.pk != agreement.receiver_id:
        raise Problem(NOT_FOUND)
    require_at_all(actor, "view", kind.name)
    if not is_in_force(agreement):
        raise Problem(NOT_IN_FORCE)
    allowed = SHAREABLE.get(kind.name, {})
    fields = [name for name in agreement.fields.get(kind.name, ()) if name in allowed]
    if not fields or kind.is_protected:
        raise Problem(NOT_AGREED)
    return fields


def _rows(model: type[models.Model], kind: Kind, agreement: Agreement) -> "QuerySet[Any]":
    rows: QuerySet[Any] = model._default_manager.filter(workspace=agreement.giver)
    if not agreement.place_paths:
        return rows
    if not kind.place:
        return rows.none()
    reach = Q()
    for path in agreement.place_paths:
        reach |= Q(**{f"{kind.place}__startswith": path})
    return rows.filter(reach)


def _record_use(actor: Actor, agreement: Agreement, kind: Kind, count: int) -> None:
    act = Act("see-shared", kind.name, detail={"agreement": str(agreement.public_id), "rows": count})
    for side in (agreement.giver, agreement.receiver):
        record_all([(actor, act)], side)


def _public_id(row: Any) -> str:
    return str(getattr(row, "public_id", row.pk))
