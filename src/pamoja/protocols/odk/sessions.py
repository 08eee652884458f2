"""Signing in with e-mail and password, and out again."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from pamoja.apps.forms.contracts import Collector
from pamoja.apps.forms.services import revoke_collector
from pamoja.core.accounts.actors import hash_secret, workspaces_of
from pamoja.core.accounts.models import Credential, ProgramSession
from pamoja.core.accounts.services import programs
from pamoja.core.accounts.services.programs import end_session, find_session
from pamoja.formats.central import moment
from pamoja.protocols.odk.auth import check_password, session_cookie
from pamoja.protocols.odk.rest import SUCCESS, Call, missing, refused

CSRF_COOKIE = "__csrf"
NO_END = "9999-12-31T23:59:59.000Z"


def sign_in(call: Call) -> HttpResponse:
    """A new session, told in the answer and as cookies."""
    email, password = call.body.get("email"), call.body.get("password")
    if email in (None, "") or password in (None, ""):
        raise missing(["email", "password"], call.body)
    if not isinstance(email, str):
        raise refused("400.11", field="email", expected="string")
    user = check_password(call.request, email, password if isinstance(password, str) else "")
    workspace = next(iter(workspaces_of(user)), None)
    if workspace is None:
        raise refused("401.2")
    session, secret, csrf = programs.sign_in(user, workspace)
    response = JsonResponse({**session_json(session), "token": secret, "csrf": csrf})
    _set_cookies(response, session, secret, csrf)
    return response


def restore(call: Call) -> dict[str, Any]:
    """The session that the caller has; that of a device or link has no end."""
    if call.session is not None:
        return session_json(call.session)
    held = Credential.objects.filter(pk=call.actor.credential_id or 0).first()
    if held is None:
        raise refused("404.1")
    return {"createdAt": moment(held.created_at), "expiresAt": moment(held.expires_at) or NO_END}


def sign_out(call: Call) -> HttpResponse:
    """End the session that the caller came with."""
    if call.session is None:
        raise refused("404.1" if call.caller.user else "403.1")
    return _end(call, call.session)


def end(call: Call, token: str) -> HttpResponse:
    """End a session by its secret: one's own, or that of a device or link that one looks after."""
    session = find_session(token)
    if session is not None and session.user == call.caller.user:
        return _end(call, session)
    held = Credential.objects.filter(secret_hash=hash_secret(token), workspace=call.workspace).first()
    collector = Collector.objects.select_related("project").filter(credential=held).first() if held else None
    if collector is None or not call.may("session.end", collector.project):
        raise refused("403.1")
    revoke_collector(call.actor, collector.credential)
    return JsonResponse(SUCCESS)


def session_json(session: ProgramSession) -> dict[str, Any]:
    """When a session began and when it ends."""
    return {"createdAt": moment(session.created_at), "expiresAt": moment(session.expires_at)}


def _end(call: Call, session: ProgramSession) -> HttpResponse:
    end_session(session)
    response = JsonResponse(SUCCESS)
    if call.session and session.secret_hash == call.session.secret_hash:
        _drop_cookies(response)
    return response


def _set_cookies(response: HttpResponse, session: ProgramSession, secret: str, csrf: str) -> None:
    shared: dict[str, Any] = {"expires": session.expires_at, "secure": settings.IS_HTTPS, "samesite": "Strict"}
    response.set_cookie(session_cookie(), secret, httponly=True, **shared)
    response.set_cookie(CSRF_COOKIE, csrf, **shared)


def _drop_cookies(response: HttpResponse) -> None:
    shared: dict[str, Any] = {"expires": datetime.fromtimestamp(0, UTC), "secure": True, "samesite": "Strict"}
    response.set_cookie(session_cookie(), "null", httponly=True, **shared)
    response.set_cookie(CSRF_COOKIE, "null", **shared)
