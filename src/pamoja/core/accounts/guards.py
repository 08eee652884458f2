"""What stands in front of a page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from pamoja.core.permissions import Actor
from pamoja.core.problems import NO_WORKSPACE, SIGN_IN_FIRST, Problem, wants_json
from pamoja.core.workspaces.context import NoActiveWorkspace

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Pass the actor to the view; send an unknown visitor to sign in, and one without a workspace away.

    The answer is kept out of shared and browser caches.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.is_anonymous and not wants_json(request):
            return redirect_to_login(request.get_full_path())
        if actor.is_anonymous:
            raise Problem(SIGN_IN_FIRST)
        if actor.workspace is None and not actor.is_operator:
            raise Problem(NO_WORKSPACE)
        try:
            response = view(request, actor, *args, **kwargs)
        except NoActiveWorkspace as error:  # an operator, whose work is not in workspaces, asks for a page of one
            if actor.workspace is not None:
                raise
            raise Problem(NO_WORKSPACE) from error
        patch_cache_control(response, private=True, no_store=True)
        return response

    return guarded
