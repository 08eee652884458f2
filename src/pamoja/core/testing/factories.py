"""How to make one row of each kind: each app says it in `tests/factories.py`, and the matrix test uses them all."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models

from pamoja.core.accounts.models import Credential, Team, User
from pamoja.core.workspaces.models import Workspace


@dataclass(frozen=True)
class Wanted:
    """What the row must have, as far as its kind can: `assigned` are people and a credential named on it.

    The row's workspace is active while it is made. `number` is unique among the rows of a test.
    """

    workspace: Workspace
    place_path: str
    team: Team
    owner: User
    assigned: User
    assigned_credential: Credential
    number: int


Make = Callable[[Wanted], models.Model]
FACTORIES: dict[str, Make] = {}


def factory(kind: str) -> Callable[[Make], Make]:
    """Register what makes rows of a kind. Raises ValueError when there is one."""

    def register(make: Make) -> Make:
        if kind in FACTORIES:
            raise ValueError(f"kind {kind!r} has two factories")
        FACTORIES[kind] = make
        return make

    return register


def load_factories() -> dict[str, Make]:
    """Import `tests/factories.py` of every app that has one; returns all factories by kind."""
    for config in apps.get_app_configs():
        name = f"{config.name}.tests.factories"
        if config.name.startswith("pamoja.") and find_spec(f"{config.name}.tests") and find_spec(name):
            import_module(name)
    return FACTORIES
