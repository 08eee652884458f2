"""Agreements that a side may see, and the records that one lets through."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet

from pamoja.core.agreements.models import Agreement
from pamoja.core.agreements.problems import NOT_AGREED, NOT_IN_FORCE
from pamoja.core.agreements.sharing import ROWS, SHAREABLE
from pamoja.core.audit.services import Act, record_all
from pamoja.core.clock import now
from pamoja.core.permissions import KINDS, Actor, Held, Kind, kind_of, require_at_all, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.workspaces.context import workspace_active

MOST_ROWS = 1000


@dataclass(frozen=True)
class SharedRow:
    """A record of the other side: its public id and the agreed fields, no more. `key` only pages on."""

    key: int
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
    """Up to `MOST_ROWS` records that the agreement lets this person of the receiving side see, from after a key.

    Both audits show each use, also one that found nothing. The agreement is read anew: who holds a copy from before
    its end sees nothing more. Raises Problem.
    """
    kind = kind_of(model)
    with transaction.atomic():
        current = Agreement.objects.select_related("giver", "receiver").get(pk=agreement.pk)
        fields = _agreed_fields(kind, actor, current)
        with workspace_active(current.giver):
            rows = _rows(model, kind, actor, current).filter(pk__gt=after).order_by("pk")[:MOST_ROWS]
            found = [SharedRow(row.pk, _public_id(row), {name: getattr(row, name) for name in fields}) for row in rows]
        _record_use(actor, current, kind, len(found))
    return found


def shared_words(agreement: Agreement) -> list[tuple[str, str, list[str]]]:
    """What it shares: each kind with its name in words and its fields in words."""
    return [
        (
            kind,
            str(KINDS[kind].model._meta.verbose_name_plural),
            [str(SHAREABLE.get(kind, {}).get(name, name)) for name in names],
        )
        for kind, names in agreement.fields.items()
        if kind in KINDS
    ]


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


def _rows(model: type[models.Model], kind: Kind, actor: Actor, agreement: Agreement) -> "QuerySet[Any]":
    """The giver's records in the agreed places that the reader's own grants reach, too."""
    rows: QuerySet[Any] = model._default_manager.filter(ROWS.get(kind.name, Q()), workspace=agreement.giver)
    if agreement.place_paths:
        rows = rows.filter(_below(kind, agreement.place_paths))
    holds = [held for held in actor.grants if held.allows(kind, "view")]
    if any(_reaches_all(held, kind) for held in holds):
        return rows
    return rows.filter(_below(kind, [held.place_path for held in holds if held.scope == "place" and held.place_path]))


def _reaches_all(held: Held, kind: Kind) -> bool:
    """Whether a grant reaches every record; teams, owners and assignments are of the reader's own side only."""
    return held.scope == "workspace" or (held.scope != "assigned" and "view" in kind.common)


def _below(kind: Kind, paths: Iterable[str]) -> Q:
    """In one of these places; a kind without a place is in none."""
    reach = Q(pk__in=[])
    for path in paths if kind.place else ():
        reach |= Q(**{f"{kind.place}__startswith": path})
    return reach


def _record_use(actor: Actor, agreement: Agreement, kind: Kind, count: int) -> None:
    act = Act("see-shared", kind.name, detail={"agreement": str(agreement.public_id), "rows": count})
    for side in (agreement.giver, agreement.receiver):
        record_all([(actor, act)], side)


def _public_id(row: Any) -> str:
    return str(getattr(row, "public_id", row.pk))
