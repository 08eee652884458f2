"""Nobody gives more than they hold: the check behind every grant, invitation, role and credential."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pamoja.core.accounts.models import Grant, Invitation, Role, Team
from pamoja.core.accounts.problems import GIVES_TOO_MUCH, UNKNOWN_ROLE
from pamoja.core.permissions import ALL, KINDS, Actor, Held, built_in
from pamoja.core.problems import Problem
from pamoja.core.workspaces.models import Workspace

Permissions = Mapping[str, Iterable[str]]
MEMBER = "member"


@dataclass(frozen=True)
class Given:
    """A role within a scope, about to be given.

    For one container: its kind and key, and `inside`, the keys by kind of all that it lies in, itself too.
    """

    role: str
    scope: str = "workspace"
    place_path: str = ""
    team: Team | None = None
    within_kind: str = ""
    within_id: int | None = None
    inside: Mapping[str, int] = field(default_factory=dict)

    def as_columns(self) -> dict[str, Any]:
        """The columns that a grant and an invitation share; only the scope's own detail is kept."""
        is_place, is_team = self.scope == Grant.Scope.PLACE, self.scope == Grant.Scope.TEAM
        return {
            "role": self.role,
            "scope": self.scope,
            "place_path": self.place_path if is_place else "",
            "team": self.team if is_team else None,
            **({"within_kind": self.within_kind, "within_id": self.within_id} if self.within_kind else {}),
        }


def given_by(row: Grant | Invitation) -> Given:
    """What a grant or an invitation gives."""
    if isinstance(row, Invitation) or not row.within_kind:
        return Given(row.role, row.scope, row.place_path, row.team)
    inside = {} if row.within_id is None else {row.within_kind: row.within_id}
    return Given(row.role, row.scope, within_kind=row.within_kind, within_id=row.within_id, inside=inside)


def told_of(grant: Grant) -> dict[str, Any]:
    """What the audit keeps of a grant: the role, whose it is, how far it reaches; `joins` for one without rights."""
    told: dict[str, Any] = {"role": grant.role, "scope": grant.scope}
    if grant.user:
        told["user"] = str(grant.user.public_id)
    if grant.credential:
        told[grant.credential.type] = str(grant.credential.public_id)
    if grant.role == MEMBER:
        told["joins"] = True
    if grant.within_kind:
        told |= {"kind": grant.within_kind, "key": grant.within_id}
    return told


def role_permissions(workspace: Workspace, role: str) -> Permissions:
    """The verbs by kind of a role, built in or the workspace's own. Raises Problem for an unknown one."""
    built = built_in(role)
    if built is not None:
        return built
    own = Role.objects.filter(workspace=workspace, slug=role).first()
    if own is None:
        raise Problem(UNKNOWN_ROLE)
    permissions: Permissions = own.permissions
    return permissions


def ensure_may_give(actor: Actor, given: Given) -> None:
    """Raise Problem unless the actor holds every verb of the role, at least as far as the scope reaches."""
    assert actor.workspace is not None
    if given.team is not None and given.team.workspace_id != actor.workspace.pk:
        raise Problem(UNKNOWN_ROLE)
    ensure_holds(actor, role_permissions(actor.workspace, given.role), given)


def ensure_holds(actor: Actor, permissions: Permissions, given: Given) -> None:
    """Raise Problem unless each verb on each kind is held by a grant that reaches as far."""
    reaching = [held for held in actor.grants if _reaches(held, given)]
    if not all(any(_holds(held, kind, verb) for held in reaching) for kind, verb in _pairs(permissions)):
        raise Problem(GIVES_TOO_MUCH)


def _pairs(permissions: Permissions) -> Iterator[tuple[str, str]]:
    return ((kind, verb) for kind, verbs in permissions.items() for verb in verbs)


def _holds(held: Held, kind: str, verb: str) -> bool:
    """Whether a grant has the verb on the kind; "*" is held only by who has it, today's and later kinds alike."""
    verbs = {*held.permissions.get(kind, ()), *held.permissions.get(ALL, ())}
    if verb == ALL or kind == ALL:
        return ALL in held.permissions.get(ALL, ()) or (kind != ALL and ALL in verbs)
    return kind in KINDS and (verb in verbs or ALL in verbs)


def _reaches(held: Held, given: Given) -> bool:
    if held.scope == Grant.Scope.WORKSPACE:
        return True
    if held.scope != given.scope:
        return False
    if held.scope == Grant.Scope.WITHIN:
        return given.inside.get(held.within_kind) == held.within_id
    if held.scope == Grant.Scope.PLACE:
        return bool(held.place_path) and given.place_path.startswith(held.place_path)
    return held.scope == Grant.Scope.TEAM and given.team is not None and held.team_id == given.team.pk
