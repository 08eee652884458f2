"""One catalogue of everything that can go wrong for a caller, answered as RFC 9457 problem details.

A module registers its problems once (`NOT_FOUND = register("not-found", 404, _("Not found"))`) and raises them
with words of its own: `raise Problem(NOT_FOUND, _("No such form."))`. Codes are stable: clients test on them.
`docs/reference/problems.md` names every one, by test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
HELP_PATH = "/help/reference/problems/#"


@dataclass(frozen=True)
class ProblemType:
    """One kind of failure: a stable code, its HTTP status and a short title."""

    code: str
    status: int
    title: Words


CATALOGUE: dict[str, ProblemType] = {}


def register(code: str, status: int, title: Words) -> ProblemType:
    """Add a kind of problem. Raises ValueError when the code is taken."""
    if code in CATALOGUE:
        raise ValueError(f"problem code {code!r} is registered twice")
    CATALOGUE[code] = ProblemType(code, status, title)
    return CATALOGUE[code]


NOT_READABLE = register("not-readable", 400, _("What was sent cannot be read"))
NOT_FOUND = register("not-found", 404, _("Not found"))
NOT_ALLOWED = register("not-allowed", 403, _("You may not do this"))
SIGN_IN_FIRST = register("sign-in-first", 401, _("Sign in first"))
INVALID_INPUT = register("invalid-input", 422, _("Some of the input needs a correction"))
CONFLICT = register("conflict", 409, _("Somebody else changed this in the meantime"))
NO_WORKSPACE = register("no-workspace", 403, _("Choose a workspace first"))
METHOD_NOT_ALLOWED = register("method-not-allowed", 405, _("This address does not take this method"))
SERVER_FAULT = register("server-fault", 500, _("Something went wrong on our side"))
API = "/api/"
JSON_TYPE = "application/problem+json"
# What Django and django-ninja answer by themselves, in words of their own or as a page.
BY_STATUS = {kind.status: kind for kind in (NOT_READABLE, NOT_ALLOWED, NOT_FOUND, METHOD_NOT_ALLOWED, SERVER_FAULT)}


class Problem(Exception):
    """A failure that the caller is told about: its type, words on this occurrence, and extra members.

    `errors` lists located faults as dicts with `where` and `detail`. Members must hold no sensitive values.
    """

    def __init__(self, kind: ProblemType, detail: Words = "", **members: Any) -> None:
        super().__init__(kind.code)
        self.kind, self.detail, self.members = kind, detail, members
        self.headers: dict[str, str] = {}

    def with_headers(self, headers: dict[str, str]) -> Self:
        """The problem with headers for its answer (`Retry-After`, `WWW-Authenticate`)."""
        self.headers.update(headers)
        return self

    def as_json(self) -> dict[str, Any]:
        """The problem details object (RFC 9457, section 3)."""
        return {
            "type": HELP_PATH + self.kind.code,
            "code": self.kind.code,
            "status": self.kind.status,
            "title": str(self.kind.title),
            "detail": str(self.detail),
            **self.members,
        }


def wants_json(request: HttpRequest) -> bool:
    """Whether this caller is a program: our API, or an explicit wish for JSON."""
    return request.path.startswith(API) or "json" in request.headers.get("Accept", "")


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as JSON for programs and as a page for people."""
    status = problem.kind.status
    if wants_json(request):
        response: HttpResponse = JsonResponse(problem.as_json(), status=status, content_type=JSON_TYPE)
    else:
        response = render(request, "problem.html", {"problem": problem}, status=status)
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


class ProblemMiddleware:
    """Turns a raised `Problem` into its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer problems; leave every other exception to Django."""
        return respond(request, exception) if isinstance(exception, Problem) else None


class ApiProblemMiddleware:
    """Lets no program meet a page: what failed under /api/ before or outside an endpoint is a problem too.

    It stands outside of all that may fail: an unknown address, a method not taken, a fault in another middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = BY_STATUS.get(response.status_code)
        if kind is None or not request.path.startswith(API) or response.headers.get("Content-Type") == JSON_TYPE:
            return response
        kept = {name: response.headers[name] for name in ("Allow",) if name in response.headers}
        return respond(request, Problem(kind).with_headers(kept))
