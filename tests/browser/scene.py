"""What there is to see: rows of every kind, made once for all pages, and the people who look at them."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from pamoja.core.accounts.models import User
from pamoja.core.testing.cast import PASSWORD, Cast, make_cast
from tests.browser.scene_accounts import make_accounts
from tests.browser.scene_core import make_core
from tests.browser.scene_entities import make_entities
from tests.browser.scene_forms import make_forms
from tests.browser.scene_people import make_people
from tests.browser.scene_places import make_places


@dataclass(frozen=True)
class Scene:
    """The cast, `rows` (ids and parts of addresses, by name), and the session of each who looks ("nobody": none).

    All have just proved who they are, but "half": she gave the password of "mia" and not yet her second factor.
    """

    cast: Cast
    rows: dict[str, Any]
    sessions: dict[str, str]


def make_scene() -> Scene:
    """Everything, in an empty database."""
    cast = make_cast()
    rows: dict[str, Any] = {}
    for make in (make_places, make_people, make_forms, make_entities, make_core, make_accounts):
        rows |= make(cast)
    sessions = {name: _sign_in(name) for name in ("amina", "ben", "chol", "dina", "omar", "mia", "pia", "half")}
    return Scene(cast, rows, sessions | {"nobody": ""})


def _sign_in(who: str) -> str:
    client = Client()
    if who in ("mia", "pia"):  # past their second factor
        client.force_login(User.objects.get(email=f"{who}@example.org"))
    else:
        email = "mia@example.org" if who == "half" else f"{who}@example.org"
        client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    if who != "half":
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.cookies["sessionid"].value
