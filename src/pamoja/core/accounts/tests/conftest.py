"""A browser that has just proved who it is: sensitive acts ask for that."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from pamoja.core.testing.cast import PASSWORD, Cast

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    """Sign in by the form, as a person does, and prove it again, as allauth's own pages want."""

    def by_form(name: str) -> Client:
        browser = Client()
        answer = browser.post(reverse("account_login"), {"login": f"{name}@example.org", "password": PASSWORD})
        assert answer.status_code == 302
        browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return browser

    return by_form
