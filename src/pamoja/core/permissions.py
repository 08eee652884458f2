"""One rule for "may I?" and for "which ones?".

An app registers each kind of record with its verbs and the look-ups that lead to its place, team, owner and
assignees. `visible(queryset, actor, verb)` is the rule; `may()` and `require()` ask it about one row. Default deny.
Writes ask it too: a service creates the row and then requires `create` on it inside the same transaction, so that
a scope (place, team) holds for new rows exactly as for old ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Q

from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem

if TYPE_CHECKING:
    from pamoja.core.accounts.models import User
    from pamoja.core.workspaces.models import Workspace

M = TypeVar("M", bound=models.Model)
ALL = "*"
WHOLE = ("workspace", "within")
Containers = Mapping[str, int]
"""The key of each container by its kind: a project's, a form's."""
BUILT_IN_ROLES = ("owner", "manager", "worker", "viewer", "collector", "member")


@dataclass(frozen=True)
class Kind:
    """A kind of record: verbs, and look-ups from the model to what a scope names.

    `place` leads to a materialised path text ("place__path"), `team` to a team, `owner` to a user, `assigned` to
    users, `assigned_credential` to credentials. A scope whose look-up is missing reaches nothing, except that the
    verbs in `common` reach every row under any scope but "assigned" (a form belongs to no place, yet a field worker
    of one district fills it in). `within` leads to the keys of containers by their kind ("forms.project":
    "form__project"), for grants that reach what lies in one container. `roles` gives the verbs of each built-in role;
    the owner has all, a member none. A reference kind belongs to the deployment: everybody signed in may view it,
    operators do the rest.
    `sides` are the look-ups to the workspaces that a row is of: one, but for what two have agreed.
    """

    name: str
    model: type[models.Model]
    verbs: tuple[str, ...] = ("view", "create", "change", "delete")
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: str = ""
    team: str = ""
    owner: str = ""
    assigned: str = ""
    assigned_credential: str = ""
    common: tuple[str, ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    is_reference: bool = False
    is_protected: bool = False
    sides: tuple[str, ...] = ("workspace",)


@dataclass(frozen=True)
class Held:
    """A grant as the rule reads it: allowed verbs by kind, and the scope."""

    permissions: Mapping[str, Iterable[str]]
    scope: str = "workspace"
    place_path: str = ""
    team_id: int | None = None
    role: str = ""
    within_kind: str = ""
    within_id: int | None = None

    def allows(self, kind: Kind, verb: str) -> bool:
        """Whether this grant names the verb on the kind at all, whatever the row."""
        verbs = {*self.permissions.get(kind.name, ()), *self.permissions.get(ALL, ())}
        return verb in verbs or ALL in verbs


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, a device, a program, or the system itself on behalf of nobody.

    `label` is what the audit keeps: "user:<public id>", "device:<public id>", "token:<public id>", "system:<name>".
    """

    label: str
    workspace: "Workspace | None" = None
    user: "User | None" = None
    credential_id: int | None = None
    grants: tuple[Held, ...] = ()
    is_operator: bool = False

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody has proved who they are."""
        return self.label == "anonymous"


ANONYMOUS = Actor("anonymous")
KINDS: dict[str, Kind] = {}
_BY_MODEL: dict[type[models.Model], Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Add a kind (from an app's `permissions.py`, imported when the app is ready)."""
    if kind.name in KINDS:
        raise ValueError(f"kind {kind.name!r} is registered twice")
    KINDS[kind.name] = _BY_MODEL[kind.model] = kind
    return kind


def kind_of(model: type[models.Model]) -> Kind:
    """The kind of a model. Raises KeyError for one that no permission covers."""
    return _BY_MODEL[model]


def built_in(role: str) -> dict[str, tuple[str, ...]] | None:
    """The permissions of a built-in role, or None when there is no such role."""
    if role == "owner":
        return {ALL: (ALL,)}
    if role not in BUILT_IN_ROLES:
        return None
    return {kind.name: kind.roles[role] for kind in KINDS.values() if role in kind.roles}


def system_actor(name: str, workspace: "Workspace | None" = None) -> Actor:
    """The system acting by itself: may do everything in the workspace, and the audit says so."""
    return Actor(f"system:{name}", workspace, grants=(Held({ALL: (ALL,)}),), is_operator=True)


def visible(queryset: "models.QuerySet[M]", actor: Actor, verb: str = "view") -> "models.QuerySet[M]":
    """The rows of `queryset` on which `actor` may do `verb`: the one rule of permission.

    Every model that is not reference data has a `workspace`; rows of another one than the actor's are never reached.
    """
    kind = kind_of(queryset.model)
    if kind.is_reference:
        return queryset if _may_touch_reference(actor, verb) else queryset.none()
    queryset = queryset.filter(_any([Q(**{side: actor.workspace}) for side in kind.sides]))
    reach = [_reach(kind, verb, held, actor) for held in actor.grants if held.allows(kind, verb)]
    wanted = [q for q in reach if q is not None]
    if not wanted:
        return queryset.none()
    if any(not q for q in wanted):
        return queryset
    return queryset.filter(_any(wanted))


