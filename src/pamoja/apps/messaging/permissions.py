"""Who may do what with contacts, their fields and groups.

A contact is no person of the register and lies in no place: who works with messages sees all contacts of the workspace.
"""

from pamoja.apps.messaging.models import Contact, ContactField, ContactGroup
from pamoja.core.permissions import Kind, register_kind

CARE = ("view", "create", "change")
READ = ("view",)

register_kind(
    Kind(
        "messaging.contact",
        Contact,
        verbs=CARE,
        roles={"manager": CARE, "worker": CARE},
        is_protected=True,
    )
)
register_kind(
    Kind("messaging.field", ContactField, verbs=CARE, roles={"manager": CARE, "worker": READ, "viewer": READ})
)
register_kind(
    Kind("messaging.group", ContactGroup, verbs=CARE, roles={"manager": CARE, "worker": READ, "viewer": READ})
)
