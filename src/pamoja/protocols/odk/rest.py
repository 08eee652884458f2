"""Resources of the ODK Central API: who calls, what they sent, and how answers and failures are written.

    re_path(r"^v1/projects/(?P<project>\\d+)$", resource(GET=read, PATCH=change))

A handler takes the `Call` and what the address names, and returns what JSON can hold, or a whole response.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from pydantic_core import from_json

from pamoja.apps.forms.contracts import Form, Project
from pamoja.apps.forms.selectors import project_by_number
from pamoja.core.accounts.models import ProgramSession, User
from pamoja.core.permissions import Actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.formats.central import UNDEFINED
from pamoja.formats.openrosa import Refusal
from pamoja.protocols.odk.auth import Caller, Refused, session_cookie, sign_in
from pamoja.protocols.odk.endpoints import Endpoint, answered, nowhere
from pamoja.protocols.odk.verbs import is_allowed, verbs_of

Handler = Callable[..., Any]
SUCCESS = {"success": True}
MOST_JSON_BYTES, MOST_BULK_BYTES = 250 * 1024, 100 * 1024 * 1024
BIGGEST_NUMBER = 2**31 - 1
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""As JSON writes it; a backslash before it makes it plain text."""


@dataclass
class Call:
    """One request: who calls, in which workspace, and what came along; `key` is the secret in the address, if any."""

    request: HttpRequest
    caller: Caller
    workspace: Workspace | None
    key: str | None = None

    @cached_property
    def actor(self) -> Actor:
        """The caller at work in the workspace of what they ask for; nobody, where they have no workspace."""
        return self.caller.within(self.workspace)

    @property
    def user(self) -> User:
        """The person who calls. Raises 404.1 for a device."""
        if self.caller.user is None:
            raise refused("404.1")
        return self.caller.user

    @property
    def session(self) -> ProgramSession | None:
        """The session that the caller came with."""
        return self.caller.session

    @property
    def is_extended(self) -> bool:
        """Whether the caller wants what costs more to tell."""
        return self.request.headers.get("X-Extended-Metadata", "").lower() == "true"

    @property
    def query(self) -> Mapping[str, str]:
        """What stands behind the question mark."""
        return self.request.GET

    def asks(self, name: str) -> bool:
        """Whether the query says that this is true."""
        return self.query.get(name, "").lower() == "true"

    def number(self, name: str) -> int | None:
        """A whole number of the query, from 0 on. Raises 400.11, 400.22."""
        text = self.query.get(name)
        return None if text is None else _number(text, field=name)

    @cached_property
    def body(self) -> dict[str, Any]:
        """The JSON object that was sent; empty when none was. Raises 400.1, 400.36."""
        return self.read_json(MOST_JSON_BYTES)

    def read_json(self, most: int) -> dict[str, Any]:
        """The JSON object that was sent, up to a size. Raises 400.1, 400.36, 400.37."""
        if self.request.content_type != "application/json":
            return {}
        if self.request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise refused("400.37")
        if int(self.request.headers.get("Content-Length") or 0) > most:
            raise refused("400.36")
        raw = self.request.body
        if not raw:
            return {}
        try:
            return _object_in(raw)
        except ValueError:
            raise refused("400.1", format="json", rawLength=len(raw)) from None

    def value(self, name: str) -> Any:
        """A value of the body. Raises 400.2 when it is missing or empty."""
        value = self.body.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise refused("400.2", field=name)
        return value

    def require_somebody(self) -> None:
        """Raise 401.2 for who has not signed in."""
        if self.actor.is_anonymous:
            raise refused("401.2")

    def may(self, verb: str, project: Project | None = None, form: Form | None = None) -> bool:
        """Whether the caller may do what the API calls by this name, here."""
        return is_allowed(self.actor, verb, inside(project, form))

    def may_all(self, verb: str, project: Project) -> bool:
        """Whether the caller may do this with all of a project, and not only with what they were given one by one."""
        reaching = tuple(held for held in self.actor.grants if held.scope != "assigned")
        return is_allowed(replace(self.actor, grants=reaching), verb, inside(project, None))

    def require(self, verb: str, project: Project | None = None, form: Form | None = None) -> None:
        """Raise 403.1 unless the caller may."""
        if not self.may(verb, project, form):
            raise refused("403.1")

    def verbs(self, project: Project | None = None, form: Form | None = None) -> list[str]:
        """Everything that the caller may do here, as the API calls it."""
        return verbs_of(self.actor, inside(project, form))


