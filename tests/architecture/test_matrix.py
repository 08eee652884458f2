"""Every role × scope × holder × verb × kind × row, against tables that were written by hand.

The tables below say what the product promises. They are not computed from the registered kinds: a change of a
permission fails here until somebody has written it down a second time.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from django.db import models

from pamoja.core.accounts.actors import holder, person
from pamoja.core.accounts.models import Credential, Grant, Role, Team, User
from pamoja.core.permissions import ANONYMOUS, KINDS, Actor, may, may_at_all, visible
from pamoja.core.testing.cast import Cast
from pamoja.core.testing.factories import Wanted, load_factories
from pamoja.core.workspaces.context import workspace_active

pytestmark = pytest.mark.slow  # fills a database: run by `./run test`, not by `./run check`

CRUD = "view create change delete"
MANAGED = {"owner": CRUD, "manager": CRUD}

# kind → built-in role → verbs; a role that is absent has none
VERBS: dict[str, dict[str, str]] = {
    "testing.note": {**MANAGED, "worker": "view create change", "viewer": "view", "collector": "create"},
    "accounts.team": MANAGED,
    "accounts.role": {"owner": CRUD, "manager": "view"},
    "accounts.grant": MANAGED,
    "accounts.invitation": MANAGED,
    "accounts.credential": MANAGED,
    "agreements.agreement": {"owner": "view propose accept end", "manager": "view"},
    "audit.entry": {"owner": "view export"},
    "events.outbox": {"owner": "view retry discard"},
    "webhooks.subscription": {"owner": f"{CRUD} rotate", "manager": "view"},
    "webhooks.delivery": {"owner": "view replay", "manager": "view"},
    "people.person": {
        "owner": "view create change merge export import erase",
        "manager": "view create change merge export import erase",
        "worker": "view create change",
    },
    "people.household": dict.fromkeys(("owner", "manager", "worker"), "view create change"),
    "people.import": dict.fromkeys(("owner", "manager"), "view create change"),
    "forms.project": {
        "owner": "view create change delete assign",
        "manager": "view create change delete assign",
        "worker": "view",
        "viewer": "view",
        "collector": "view",
    },
    "forms.form": {
        "owner": "view drafts create change delete submit",
        "manager": "view drafts create change delete submit",
        "worker": "view drafts submit",
        "viewer": "view drafts",
        "collector": "view submit",
    },
    "forms.collector": MANAGED,
    "forms.submission": {
        **dict.fromkeys(("owner", "manager"), "view change delete export identifiers sensitive"),
        "worker": "view change identifiers sensitive",
        "viewer": "view",
    },
    "forms.bulk": dict.fromkeys(("owner", "manager", "worker"), "view undo"),
    "forms.import": {"owner": CRUD, "manager": "view create change"},
    "forms.dataset": {**MANAGED, "worker": "view", "viewer": "view"},
    "forms.entity": {
        **dict.fromkeys(("owner", "manager"), f"{CRUD} restore"),
        "worker": "view create change",
        "viewer": "view",
    },
    "forms.quality": {
        **dict.fromkeys(("owner", "manager"), "view create change check"),
        **dict.fromkeys(("worker", "viewer"), "view"),
    },
    "forms.paper": {
        **dict.fromkeys(("owner", "manager"), "view create key settle"),
        "worker": "view key",
    },
    "forms.redacted": {**MANAGED, "viewer": "view"},
    "forms.export": dict.fromkeys(("owner", "manager"), "view"),
    "forms.retention": dict.fromkeys(("owner", "manager"), "view create change"),
    "forms.flag": {
        **dict.fromkeys(("owner", "manager"), "view export"),
        **dict.fromkeys(("worker", "viewer"), "view"),
    },
    "forms.cleaning": {
        **dict.fromkeys(("owner", "manager"), "view create withdraw export"),
        **dict.fromkeys(("worker", "viewer"), "view"),
    },
    "messaging.contact": dict.fromkeys(("owner", "manager", "worker"), "view create change"),
    **dict.fromkeys(
        ("messaging.field", "messaging.group"),
        {
            **dict.fromkeys(("owner", "manager"), "view create change"),
            **dict.fromkeys(("worker", "viewer"), "view"),
        },
    ),
}
# everybody signed in views it, operators do the rest
REFERENCE = {
    "places.country": CRUD,
    "places.place": "view create change import",
    "places.facility": CRUD,
    "places.import": "view create change",
}
# kind → the scopes that its rows can be told apart by; "credential" is a device or program named on the row
REACH: dict[str, str] = {
    "testing.note": "place team own assigned",
    "people.person": "place own",
    "people.household": "place own",
    "people.import": "own",
    "forms.project": "credential",
    "forms.form": "credential",
    "forms.submission": "place own",
    "forms.bulk": "own",
    "forms.import": "own",
    "forms.entity": "place own",
    "forms.flag": "place own",
    "forms.cleaning": "place own",
}
# kind → verbs that reach every row under the scopes place, team and own
COMMON = {
    "forms.project": "view",
    "forms.form": "view drafts submit",
    "forms.dataset": "view",
    "forms.quality": "view",
    "forms.paper": "view key",
}
# a workspace's own role
CHECKER = {"*": ["view"], "testing.note": ["delete"], "forms.submission": ["*"]}

ROLES = ("owner", "manager", "worker", "viewer", "collector", "checker", "unknown")
SCOPES = ("workspace", "place", "team", "own", "assigned")
HERE, THERE = "MWI/MW1/MW101/", "MWI/MW1/MW1010/"
ROWS = {
    "own": ("river", HERE, "ours", "me"),
    "another's": ("river", HERE, "ours", "other"),
    "other team": ("river", HERE, "theirs", "me"),
    "other place": ("river", THERE, "ours", "me"),
    "nothing shared": ("river", THERE, "theirs", "other"),
    "other workspace": ("lake", HERE, "ours", "me"),
}


def allowed(role: str, kind: str, verb: str) -> bool:
    """Whether the role has the verb at all, from the tables."""
    if role == "checker":
        verbs = {*CHECKER["*"], *CHECKER.get(kind, ())}
        return bool({verb, "*"} & verbs)
    return verb in VERBS[kind].get(role, "").split()


def reached(kind: str, scope: str, who: str, verb: str, row: str) -> bool:
    """Whether the scope reaches the row, from the tables."""
    workspace, place, team, owner = ROWS[row]
    reach = REACH.get(kind, "").split()
    if workspace != "river":
        return False
    if scope == "workspace":
        return True
    if scope == "assigned":
        return ("assigned" if who == "person" else "credential") in reach and owner == "me"
    if verb in COMMON.get(kind, "").split():
        return True
    holds = {"place": place == HERE, "team": team == "ours", "own": owner == "me" and who == "person"}
    return scope in reach and holds[scope]


class World:
    """Rows of one kind, and actors with every grant."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people = {"me": User.objects.create_user("me@example.org"), "other": cast.chol}
        self.named = {name: self._credential(name) for name in ("me", "other")}
        Role.objects.create(workspace=cast.river, slug="checker", name="Checker", permissions=CHECKER)
        self.teams = {
            (side, name): Team.objects.create(workspace=getattr(cast, side), name=f"{side} {name}")
            for side, name in product(("river", "lake"), ("ours", "theirs"))
        }

    def _credential(self, name: str, type_: str = "device") -> Credential:
        return Credential.objects.create(
            workspace=self.cast.river, type=type_, name=name, secret_hash=f"{type_} {name}"
        )

    def rows(self, kind: str) -> dict[str, models.Model]:
        make, made = load_factories()[kind], {}
        for number, (row, (side, place, team, owner)) in enumerate(ROWS.items(), 1):
            me = self.people[owner]
            wanted = Wanted(getattr(self.cast, side), place, self.teams[side, team], me, me, self.named[owner], number)
            with workspace_active(wanted.workspace):
                made[row] = make(wanted)
        return made

    def actors(self) -> Iterator[tuple[str, str, str, Actor]]:
        """Role, scope, sort of holder, and the actor who holds that one grant."""
        devices = {"device": self.named["me"], "token": self._credential("program", "token")}
        for role, scope, who in product(ROLES, SCOPES, ("person", "device", "token")):
            grant = Grant.objects.create(
                workspace=self.cast.river,
                user=self.people["me"] if who == "person" else None,
                credential=devices.get(who),
                role=role,
                scope=scope,
                place_path=HERE if scope == "place" else "",
                team=self.teams["river", "ours"] if scope == "team" else None,
            )
            actor = person(self.people["me"], self.cast.river) if who == "person" else holder(devices[who])
            assert len(actor.grants) == 1
            yield role, scope, who, actor
            grant.delete()


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


