"""Anchors: the heads of all chains at one moment, kept where the database's administrator cannot reach.

Without one, a database set back to an older copy of itself looks sound. The file has one JSON object in a line:
`at`, `heads` (chain, sequence, hash), `key`, `seal`.
"""

import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.core.audit.models import AuditEntry, AuditHead
from pamoja.core.audit.services import authentic
from pamoja.core.clock import now
from pamoja.core.crypto.keyring import MissingMasterKey, keyring


def append_anchor(file: Path) -> int:
    """Add the present heads to the file; returns how many chains."""
    heads = [list(row) for row in AuditHead.objects.order_by("chain").values_list("chain", "sequence", "hash")]
    anchor: dict[str, Any] = {"at": now().isoformat(), "heads": heads, "key": keyring().primary}
    anchor["seal"] = _seal(anchor)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(anchor, sort_keys=True) + "\n")
    return len(heads)


def compare_anchors(file: Path) -> Iterator[str]:
    """What the chains no longer hold of what the file says they held, in words."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        anchor = _read(line)
        if anchor is None:
            yield f"{file.name} line {number}: not an anchor of ours, or its key is gone"
            continue
        for chain, sequence, link in anchor["heads"]:
            if sequence and not AuditEntry.objects.filter(chain=chain, sequence=sequence, hash=link).exists():
                yield f"{chain} {sequence}: no longer as it was anchored at {anchor['at']}"


def _read(line: str) -> dict[str, Any] | None:
    try:
        anchor: dict[str, Any] = json.loads(line)
        return anchor if hmac.compare_digest(_seal(anchor), anchor["seal"]) else None
    except (ValueError, KeyError, TypeError, MissingMasterKey):
        return None


def _seal(anchor: dict[str, Any]) -> str:
    return authentic(anchor["key"], "anchor", [anchor["at"], anchor["heads"]])
