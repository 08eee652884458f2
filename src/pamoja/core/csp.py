"""Content-Security-Policy and its neighbours: pages run our own files and nothing else.

The one file that knows how: Django 6 brings a middleware of its own, which takes this place then.
"""

import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

SELF, NONE = "'self'", "'none'"
WASM = "'wasm-unsafe-eval'"
NONCE = "'nonce'"  # stands for a fresh nonce in a page's additions

POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": (NONE,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "img-src": (SELF, "data:", "blob:"),
    "font-src": (SELF,),
    "connect-src": (SELF,),
    "worker-src": (SELF, "blob:"),
    "media-src": (SELF, "blob:"),
    "manifest-src": (SELF,),
    "frame-src": (SELF,),
    "frame-ancestors": (NONE,),
    "base-uri": (NONE,),
    "form-action": (SELF,),
}
PERMISSIONS = (
    "camera=(self), geolocation=(self), microphone=(self), clipboard-write=(self), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self), "
    "browsing-topics=(), payment=(), usb=(), serial=(), midi=(), display-capture=()"
)
View = Callable[..., HttpResponseBase]
Additions = Mapping[str, tuple[str, ...]]


def csp(additions: Additions) -> Callable[[View], View]:
    """Let one view's page do more: `@csp({"script-src": (WASM,), "style-src": (NONCE,)})`.

    The page finds its nonce in `request.csp_nonce`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            nonce = request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            response.csp_additions = _with_nonce(additions, nonce)  # type: ignore[attr-defined]
            return response

        return wrapped

    return decorate


def _with_nonce(additions: Additions, nonce: str) -> Additions:
    fresh = f"'nonce-{nonce}'"
    return {name: tuple(fresh if v == NONCE else v for v in values) for name, values in additions.items()}


def header(additions: Additions) -> str:
    """The value of the header: the policy with one page's additions."""
    names = [*POLICY, *(name for name in additions if name not in POLICY)]
    sources = {name: (*POLICY.get(name, ()), *additions.get(name, ())) for name in names}
    return "; ".join(f"{name} {' '.join(values)}" for name, values in sources.items())


USUAL = header({})


class CspMiddleware:
    """Adds the headers to every answer that does not carry its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        additions = getattr(response, "csp_additions", None)
        response.headers.setdefault("Content-Security-Policy", header(additions) if additions else USUAL)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
