"""Our API under /api/: every app's router, with problems as RFC 9457 answers."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from pamoja.apps.people.api import router as people
from pamoja.apps.places.api import router as places
from pamoja.core.permissions import Actor
from pamoja.core.problems import SIGN_IN_FIRST, Problem, respond


def has_actor(request: HttpRequest) -> Actor:
    """Refuse who has not proved who they are, by session or bearer secret."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_anonymous:
        raise Problem(SIGN_IN_FIRST)
    return actor


api = NinjaAPI(title="Pamoja", version="1", urls_namespace="api", docs_url=None, auth=has_actor)
api.add_router("/places", places)
api.add_router("/people", people)


@api.exception_handler(Problem)
def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem raised inside an endpoint, in the same shape as everywhere else."""
    return respond(request, problem)
