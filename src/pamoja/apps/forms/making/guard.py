"""What stands in front of these pages: a signed-in person in a workspace."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor
from pamoja.core.problems import NO_WORKSPACE, Problem

P = ParamSpec("P")


def at_work(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """As `signed_in`; and an operator without a workspace is told to choose one."""

    @wraps(view)
    def inside(request: HttpRequest, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if actor.workspace is None:
            raise Problem(NO_WORKSPACE)
        return view(request, actor, *args, **kwargs)

    return signed_in(inside)
