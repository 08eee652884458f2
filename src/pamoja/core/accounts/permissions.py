"""What may be done with accounts, teams and roles inside a workspace."""

from pamoja.core.accounts.models import Credential, Grant, Invitation, Role, Team
from pamoja.core.permissions import Kind, register_kind

MANAGE = {"manager": ("view", "create", "change", "delete")}

register_kind(Kind("accounts.team", Team, roles=MANAGE))
register_kind(Kind("accounts.role", Role, roles={"manager": ("view",)}))
register_kind(Kind("accounts.grant", Grant, roles=MANAGE))
register_kind(Kind("accounts.invitation", Invitation, roles=MANAGE))
register_kind(Kind("accounts.credential", Credential, roles=MANAGE))
