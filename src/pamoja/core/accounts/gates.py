"""What a page asks of the person before it begins."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from pamoja.core.permissions import Actor
from pamoja.core.problems import NO_WORKSPACE, Problem

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Send a visitor to the sign-in page, and back afterwards."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return redirect_to_login(request.get_full_path()) if actor.user is None else view(request, *args, **kwargs)

    return wrapped


def in_workspace(view: View) -> View:
    """As `signed_in`; and a person without a workspace is told so (problem `no-workspace`)."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.workspace is None:  # type: ignore[attr-defined]
            raise Problem(NO_WORKSPACE)
        return view(request, *args, **kwargs)

    return signed_in(wrapped)


def proved_again(view: View) -> View:
    """As `in_workspace`; asks for the password or passkey again when the last proof is older than five minutes."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _has_proved_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return in_workspace(wrapped)


def _has_proved_lately(request: HttpRequest) -> bool:
    """By signing in or by a fresh proof; who only signs in elsewhere has nothing to prove here."""
    if not get_adapter().get_reauthentication_methods(request.user):
        return True
    proofs = get_authentication_records(request, request.user)
    return bool(proofs) and time.time() - proofs[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