def _object_in(raw: bytes) -> dict[str, Any]:
    """A JSON object. Raises ValueError, too, for text that no database takes: NUL, and half a surrogate pair."""
    read = from_json(raw)
    if not isinstance(read, dict) or NUL.search(raw):
        raise ValueError("no object, or a NUL in it")
    return read


def inside(project: Project | None, form: Form | None) -> dict[str, int]:
    """The containers that a project or form stands for, by kind."""
    containers = {}
    if form is not None:
        containers = {"forms.form": form.pk, "forms.project": form.project_id}
    elif project is not None:
        containers = {"forms.project": project.pk}
    return containers


def refused(code: str, **details: Any) -> Refused:
    """What a handler raises to refuse."""
    return Refused(Refusal.of(code, **details))


def resource(**handlers: Handler) -> Endpoint:
    """An address whose methods are answered by these handlers, for who has signed in."""
    return _resource(handlers, sign_in)


def openrosa_resource(**handlers: Handler) -> Endpoint:
    """The same, answering in OpenRosa XML to who sends the X-OpenRosa-Version header."""
    return _resource(handlers, sign_in, is_openrosa=True)


def slow(handler: Handler) -> Handler:
    """Mark a handler that reads or converts for long: it opens its transaction itself, when it comes to writing."""
    handler.opens_transaction = True  # type: ignore[attr-defined]
    return handler


def open_resource(**handlers: Handler) -> Endpoint:
    """An address that anybody may ask."""
    return _resource(handlers, lambda request, key: Caller())


def either_resource(**handlers: Handler) -> Endpoint:
    """An address that anybody may ask, and that asks back who has signed in."""
    return _resource(handlers, _whoever)


def _whoever(request: HttpRequest, key: str | None) -> Caller:
    has_signed_in = key or "Authorization" in request.headers or session_cookie() in request.COOKIES
    return sign_in(request, key) if has_signed_in else Caller()


def _resource(
    handlers: Mapping[str, Handler], who: Callable[[HttpRequest, str | None], Caller], is_openrosa: bool = False
) -> Endpoint:
    @csrf_exempt
    def endpoint(request: HttpRequest, key: str | None = None, **named: str) -> HttpResponseBase:
        handler = handlers.get("GET" if request.method == "HEAD" else str(request.method))
        if handler is None:
            return nowhere(request)
        secret = key or request.GET.get("st")
        return answered(request, is_openrosa, lambda: _called(request, handler, who(request, key), secret, named))

    return endpoint


def _called(
    request: HttpRequest, handler: Handler, caller: Caller, key: str | None, named: dict[str, str]
) -> HttpResponseBase:
    """One decision on one transaction: a write whose answer is a refusal leaves nothing. Raises 404.1 for a NUL."""
    if any("\x00" in word for word in named.values()):  # PostgreSQL takes none in a text
        raise refused("404.1")
    project = _project(named.pop("project")) if "project" in named else None
    workspace = caller.workspace_for(project)
    call = Call(request, caller, workspace, key)
    request.actor = call.actor  # type: ignore[attr-defined]  # the log says who it was
    with workspace_active(workspace):
        if project is not None:
            named = {"project": project, **named}  # type: ignore[dict-item]
        if request.method in ("GET", "HEAD") or getattr(handler, "opens_transaction", False):
            return written(handler(call, **named))
        with transaction.atomic():
            return written(handler(call, **named))


def _project(number: str) -> Project:
    """The project of an address. Raises 404.1."""
    project = project_by_number(_number(number))
    if project is None:
        raise refused("404.1")
    return project


def _number(text: str, **subject: str) -> int:
    """A number that a database takes. Raises 400.11 for what is none, naming the subject or the text; 400.22."""
    try:
        number = int(text)
    except ValueError:
        raise refused("400.11", **(subject or {"value": text}), expected="integer") from None
    if not 0 <= number <= BIGGEST_NUMBER:
        raise refused("400.22", value=text, type="integer")
    return number


def written(result: Any) -> HttpResponseBase:
    """A response as it is, anything else as JSON."""
    if isinstance(result, HttpResponseBase):
        return result
    return JsonResponse(result, safe=False, json_dumps_params={"ensure_ascii": False})


def missing(expected: list[str], body: Mapping[str, Any]) -> Refused:
    """400.3 for parameters of which one at least is empty."""
    got = {name: body.get(name, UNDEFINED) for name in expected}
    return refused("400.3", expected=expected, got=got)
