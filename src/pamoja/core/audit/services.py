"""Appending to the audit chain; called by every service beside its write, in the same transaction."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models, transaction

from pamoja.core.audit.models import AuditEntry, AuditHead
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, kind_of
from pamoja.core.workspaces.models import Workspace

DEPLOYMENT = "deployment"


@dataclass(frozen=True)
class Act:
    """One thing done: the verb, the kind, the public id of the row, and field names or counts."""

    verb: str
    kind: str
    object_id: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def record(actor: Actor, verb: str, row: models.Model, **detail: Any) -> None:
    """Append one act on one row. `detail` must hold no personal values."""
    record_many(actor, [Act(verb, kind_of(type(row)).name, str(getattr(row, "public_id", row.pk)), detail)])


def record_many(actor: Actor, acts: Sequence[Act]) -> None:
    """Append several acts of one actor with one lock of the chain's head."""
    record_all([(actor, act) for act in acts], actor.workspace)


def record_all(entries: Sequence[tuple[Actor, Act]], workspace: Workspace | None) -> None:
    """Append acts of several actors in one workspace: what a group commit of many requests needs."""
    with transaction.atomic():
        head = _locked_head(workspace)
        rows = [_next_link(head, actor, act) for actor, act in entries]
        AuditEntry.objects.bulk_create(rows)
        head.save(update_fields=["sequence", "hash"])


def chain_of(workspace: Workspace | None) -> str:
    """The name of a workspace's chain; without a workspace, the deployment's."""
    return str(workspace.public_id) if workspace else DEPLOYMENT


def link_hash(entry: AuditEntry) -> str:
    """The hash that an entry must carry, from its own columns and the hash before it."""
    content = [
        entry.chain,
        entry.sequence,
        entry.at.isoformat(),
        entry.actor,
        entry.verb,
        entry.kind,
        entry.object_id,
        entry.detail,
        entry.previous,
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(_key(), canonical.encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    return hashlib.sha256(b"pamoja audit chain\x00" + settings.SECRET_KEY.encode()).digest()


def _locked_head(workspace: Workspace | None) -> AuditHead:
    chain = chain_of(workspace)
    AuditHead.objects.get_or_create(chain=chain)
    return AuditHead.objects.select_for_update().get(chain=chain)


def _next_link(head: AuditHead, actor: Actor, act: Act) -> AuditEntry:
    entry = AuditEntry(
        chain=head.chain,
        sequence=head.sequence + 1,
        at=now(),
        actor=actor.label,
        verb=act.verb,
        kind=act.kind,
        object_id=act.object_id,
        detail=act.detail,
        previous=head.hash,
    )
    entry.hash = link_hash(entry)
    head.sequence, head.hash = entry.sequence, entry.hash
    return entry
