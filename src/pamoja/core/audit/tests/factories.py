"""Entries of the audit."""

from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import Act, record_many
from pamoja.core.permissions import system_actor
from pamoja.core.testing.factories import Wanted, factory


@factory("audit.entry")
def make_entry(wanted: Wanted) -> AuditEntry:
    record_many(system_actor("test", wanted.workspace), [Act("note", "testing.note", str(wanted.number))])
    return AuditEntry.objects.get(workspace=wanted.workspace, object_id=str(wanted.number), actor="system:test")
