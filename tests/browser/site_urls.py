"""The addresses of the product, and some that fail, to see what people are told then."""

from allauth.core.ratelimit import respond_429
from django.http import HttpRequest, HttpResponse
from django.urls import path

from pamoja.config.urls import handler500
from pamoja.config.urls import urlpatterns as product
from pamoja.core.problems import CONFLICT, Problem

__all__ = ["handler500", "urlpatterns"]


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    raise RuntimeError("broken on purpose")


def stale(request: HttpRequest) -> HttpResponse:
    """A problem of the catalogue, where a page tells of it."""
    raise Problem(CONFLICT)


urlpatterns = [
    path("broken/", broken),
    path("stale/", stale),
    path("too-often/", respond_429),
    *product,
]
