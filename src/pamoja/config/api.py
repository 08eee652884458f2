"""Our API under /api/: every app's router, with problems as RFC 9457 answers."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.utils import check_csrf

from pamoja.apps.people.api import router as people
from pamoja.apps.places.api import router as places
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_ALLOWED, SIGN_IN_FIRST, Problem, respond


def has_actor(request: HttpRequest) -> Actor:
    """Refuse who has not proved who they are, by session or bearer secret.

    A browser sends its session with every site's requests, so a session must come with the CSRF token to write;
    django-ninja leaves that to the authentication.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_anonymous:
        raise Problem(SIGN_IN_FIRST)
    if actor.user is not None and check_csrf(request):
        raise Problem(NOT_ALLOWED, _("Send the CSRF token of the session, or use a token of your own."))
    return actor


api = NinjaAPI(title="Pamoja", version="1", urls_namespace="api", docs_url=None, auth=has_actor)
api.add_router("/places", places)
api.add_router("/people", people)


@api.exception_handler(Problem)
def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem raised inside an endpoint, in the same shape as everywhere else."""
    return respond(request, problem)
