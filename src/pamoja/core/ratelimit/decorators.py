"""A limit in front of a view."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pamoja.core.ratelimit.callers import by_actor
from pamoja.core.ratelimit.limits import Limit
from pamoja.core.ratelimit.services import take

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def limited(limit: Limit, by: Callable[[HttpRequest], str] = by_actor) -> Callable[[View[P]], View[P]]:
    """Count each call of the view; above the limit it answers 429 with Retry-After and is not run."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            take(limit, by(request))
            return view(request, *args, **kwargs)

        return counted

    return decorate
