"""Home, and what a person chooses about the frame: language, colours, workspace."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts.actors import workspaces_of
from pamoja.core.accounts.middleware import SESSION_KEY
from pamoja.core.first_steps import steps_for
from pamoja.core.notifications.services import notifications_of
from pamoja.core.notifications.words import words_of
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.web.context import THEME_COOKIE, THEMES, Shell

YEAR = 365 * 24 * 3600
NEWS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what this person does here; for a visitor, what this is and how to sign in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.user is None:
        return render(request, "welcome.html")
    news = notifications_of(actor.user).filter(read_at__isnull=True)[:NEWS]
    told = [(notification, words_of(notification)) for notification in news]
    return render(request, "home.html", {"steps": steps_for(actor), "news": told})


def server_error(request: HttpRequest) -> HttpResponse:
    """What people see after a mistake of ours, in their colours; it asks nothing that could fail once more."""
    return HttpResponseServerError(render_to_string("500.html", {"theme": Shell(request).theme}))


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep a language in this browser, and in the profile of who is signed in."""
    code = request.POST.get("language", "")
    response = _back(request)
    if code not in dict(settings.LANGUAGES):
        return response
    user = request.actor.user  # type: ignore[attr-defined]
    if user is not None and user.language != code:
        user.language = code
        user.save(update_fields=["language"])
    _keep(request, response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in this browser."""
    response = _back(request)
    if request.POST.get("theme") in THEMES:
        _keep(request, response, THEME_COOKIE, request.POST["theme"])
    return response


@require_POST
def choose_workspace(request: HttpRequest) -> HttpResponse:
    """Work in another of one's workspaces; home, because no address of the old one means anything in the new."""
    user = request.actor.user  # type: ignore[attr-defined]
    slug = request.POST.get("workspace", "")
    if user is None or not any(w.slug == slug for w in workspaces_of(user)):
        raise Problem(NOT_FOUND)
    request.session[SESSION_KEY] = slug
    return HttpResponseRedirect("/")


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())


def _back(request: HttpRequest) -> HttpResponse:
    """To the page on which the choice was made, never to another site."""
    target = request.POST.get("next", "/")
    is_safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(target if is_safe else "/")