def may(actor: Actor, verb: str, row: models.Model) -> bool:
    """Whether `actor` may do `verb` on this row."""
    return visible(_rows_like(row), actor, verb).filter(pk=row.pk).exists()


def may_at_all(actor: Actor, verb: str, kind_name: str) -> bool:
    """Whether any grant names the verb on the kind: for menus and buttons, never to guard a row."""
    kind = KINDS[kind_name]
    if kind.is_reference:
        return _may_touch_reference(actor, verb)
    return any(held.allows(kind, verb) for held in actor.grants)


def may_inside(actor: Actor, verb: str, kind_name: str, containers: Containers) -> bool:
    """Whether any grant names the verb on rows of the kind that lie in these containers.

    For a list of one form's records: who may see some of them sees the list, however short.
    """
    kind = KINDS[kind_name]
    return any(held.allows(kind, verb) for held in _inside(actor, containers))


def may_wherever(actor: Actor, verb: str, kind_name: str, containers: Containers) -> bool:
    """Whether `verb` holds for every row of the kind in these containers that the actor reaches by any grant.

    For what cannot be told apart row by row, as a column of a list. Where one grant reaches rows without the verb
    and another has it for some of them only, the answer is no.
    """
    kind = KINDS[kind_name]
    reaching = [held for held in _inside(actor, containers) if any(held.allows(kind, each) for each in kind.verbs)]
    able = [held for held in reaching if held.allows(kind, verb)]
    return any(held.scope in WHOLE for held in able) or 0 < len(able) == len(reaching)


def may_everywhere_inside(actor: Actor, verb: str, kind_name: str, containers: Containers) -> bool:
    """Whether a grant names the verb on every row of the kind that lies in these containers."""
    kind = KINDS[kind_name]
    return any(held.allows(kind, verb) and held.scope in WHOLE for held in _inside(actor, containers))


def _inside(actor: Actor, containers: Containers) -> list[Held]:
    """The grants that reach something in these containers; those within one of them, all of it."""
    grants = actor.grants
    return [held for held in grants if held.scope != "within" or containers.get(held.within_kind) == held.within_id]


def require(actor: Actor, verb: str, row: models.Model) -> None:
    """Raise NOT_FOUND when the actor may not even see the row, NOT_ALLOWED when the verb is refused."""
    if may(actor, verb, row):
        return
    raise Problem(NOT_ALLOWED if verb == "create" or may(actor, "view", row) else NOT_FOUND)


def require_all(actor: Actor, verb: str, rows: Sequence[models.Model]) -> None:
    """`require` for each of some rows of one model, at the cost of one query when all are allowed."""
    keys = {row.pk for row in rows}
    if keys and visible(_rows_like(rows[0]), actor, verb).filter(pk__in=keys).count() < len(keys):
        for row in rows:
            require(actor, verb, row)


def require_at_all(actor: Actor, verb: str, kind_name: str) -> None:
    """Raise NOT_ALLOWED unless some grant names the verb on the kind."""
    if not may_at_all(actor, verb, kind_name):
        raise Problem(NOT_ALLOWED)


def _may_touch_reference(actor: Actor, verb: str) -> bool:
    return not actor.is_anonymous if verb == "view" else actor.is_operator


def _rows_like(row: models.Model) -> "models.QuerySet[models.Model]":
    return type(row)._default_manager.all()


def _any(conditions: list[Q]) -> Q:
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined


def _reach(kind: Kind, verb: str, held: Held, actor: Actor) -> Q | None:
    """The condition that a grant's scope puts on rows; an empty Q is everything, None is nothing."""
    if held.scope == "workspace":
        return Q()
    if held.scope == "assigned":
        return _assigned(kind, actor)
    if held.scope == "within":
        lookup = kind.within.get(held.within_kind)
        return Q(**{lookup: held.within_id}) if lookup else None
    if verb in kind.common:
        return Q()
    if held.scope == "place":
        return _below(kind.place, held.place_path)
    if held.scope == "team":
        return Q(**{kind.team: held.team_id}) if kind.team and held.team_id else None
    return Q(**{kind.owner: actor.user}) if held.scope == "own" and kind.owner and actor.user else None


def _below(lookup: str, path: str) -> Q | None:
    return Q(**{f"{lookup}__startswith": path}) if lookup and path else None


def _assigned(kind: Kind, actor: Actor) -> Q | None:
    """Through a subquery, so that several assignments of one row never double it."""
    lookup, holder = (kind.assigned, actor.user) if actor.user else (kind.assigned_credential, actor.credential_id)
    if not lookup or holder is None:
        return None
    mine = kind.model._default_manager.filter(**{lookup: holder})
    return Q(pk__in=mine.values("pk"))
