"""Who is calling: a key in the address, a bearer secret, a device by Digest, a cookie, or e-mail and password.

The last two are taken over HTTPS alone, a password also from this very machine.
"""

import base64
import binascii
import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from pamoja.apps.forms.contracts import Project
from pamoja.apps.forms.selectors import workspace_of_project
from pamoja.core.accounts.actors import device_by_secret, person, workspaces_of
from pamoja.core.accounts.models import ProgramSession, User
from pamoja.core.accounts.services.programs import find_session, is_csrf_right
from pamoja.core.permissions import ANONYMOUS, Actor
from pamoja.core.ratelimit.callers import by_address
from pamoja.core.ratelimit.limits import register_limit
from pamoja.core.ratelimit.services import require_room, take
from pamoja.core.workspaces.models import Workspace
from pamoja.formats.openrosa import VERSION_HEADER, Refusal
from pamoja.protocols.odk.digest import Verdict, new_challenge, secret_by_digest

WRONG_KEYS = register_limit("wrong-keys", 10, 600)  # by address; keys cannot be guessed: this spares the server
WRONG_PASSWORDS = register_limit("wrong-passwords", 10, 600)  # of Basic sign-in, by address
WRONG_FOR_ACCOUNT = register_limit("wrong-for-account", 30, 600)  # the same for one e-mail address, from anywhere
KEY = re.compile(r"[A-Za-z0-9!$_-]{32,128}")


class Refused(Exception):
    """An answer of the protocol instead of what was asked for, and headers that belong to it."""

    def __init__(self, refusal: Refusal, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(refusal.code)
        self.refusal, self.headers = refusal, headers


@dataclass(frozen=True)
class Caller:
    """A device or program, or a person whose workspace depends on what they ask for."""

    holder: Actor | None = None
    user: User | None = None
    session: ProgramSession | None = None

    def workspace_for(self, project: Project | None) -> Workspace | None:
        """Where the caller works: in the project's workspace, else in their own first one.

        A project of a workspace that they have no part in does not exist for them. Raises Refused 404.1.
        """
        if self.holder is None and self.user is None:
            return project.workspace if project else None  # as nobody: the address itself asks for a secret
        mine = [self.holder.workspace] if self.holder else list(workspaces_of(self.user)) if self.user else []
        if project is None:
            return mine[0] if mine else None
        if project.workspace not in mine:
            raise Refused(Refusal.of("404.1"))
        return project.workspace

    def within(self, workspace: Workspace | None) -> Actor:
        """The actor in a workspace that the caller has part in."""
        if self.holder:
            return self.holder
        return person(self.user, workspace) if self.user else ANONYMOUS

    def at(self, project: int) -> Actor:
        """The actor in the workspace of the project that was asked for; elsewhere it does not exist for them."""
        workspace = workspace_of_project(project)
        if workspace is None or (self.holder and self.holder.workspace != workspace):
            raise Refused(Refusal.of("404.1"))
        if self.holder:
            return self.holder
        if self.user is None:
            raise Refused(Refusal.of("401.2"))
        return person(self.user, workspace)


def sign_in(request: HttpRequest, key: str | None) -> Caller:
    """The caller. Raises Refused: 401.2, 401.3, and 403.1 for a key that is well-formed but opens nothing.

    Raises Problem TOO_MANY for who guesses. Devices behind one address do not stop each other: a right key always
    opens. A password is not even looked at while its address, or the account that it is for, has to wait: whoever
    guesses from many addresses keeps that person from signing in here, with a password, and from nothing else.
    """
    key = key if key is not None else request.GET.get("st")
    if key is not None:
        return _by_key(request, key)
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_session(value) or _by_secret(request, value, "401.2")
    if scheme.lower() == "basic":
        return _by_password(request, value)
    if scheme.lower() == "digest":
        return _by_digest(request, value)
    if not scheme and request.headers.get("Cookie"):
        return _by_cookie(request)
    # only apps that collect are asked for a password: a browser would ask its person
    raise Refused(Refusal.of("401.2"), new_challenge() if VERSION_HEADER in request.headers else {})


def _by_digest(request: HttpRequest, value: str) -> Caller:
    """Raises Refused 401.2 with another challenge; TOO_MANY for who guesses."""
    found = secret_by_digest(request, value)
    if isinstance(found, str):
        return _by_secret(request, found, "401.2")
    if found is Verdict.WRONG:
        take(WRONG_KEYS, by_address(request))
    raise Refused(Refusal.of("401.2"), new_challenge(is_stale=found is Verdict.STALE))


def _by_session(secret: str) -> Caller | None:
    session = find_session(secret) if KEY.fullmatch(secret) else None
    return Caller(user=session.user, session=session) if session else None


def _by_cookie(request: HttpRequest) -> Caller:
    """A browser's session; what it posts must show that a page of ours made it."""
    if not request.is_secure():
        raise Refused(Refusal.of("401.3"))
    caller = _by_session(unquote(request.COOKIES.get(session_cookie(), "")))
    if caller is None or caller.session is None:
        raise Refused(Refusal.of("401.2"))
    if request.method == "POST" and request.headers.get("X-Requested-With") != "XMLHttpRequest":
        csrf = unquote(request.POST.get("__csrf", "") or _json_csrf(request))
        if not is_csrf_right(caller.session, csrf):
            raise Refused(Refusal.of("401.2"))
    return caller


def _json_csrf(request: HttpRequest) -> str:
    try:
        body = json.loads(request.body) if request.content_type == "application/json" else {}
    except ValueError:
        body = {}
    return str(body.get("__csrf", "")) if isinstance(body, dict) else ""


def session_cookie() -> str:
    """The name of the session's cookie; over HTTPS browsers take it from this very host alone."""
    return "__Host-session" if settings.IS_HTTPS else "session"


def _by_key(request: HttpRequest, key: str) -> Caller:
    if not KEY.fullmatch(key):
        raise Refused(Refusal.of("401.2"))
    return _by_secret(request, key, "403.1")


def _by_secret(request: HttpRequest, secret: str, otherwise: str) -> Caller:
    actor = device_by_secret(secret)
    if actor.is_anonymous:
        take(WRONG_KEYS, by_address(request))
        raise Refused(Refusal.of(otherwise))
    return Caller(holder=actor)


def _by_password(request: HttpRequest, value: str) -> Caller:
    if not (request.is_secure() or _is_loopback(request)):
        raise Refused(Refusal.of("401.3"))
    try:
        email, _colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused(Refusal.of("401.2")) from None
    return Caller(user=check_password(request, email, password))


def check_password(request: HttpRequest, email: str, password: str) -> User:
    """The person whose e-mail and password these are. Raises Refused 401.2, Problem TOO_MANY."""
    account = email.strip().lower()  # of nobody too: who waits must not learn who exists
    require_room(WRONG_PASSWORDS, by_address(request))
    require_room(WRONG_FOR_ACCOUNT, account)
    user = authenticate(request, email=account, password=password) if password else None
    if not isinstance(user, User) or is_mfa_enabled(user):  # a password alone is not how they sign in
        take(WRONG_PASSWORDS, by_address(request))
        take(WRONG_FOR_ACCOUNT, account)
        raise Refused(Refusal.of("401.2"))
    return user


def _is_loopback(request: HttpRequest) -> bool:
    """A client on this very machine sends its password over no network; a proxy on it speaks for others."""
    if settings.PAMOJA["TRUSTED_PROXIES"]:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
