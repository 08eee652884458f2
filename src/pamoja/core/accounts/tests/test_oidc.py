"""Signing in elsewhere: an account is its `sub`, whatever its e-mail address says."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from pamoja.core.accounts.models import Grant, User
from pamoja.core.accounts.services import Given, invite
from pamoja.core.accounts.services.invitations import secret_of
from pamoja.core.testing.cast import Cast

PROGRAM = Path(__file__).parent / "oidc_provider.py"
SignIn = Callable[[str], Client]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with subprocess.Popen([sys.executable, str(PROGRAM), "0"], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
        running.terminate()


@pytest.fixture(autouse=True)
def configured(settings: Any, provider: str) -> None:
    app = {"provider_id": "office", "name": "Office", "client_id": "pamoja", "secret": "s"}
    app["settings"] = {"server_url": provider}  # type: ignore[assignment]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    settings.OIDC_PROVIDERS = [{"id": "office"}]
    settings.PAMOJA = settings.PAMOJA | {"HTTP_ALLOW": [provider.removeprefix("http://")]}


def sign_in_there(browser: Client, provider: str, process: str = "login", **claims: object) -> HttpResponse:
    """Press the button, be somebody at the provider, come back."""
    requests.post(f"{provider}/who", json=claims, timeout=5)
    handed_over = browser.post(f"/accounts/oidc/office/login/?process={process}")
    link = re.search(r'<a href="([^"]+)"', handed_over.text)
    assert link is not None
    back = requests.get(unescape(link[1]), allow_redirects=False, timeout=5).headers["Location"]
    return browser.get("/" + back.split("/", 3)[3], follow=True)


def who_is(browser: Client) -> str | None:
    key = browser.session.get("_auth_user_id")
    return User.objects.get(pk=key).name if key else None


def test_a_stranger_gets_no_account(cast: Cast, provider: str) -> None:
    browser, before = Client(), User.objects.count()
    answer = sign_in_there(browser, provider, sub="1", email="new@example.org", email_verified=True)
    assert who_is(browser) is None
    assert User.objects.count() == before
    assert "by invitation" in answer.text


def test_the_same_address_takes_over_no_account(cast: Cast, provider: str) -> None:
    browser = Client()
    sign_in_there(browser, provider, sub="666", email="amina@example.org", email_verified=True)
    assert who_is(browser) is None
    assert not SocialAccount.objects.exists()


def test_a_connected_account_signs_in_by_its_sub_even_under_another_address(
    cast: Cast, provider: str, sign_in: SignIn
) -> None:
    sign_in_there(sign_in("amina"), provider, "connect", sub="42", email="amina@example.org")
    browser = Client()
    sign_in_there(browser, provider, sub="42", email="renamed@example.org")
    assert who_is(browser) == "Amina"
    other = Client()
    sign_in_there(other, provider, sub="43", email="amina@example.org", email_verified=True)
    assert who_is(other) is None


def test_an_invited_person_joins_with_their_account_elsewhere(cast: Cast, provider: str) -> None:
    secret = secret_of(invite(cast.actor("amina"), "nura@example.org", Given("worker")))
    browser = Client()
    browser.get(f"/invitation/{secret}/")
    sign_in_there(browser, provider, sub="7", email="nura@office.example", name="Nura", email_verified=True)
    assert who_is(browser) == "Nura"
    assert not Grant.objects.filter(user__name="Nura").exists()
    browser.post("/invitation/")
    assert Grant.objects.get(user__name="Nura").role == "worker"


def test_an_invitation_lets_nobody_into_an_account_that_is_not_theirs(cast: Cast, provider: str) -> None:
    secret = secret_of(invite(cast.actor("amina"), "nura@example.org", Given("worker")))
    browser = Client()
    browser.get(f"/invitation/{secret}/")
    sign_in_there(browser, provider, sub="8", email="chol@example.org", email_verified=True)
    assert who_is(browser) is None


def test_an_answer_that_nobody_asked_for_is_refused(cast: Cast, provider: str) -> None:
    browser = Client()
    browser.get("/accounts/oidc/office/login/callback/?code=the-code&state=forged")
    assert who_is(browser) is None


def test_going_there_needs_a_press_of_the_button(cast: Cast, provider: str, sign_in: SignIn) -> None:
    assert sign_in("amina").get("/accounts/oidc/office/login/?process=connect").status_code == 405
    assert Client().post("/accounts/oidc/unknown/login/").status_code == 404


def test_a_provider_inside_our_own_network_is_not_called(cast: Cast, settings: Any, provider: str) -> None:
    asked = requests.get(f"{provider}/asked", timeout=5).json()
    settings.PAMOJA = settings.PAMOJA | {"HTTP_ALLOW": []}
    answer = Client().post("/accounts/oidc/office/login/", headers={"Accept": "application/json"})
    assert answer.status_code == 422 and answer.json()["code"] == "outside-address-refused"
    assert requests.get(f"{provider}/asked", timeout=5).json() == [*asked, "/asked"]