def _all(kind: str) -> "models.QuerySet[models.Model]":
    model = KINDS[kind].model
    return getattr(model, "everywhere", model._default_manager).all()


def _seen(kind: str, actor: Actor, verb: str, rows: dict[str, models.Model]) -> set[str]:
    keys = set(visible(_all(kind), actor, verb).values_list("pk", flat=True))
    return {name for name, row in rows.items() if row.pk in keys}


def _verbs(kind: str) -> list[str]:
    return (REFERENCE.get(kind) or VERBS[kind]["owner"]).split()


def test_every_kind_is_in_the_tables_with_its_verbs_and_has_a_factory() -> None:
    assert {name: set(kind.verbs) for name, kind in KINDS.items()} == {
        name: set(_verbs(name)) for name in {**VERBS, **REFERENCE}
    }
    assert set(load_factories()) == set(KINDS), "register a factory in the app's tests/factories.py"


@pytest.mark.parametrize("kind", sorted(VERBS))
def test_each_grant_reaches_what_the_tables_say(world: World, kind: str) -> None:
    rows, wrong = world.rows(kind), []
    with workspace_active(world.cast.river):
        for role, scope, who, actor in world.actors():
            for verb in _verbs(kind):
                expected = {
                    row
                    for row in ROWS
                    if allowed(role, kind, verb)
                    # a program is named on no row: only the device is
                    and reached(kind, scope, who, verb, row)
                    and not (scope == "assigned" and who == "token")
                }
                if (seen := _seen(kind, actor, verb, rows)) != expected:
                    wrong.append(f"{role} within {scope}, {who}: {verb} reaches {sorted(seen)}, not {sorted(expected)}")
                assert may_at_all(actor, verb, kind) == allowed(role, kind, verb)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", sorted(VERBS))
def test_who_holds_nothing_reaches_nothing(world: World, kind: str) -> None:
    rows = world.rows(kind)
    nobody = person(world.people["me"], world.cast.river)
    operator = person(world.cast.omar, None)
    stranger = person(world.cast.chol, world.cast.lake)
    with workspace_active(world.cast.river):
        for actor, verb in product((nobody, operator, ANONYMOUS), _verbs(kind)):
            assert _seen(kind, actor, verb, rows) == set()
        for verb in _verbs(kind):
            assert _seen(kind, stranger, verb, rows) <= {"other workspace"}
            assert not may(stranger, verb, rows["own"])
            assert may(world.cast.actor("amina"), verb, rows["own"])


@pytest.mark.parametrize("kind", sorted(REFERENCE))
def test_reference_data_is_viewed_by_all_who_signed_in_and_kept_by_operators(world: World, kind: str) -> None:
    row = world.rows(kind)["own"]
    operator = person(world.cast.omar, None)
    for role, _scope, _who, actor in world.actors():
        for verb in _verbs(kind):
            assert may(actor, verb, row) == (verb == "view"), role
    for verb in _verbs(kind):
        assert may(operator, verb, row)
        assert not may(ANONYMOUS, verb, row)
