"""Our API under /api/: every app's router, with problems as RFC 9457 answers."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.utils import check_csrf

from pamoja.apps.forms.api import router as forms
from pamoja.apps.people.api import router as people
from pamoja.apps.places.api import router as places
from pamoja.config.api_schema import described
from pamoja.core.permissions import Actor
from pamoja.core.problems import INVALID_INPUT, NOT_ALLOWED, NOT_FOUND, NOT_READABLE, SIGN_IN_FIRST, Problem, respond
from pamoja.core.ratelimit.callers import by_actor
from pamoja.core.ratelimit.limits import API_CALLS
from pamoja.core.ratelimit.services import take


class CleanParser(Parser):
    """Refuses what no database takes as text: the character NUL, and halves of surrogate pairs."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON body."""
        body = super().parse_body(request)
        _check_text(json.dumps(body, ensure_ascii=False))
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """What stands after the question mark."""
        _check_text("".join(str(value) for key in data for value in data.getlist(key)))
        return super().parse_querydict(data, list_fields, request)


def _check_text(text: str) -> None:
    if "\x00" in text or "\\u0000" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise Problem(INVALID_INPUT, _("Text may hold neither the character NUL nor half a surrogate pair."))


def has_actor(request: HttpRequest) -> Actor:
    """Refuse who has not proved who they are, by session or bearer secret, and who calls too often.

    A browser sends its session with every site's requests, so a session must come with the CSRF token to write;
    django-ninja leaves that to the authentication.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    take(API_CALLS, by_actor(request))
    _check_text(request.path)
    if actor.is_anonymous:
        raise Problem(SIGN_IN_FIRST)
    if actor.user is not None and check_csrf(request):
        raise Problem(NOT_ALLOWED, _("Send the CSRF token of the session, or use a token of your own."))
    return actor


class Api(NinjaAPI):
    """An API whose description names the problems too."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description (OpenAPI 3.1)."""
        return described(super().get_openapi_schema(**options))


api = Api(
    title="Pamoja",
    version="1",
    description="Everything that a program may read and write here, with the same rules as the pages.",
    urls_namespace="api",
    docs_url=None,
    auth=has_actor,
    parser=CleanParser(),
)
api.add_router("/places", places)
api.add_router("/people", people)
api.add_router("/forms", forms)


@api.exception_handler(Problem)
def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem raised inside an endpoint, in the same shape as everywhere else."""
    return respond(request, problem)


@api.exception_handler(ValidationError)
def answer_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input of the wrong type: each fault with its place. What was sent is not repeated."""
    faults = [{"where": ".".join(map(str, fault["loc"])), "detail": fault["msg"]} for fault in error.errors]
    return respond(request, Problem(INVALID_INPUT, errors=faults))


@api.exception_handler(HttpError)
def answer_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The only one that django-ninja raises by itself: a body that is no JSON."""
    return respond(request, Problem(NOT_READABLE, _("The body is not JSON.")))


@api.exception_handler(Http404)
def answer_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """No such thing."""
    return respond(request, Problem(NOT_FOUND))
