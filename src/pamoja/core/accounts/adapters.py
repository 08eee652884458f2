"""Where django-allauth asks the house: who may sign up, what a blocked guess is answered with, how secrets rest."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from pamoja.core.accounts.models import User
from pamoja.core.accounts.selectors import invitation_by_secret
from pamoja.core.crypto.envelope import bind
from pamoja.core.crypto.keyring import keyring
from pamoja.core.http import guarded_session

INVITATION_SESSION_KEY = "invitation"
PLACE_OF_SECRETS = bind("mfa_authenticator", "data")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come into being only by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """The sign-up form of allauth stays closed: the invitation's own page makes accounts."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer 429 from the sixth wrong guess on, whether or not the account exists."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(respond_429(request)) from None


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An account of a provider is known by its `sub` alone; the same e-mail address proves nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Only while an invitation is being accepted in this browser."""
        return invitation_by_secret(request.session.get(INVITATION_SESSION_KEY, "")) is not None

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Name and address as the provider gives them."""
        user: User = super().populate_user(request, sociallogin, data)
        user.email = (data.get("email") or "").strip().lower()
        user.name = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        return user

    def get_requests_session(self) -> Any:
        """Calls to a provider keep the rule of the way out: an address inside our own network is not reached.

        One whose provider stands there names its host in `PAMOJA_HTTP_ALLOW`.
        """
        return guarded_session()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors rest sealed under the master key."""

    def encrypt(self, text: str) -> str:
        """`id:base64` of the sealed text."""
        key_id, sealed = keyring().wrap(text.encode(), PLACE_OF_SECRETS)
        return f"{key_id}:{base64.b64encode(sealed).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """The text. Raises BadSeal, MissingMasterKey."""
        key_id, _colon, sealed = encrypted_text.partition(":")
        return keyring().unwrap(key_id, base64.b64decode(sealed), PLACE_OF_SECRETS).decode()
