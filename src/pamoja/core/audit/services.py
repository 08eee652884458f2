"""Appending to the audit chain; called by every service beside its write, in the same transaction."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db import connection, models, transaction

from pamoja.core.audit.models import AuditEntry, AuditHead
from pamoja.core.bulk import insert_rows
from pamoja.core.clock import now
from pamoja.core.crypto.keyring import keyring
from pamoja.core.permissions import Actor, kind_of
from pamoja.core.workspaces.models import Workspace

DEPLOYMENT = "deployment"
PURPOSE = "audit chain"


@dataclass(frozen=True)
class Act:
    """One thing done: the verb, the kind, the public id of the row, and field names or counts."""

    verb: str
    kind: str
    object_id: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def record(actor: Actor, verb: str, row: models.Model, **detail: Any) -> None:
    """Append one act on one row. `detail` must hold no personal values."""
    record_many(actor, [act_on(verb, row, **detail)])


def act_on(verb: str, row: models.Model, **detail: Any) -> Act:
    """One act on one row, for `record_many`."""
    return Act(verb, kind_of(type(row)).name, str(getattr(row, "public_id", row.pk)), detail)


def record_many(actor: Actor, acts: Sequence[Act]) -> None:
    """Append several acts of one actor with one lock of the chain's head."""
    record_all([(actor, act) for act in acts], actor.workspace)


def record_all(entries: Sequence[tuple[Actor, Act]], workspace: Workspace | None) -> None:
    """Append acts of several actors in one workspace: what a group commit of many requests needs."""
    with transaction.atomic(savepoint=False):  # a write whose trace fails must not stay
        head = _locked_head(workspace)
        insert_rows([_next_link(head, workspace, actor, act) for actor, act in entries])
        head.key = keyring().primary
        head.seal = seal_of(head)
        _move_head(head)


def begin_chain(workspace: Workspace) -> None:
    """An empty chain for a new workspace: one without a chain, or without a first entry, has lost it."""
    head = AuditHead(chain=chain_of(workspace), key=keyring().primary)
    head.seal = seal_of(head)
    head.save()


def record_read(actor: Actor, row: models.Model) -> None:
    """Append that the actor looked at a row of a protected kind; of other kinds reading leaves no trace."""
    if kind_of(type(row)).is_protected:
        record(actor, "read", row)


def chain_of(workspace: Workspace | None) -> str:
    """The name of a workspace's chain; without a workspace, the deployment's."""
    return str(workspace.public_id) if workspace else DEPLOYMENT


def link_hash(entry: AuditEntry) -> str:
    """The hash that an entry must carry, from its own columns and the hash before it. Raises MissingMasterKey."""
    content = [
        entry.chain,
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.verb,
        entry.kind,
        entry.object_id,
        entry.detail,
        entry.previous,
    ]
    return authentic(entry.key, "link", content)


def seal_of(head: AuditHead) -> str:
    """The seal that a head must carry. Raises MissingMasterKey."""
    return authentic(head.key, "head", [head.chain, head.sequence, head.hash])


def authentic(key_id: str, use: str, content: list[Any]) -> str:
    """HMAC-SHA256 of canonical JSON under the audit key of a master key. Raises MissingMasterKey."""
    canonical = json.dumps([use, *content], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.digest(keyring().derive(key_id, PURPOSE), canonical.encode(), "sha256").hex()


def _locked_head(workspace: Workspace | None) -> AuditHead:
    """The end of the chain, held until the transaction ends.

    The deployment's is made by its first entry. That of a workspace was made with it: should it be gone, work goes
    on, and the chain goes on after a gap that `verify` tells.
    """
    chain = chain_of(workspace)
    head = _read_head(chain)
    if head is None:
        AuditHead.objects.get_or_create(chain=chain, defaults={"sequence": 1 if workspace else 0})
        return _locked_head(workspace)
    return head


# Every write of the product passes here: these two statements take a tenth of what they take through the ORM.
READ_HEAD = "SELECT id, sequence, hash FROM audit_audithead WHERE chain = %s"
LOCK_HEAD = READ_HEAD + " FOR UPDATE"
MOVE_HEAD = "UPDATE audit_audithead SET sequence = %s, hash = %s, key = %s, seal = %s WHERE id = %s"


def _read_head(chain: str) -> AuditHead | None:
    is_shared = connection.features.has_select_for_update  # SQLite has one writer anyway
    with connection.cursor() as cursor:
        cursor.execute(LOCK_HEAD if is_shared else READ_HEAD, [chain])
        row = cursor.fetchone()
    return AuditHead(row[0], chain, row[1], row[2]) if row else None


def _move_head(head: AuditHead) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVE_HEAD, [head.sequence, head.hash, head.key, head.seal, head.pk])


def _next_link(head: AuditHead, workspace: Workspace | None, actor: Actor, act: Act) -> AuditEntry:
    entry = AuditEntry(
        workspace=workspace,
        chain=head.chain,
        sequence=head.sequence + 1,
        at=now(),
        actor=actor.label,
        verb=act.verb,
        kind=act.kind,
        object_id=act.object_id,
        detail=json.loads(json.dumps(act.detail, default=str)),  # as the database will give it back
        previous=head.hash,
        key=keyring().primary,
    )
    entry.hash = link_hash(entry)
    head.sequence, head.hash = entry.sequence, entry.hash
    return entry
