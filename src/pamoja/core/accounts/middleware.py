"""Puts the actor on the request and makes their workspace the active one."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

from pamoja.core.accounts.actors import actor_by_secret, person, workspaces_of
from pamoja.core.permissions import ANONYMOUS, Actor
from pamoja.core.problems import Problem, respond
from pamoja.core.ratelimit.callers import by_address
from pamoja.core.ratelimit.limits import WRONG_SECRETS
from pamoja.core.ratelimit.services import take
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

SESSION_KEY = "workspace"
BEARER = "Bearer "


class ProgramMiddleware:
    """Leads addresses of collecting programs straight to their view, past all that is for pages in a browser.

    Sessions, languages, messages and CSRF mean nothing there: a program says with each request who it is. It takes a
    tenth of the time of a record. Put it behind what every answer needs and before what only pages need.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.PROGRAM_PATHS):
            return self.get_response(request)
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        translation.deactivate()  # a page before, in this thread, may have been in another language
        match = request.resolver_match = resolve(request.path_info)
        return match.func(request, *match.args, **match.kwargs)  # type: ignore[no-any-return]


class ActorMiddleware:
    """`request.actor` is always there; without a session cookie or bearer secret it costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        try:
            actor = actor_of(request)
        except Problem as problem:
            return respond(request, problem)
        request.actor = actor  # type: ignore[attr-defined]
        with workspace_active(actor.workspace):
            return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking: by bearer secret under /api/, else by session. Raises TOO_MANY for who guesses secrets."""
    header = request.headers.get("Authorization", "")
    if header.startswith(BEARER) and request.path.startswith("/api/"):
        actor = actor_by_secret(header[len(BEARER) :])
        if actor.is_anonymous:
            take(WRONG_SECRETS, by_address(request))
        return actor
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return ANONYMOUS
    return person(request.user, _chosen_workspace(request))


def _chosen_workspace(request: HttpRequest) -> Workspace | None:
    mine = list(workspaces_of(request.user))  # type: ignore[arg-type]
    chosen = request.session.get(SESSION_KEY)
    return next((w for w in mine if w.slug == chosen), mine[0] if mine else None)
