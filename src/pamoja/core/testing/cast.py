"""The one cast of all tests: who may, and who may not.

Amina owns the workspace "river", Ben is a plain worker in it, Dina works in one district of it (places below
`DINAS_PLACE`), Chol owns another workspace ("lake") and must see nothing of river. `device` and `token` are a
device and a program of river; Omar is an operator of the deployment with no grant in any workspace.
"""

from dataclasses import dataclass

import pytest
from django.test import Client

from pamoja.core.accounts.actors import hash_secret, holder, person
from pamoja.core.accounts.models import Credential, Grant, User
from pamoja.core.permissions import Actor
from pamoja.core.workspaces.models import Workspace

PASSWORD = "correct horse battery staple"
DINAS_PLACE = "MWI/MW1/MW101/"
DEVICE_SECRET, TOKEN_SECRET = "device-secret", "token-secret"


@dataclass(frozen=True)
class Cast:
    """People, credentials and workspaces; `actor(name)` and `client(name)` act as one of them."""

    river: Workspace
    lake: Workspace
    amina: User
    ben: User
    chol: User
    dina: User
    omar: User
    device: Credential
    token: Credential

    def actor(self, name: str) -> Actor:
        """The actor of that name, in the workspace where they work."""
        who = getattr(self, name)
        if isinstance(who, Credential):
            return holder(who)
        return person(who, {"chol": self.lake, "omar": None}.get(name, self.river))

    def client(self, name: str) -> Client:
        """A browser signed in as that person ("nobody": not signed in), or with that bearer secret."""
        if name in ("device", "token"):
            secret = DEVICE_SECRET if name == "device" else TOKEN_SECRET
            return Client(headers={"Authorization": f"Bearer {secret}"})
        client = Client()
        if name != "nobody":
            client.force_login(getattr(self, name))
        return client


def _user(name: str, **fields: bool) -> User:
    made: User = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title(), **fields)
    return made


def _credential(workspace: Workspace, type_: str, secret: str, role: str) -> Credential:
    made = Credential.objects.create(workspace=workspace, type=type_, name=type_, secret_hash=hash_secret(secret))
    Grant.objects.create(workspace=workspace, credential=made, role=role)
    return made


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, made for one test."""
    return make_cast()


def make_cast() -> Cast:
    """Everybody, each with their grant. No workspace is active: a test says which."""
    river = Workspace.objects.create(slug="river", name="River programme", country="MWI")
    lake = Workspace.objects.create(slug="lake", name="Lake programme", country="MWI")
    amina, ben, chol, dina = (_user(name) for name in ("amina", "ben", "chol", "dina"))
    Grant.objects.create(workspace=river, user=amina, role="owner")
    Grant.objects.create(workspace=river, user=ben, role="worker")
    Grant.objects.create(workspace=lake, user=chol, role="owner")
    Grant.objects.create(workspace=river, user=dina, role="worker", scope="place", place_path=DINAS_PLACE)
    device = _credential(river, "device", DEVICE_SECRET, "collector")
    token = _credential(river, "token", TOKEN_SECRET, "viewer")
    return Cast(river, lake, amina, ben, chol, dina, _user("omar", is_operator=True), device, token)
