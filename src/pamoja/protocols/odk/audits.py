"""The audit, as programs that look for ODK Central read it: our entries, each with who did it and to what."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Form, Project
from pamoja.core.accounts.models import Credential, User
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import Act, chain_of, record_many
from pamoja.core.permissions import visible
from pamoja.core.workspaces.context import active_workspace, workspace_active
from pamoja.formats.central import moment, thing_id
from pamoja.protocols.odk.audit_facts import FACTS
from pamoja.protocols.odk.audit_seen import Seen
from pamoja.protocols.odk.audit_words import EVERYTHING, condition, word_of
from pamoja.protocols.odk.entity_json import dataset_json
from pamoja.protocols.odk.people import actor_json
from pamoja.protocols.odk.projects import project_json
from pamoja.protocols.odk.rest import Call, refused

AT_ONCE = 500
READ = "audit.entry"
ASKED = {"action", "start", "end", "offset", "limit"}
"""What of a query the entry about it names; a client may send any other word."""


def list_audits(call: Call) -> HttpResponseBase:
    """What was done in the workspace, the newest first. That it was read is an entry itself."""
    call.require("audit.read")
    rows = visible(AuditEntry.objects.filter(chain=chain_of(call.workspace)), call.actor)
    rows = rows.filter(condition(call.query.get("action", EVERYTHING)))
    start, end = _time(call, "start"), _time(call, "end")
    rows = rows.filter(at__gte=start) if start else rows
    rows = rows.filter(at__lt=end) if end else rows
    newest = AuditEntry.objects.filter(chain=chain_of(call.workspace)).order_by("-sequence").first()
    rows = paged(call, rows.filter(sequence__lte=newest.sequence if newest else 0))
    record_many(call.actor, [Act("read", READ, detail={"by": sorted(ASKED & call.query.keys())})])
    return StreamingHttpResponse(_pieces(call, rows), content_type="application/json; charset=utf-8")


def about(kind: str, public_ids: Iterable[Any]) -> "QuerySet[AuditEntry]":
    """Entries of the active workspace on some rows of a kind, the newest first: ask before who may know of the rows."""
    rows = AuditEntry.objects.filter(chain=chain_of(active_workspace()), kind=kind)
    return rows.filter(object_id__in=[str(each) for each in public_ids]).order_by("-sequence")


def paged(call: Call, rows: "QuerySet[AuditEntry]") -> "QuerySet[AuditEntry]":
    """The part of a list that `offset` and `limit` name."""
    offset, limit = call.number("offset") or 0, call.number("limit")
    return rows.order_by("-sequence")[offset : offset + limit if limit is not None else None]


def told(entries: Sequence[AuditEntry], is_extended: bool = False) -> list[dict[str, Any]]:
    """Entries of the active workspace as the API writes them; those that it has no action for are left out."""
    seen = Seen(entries)
    return [audit_json(entry, seen, is_extended) for entry in entries if word_of(entry)]


def audit_json(entry: AuditEntry, seen: Seen, is_extended: bool = False) -> dict[str, Any]:
    """One entry; extended with who did it and to what."""
    word, who, actee = word_of(entry), seen.who(entry), seen.actee(entry)
    assert word is not None
    facts = {name: FACTS[name](entry, seen) for name in word.details}
    json_ = {
        "actorId": seen.number(who),
        "action": word.action,
        "acteeId": thing_id(actee.public_id) if actee else None,
        "details": {name: value for name, value in facts.items() if value is not None} or None,
        "loggedAt": moment(entry.at),
        "notes": None,
    }
    if is_extended:
        json_ |= {"actor": actor_json(who)} if who else {}
        json_ |= {"actee": actee_json(actee)} if actee else {}
    return json_


def actee_json(row: Any) -> dict[str, Any]:
    """What something was done to, also when it is deleted by now."""
    if isinstance(row, (User, Credential)):
        return actor_json(row)
    if isinstance(row, Project):
        return project_json(row)
    if isinstance(row, Form):
        return {"projectId": row.project_id, "xmlFormId": row.xml_form_id, "name": row.title, **_times(row)}
    return dataset_json(row)


def _times(row: Any) -> dict[str, Any]:
    names = {"createdAt": "created_at", "updatedAt": "updated_at", "deletedAt": "deleted_at"}
    return {theirs: moment(getattr(row, ours)) for theirs, ours in names.items()}


def _pieces(call: Call, rows: "QuerySet[AuditEntry]") -> Iterator[str]:
    """The list as JSON, some entries at a time: an audit may be longer than what the memory holds."""
    entries, comma = rows.iterator(chunk_size=AT_ONCE), ""
    yield "["
    while some := list(islice(entries, AT_ONCE)):
        with workspace_active(call.workspace):
            pieces = [json.dumps(each, ensure_ascii=False) for each in told(some, call.is_extended)]
        yield comma + ",".join(pieces)
        comma = ","
    yield "]"


def _time(call: Call, name: str) -> datetime | None:
    """A moment of the query; without a zone it is UTC. Raises 400.11."""
    text = call.query.get(name)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        raise refused("400.11", field=name, value=text, expected="date") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
