"""What pages and services read about accounts; each already limited to what the actor may see."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from pamoja.core.accounts.actors import hash_secret
from pamoja.core.accounts.models import ActorNumber, Credential, Grant, Invitation, Role, Team, User
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, visible
from pamoja.core.workspaces.context import active_workspace, has_active_workspace


def grants(actor: Actor) -> QuerySet[Grant]:
    """What people hold in the workspace."""
    return visible(Grant.objects.filter(user__isnull=False), actor).select_related("user", "team")


def teams(actor: Actor) -> QuerySet[Team]:
    """The teams of the workspace."""
    return visible(Team.objects.all(), actor)


def roles(actor: Actor) -> QuerySet[Role]:
    """The workspace's own roles."""
    return visible(Role.objects.all(), actor)


def credentials(actor: Actor) -> QuerySet[Credential]:
    """Programs and devices of the workspace."""
    return visible(Credential.objects.all(), actor)


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    return visible(Invitation.objects.filter(live()), actor)


def live() -> Q:
    """The condition of an invitation that can still be accepted."""
    return Q(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now())


def invitation_by_secret(secret: str) -> Invitation | None:
    """The open invitation of a link, or None."""
    if not secret:
        return None
    found = Invitation.objects.filter(live(), secret_hash=hash_secret(secret))
    return found.select_related("workspace", "invited_by", "team").first()


def by_number(number: int) -> User | Credential | None:
    """The person or device of the active workspace that programs know by this number."""
    if not has_active_workspace():
        return None
    workspace = active_workspace()
    found = ActorNumber.objects.select_related("user", "credential").filter(pk=number).first()
    if found is None:
        return None
    if found.credential:
        return found.credential if found.credential.workspace_id == workspace.pk else None
    is_here = Grant.objects.filter(workspace=workspace, user=found.user).exists()
    return found.user if is_here else None


def holders_of_labels(labels: Collection[str]) -> dict[str, User | Credential]:
    """The people and devices behind labels of the audit ("user:…", "device:…"), by label."""
    ids: dict[str, list[str]] = {"user": [], "device": [], "token": []}
    for label in labels:
        kind, _colon, public_id = label.partition(":")
        ids.get(kind, []).append(public_id)
    people = User.objects.filter(public_id__in=ids["user"])
    credentials = Credential.objects.filter(workspace=active_workspace(), public_id__in=[*ids["device"], *ids["token"]])
    found: dict[str, User | Credential] = {f"user:{user.public_id}": user for user in people}
    return found | {f"{each.type}:{each.public_id}": each for each in credentials}
