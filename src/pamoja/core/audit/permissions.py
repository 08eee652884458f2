"""Who may read the audit: owners."""

from pamoja.core.audit.models import AuditEntry
from pamoja.core.permissions import Kind, register_kind

register_kind(Kind("audit.entry", AuditEntry, verbs=("view", "export")))
