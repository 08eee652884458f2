"""Passwords, second factors, sessions and guessing."""

import base64
import re
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from pamoja.core.accounts.adapters import SecondFactorAdapter
from pamoja.core.accounts.models import User
from pamoja.core.testing.cast import PASSWORD, Cast

SignIn = Callable[[str], Client]
LOGIN = "/accounts/login/"


def guess(browser: Client, email: str, password: str = "wrong") -> int:
    return browser.post(LOGIN, {"login": email, "password": password}).status_code


@pytest.mark.parametrize("email", ["amina@example.org", "nobody-at-all@example.org"])
def test_the_sixth_guess_is_refused_even_when_it_is_right(cast: Cast, email: str) -> None:
    browser = Client()
    assert [guess(browser, email) for _ in range(5)] == [200] * 5
    assert guess(browser, email, PASSWORD) == 429
    assert guess(Client(), email, PASSWORD) == 429  # another browser at the same address


def test_a_refused_guess_says_what_to_do(cast: Cast) -> None:
    browser = Client()
    for _ in range(6):
        answer = browser.post(LOGIN, {"login": "amina@example.org", "password": "wrong"})
    assert "wait five minutes" in answer.text


def test_a_right_password_signs_in_whatever_the_case_of_the_address(cast: Cast) -> None:
    assert guess(Client(), "Amina@Example.ORG", PASSWORD) == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(cast: Cast) -> None:
    answers = [
        Client().post(LOGIN, {"login": email, "password": "wrong"}).text
        for email in ("amina@example.org", "noone@example.org")
    ]
    plain = [re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", text) for text in answers]
    assert plain[0] == plain[1]


def test_an_inactive_person_cannot_sign_in(cast: Cast) -> None:
    User.objects.filter(pk=cast.ben.pk).update(is_active=False)
    browser = Client()
    guess(browser, "ben@example.org", PASSWORD)
    assert "_auth_user_id" not in browser.session


def test_sign_up_is_closed(cast: Cast) -> None:
    before = User.objects.count()
    answer = Client().post("/accounts/signup/", {"email": "new@example.org", "password1": "correct horse battery"})
    assert User.objects.count() == before
    assert "invitation" in answer.text


@pytest.mark.parametrize(
    "password",
    ["short", "password1234", "qwertyuiop", "aaaaaaaaaaaa", "amina@example.org", "1234567890", "iloveyou2020"],
)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(email="amina@example.org", name="Amina"))


@pytest.mark.parametrize("password", [PASSWORD, "teal lamp river forty", "Zq8!vLw2#pRt"])
def test_a_strong_password_passes(password: str) -> None:
    validate_password(password, User(email="amina@example.org", name="Amina"))


def test_a_forgotten_password_is_set_anew_by_mail(cast: Cast) -> None:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": "amina@example.org"})
    link = re.search(r"http://\S+", str(mail.outbox[0].body))
    assert link is not None
    path = link.group().split("/", 3)[3]
    form = browser.get("/" + path, follow=True)
    new = {"password1": "teal lamp river forty", "password2": "teal lamp river forty"}
    browser.post(form.redirect_chain[-1][0], new)
    assert guess(Client(), "amina@example.org", "teal lamp river forty") == 302


def test_a_reset_for_an_unknown_address_looks_the_same(cast: Cast) -> None:
    known = Client().post("/accounts/password/reset/", {"email": "amina@example.org"})
    unknown = Client().post("/accounts/password/reset/", {"email": "noone@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_a_second_factor_is_set_up_asked_for_and_kept_sealed(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in("amina")
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    assert browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    stored = Authenticator.objects.get(user=cast.amina, type="totp").data["secret"]
    assert secret not in stored
    assert SecondFactorAdapter().decrypt(stored) == secret
    other = Client()
    assert (
        other.post(LOGIN, {"login": "amina@example.org", "password": PASSWORD})
        .headers["Location"]
        .startswith(reverse("mfa_authenticate"))
    )
    assert "_auth_user_id" not in other.session
    assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_recovery_code_signs_in_once(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in("amina")
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    code = browser.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    assert [_with_code(code), _with_code(code)] == [True, False]


def test_a_person_ends_their_other_sessions(cast: Cast, sign_in: SignIn) -> None:
    lost, mine = sign_in("amina"), sign_in("amina")
    assert "/manage/members/" in lost.get("/").text
    mine.get("/accounts/sessions/")
    mine.post("/accounts/sessions/")
    assert "/manage/members/" not in lost.get("/").text
    assert "/manage/members/" in mine.get("/").text


def test_nobody_ends_the_sessions_of_others(cast: Cast, sign_in: SignIn) -> None:
    amina, chol = sign_in("amina"), sign_in("chol")
    chol.get("/accounts/sessions/")
    chol.post("/accounts/sessions/")
    assert "/manage/members/" in amina.get("/").text


ACCOUNT_PAGES = [
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "socialaccount_connections",
    "profile",
]


@pytest.mark.parametrize("page", ACCOUNT_PAGES)
def test_account_pages_are_drawn_in_the_frame_for_who_is_signed_in(sign_in: SignIn, page: str) -> None:
    EmailAddress.objects.create(user=User.objects.get(name="Ben"), email="ben@example.org", verified=True, primary=True)
    answer = sign_in("ben").get(reverse(page))
    assert answer.status_code == 200
    assert 'id="sidebar"' in answer.text
    assert not re.search(r"<script(?![^>]*(src=|application/json))|\sstyle=|\son[a-z]+=", answer.text)
    assert Client().get(reverse(page)).status_code == 302


def _with_code(code: str) -> bool:
    browser = Client()
    browser.post(LOGIN, {"login": "amina@example.org", "password": PASSWORD})
    browser.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in browser.session


def code_of(secret: str) -> str:
    """The code of this half-minute (RFC 6238)."""
    assert len(base64.b32decode(secret)) >= 16
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
