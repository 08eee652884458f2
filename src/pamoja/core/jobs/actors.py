"""Back from the label that a job carries to the actor, with the rights of today."""

from pamoja.core.accounts.actors import holder, person
from pamoja.core.accounts.models import Credential, User
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, system_actor
from pamoja.core.problems import NOT_ALLOWED, Problem
from pamoja.core.workspaces.models import Workspace


def actor_of_label(label: str, workspace: Workspace | None) -> Actor:
    """The actor of a label in a workspace. Raises NOT_ALLOWED when they may no longer come in."""
    kind, _colon, name = label.partition(":")
    if kind == "system":
        return system_actor(name, workspace)
    found = _person(name, workspace) if kind == "user" else _holder(name, workspace)
    if found is None:
        raise Problem(NOT_ALLOWED)
    return found


def _person(public_id: str, workspace: Workspace | None) -> Actor | None:
    user = User.objects.filter(public_id=public_id, is_active=True).first()
    return person(user, workspace) if user else None


def _holder(public_id: str, workspace: Workspace | None) -> Actor | None:
    live = Credential.objects.select_related("workspace").filter(public_id=public_id, workspace=workspace)
    credential = live.filter(revoked_at__isnull=True).exclude(expires_at__lte=now()).first()
    return holder(credential) if credential else None
