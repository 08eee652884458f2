"""What the next hop may carry: less than the first."""

from urllib.parse import urljoin

from django.utils.translation import gettext_lazy as _
from requests import PreparedRequest, Response
from requests.structures import CaseInsensitiveDict

from pamoja.core.http.errors import RedirectRefused
from pamoja.core.http.urls import Target, parse_target

CODES = frozenset({301, 302, 303, 307, 308})
# What may follow to another host; everything else may be somebody's key under a name of its own.
HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "user-agent", "content-type"})
OF_A_BODY = ("Content-Length", "Content-Type", "Transfer-Encoding")


def is_redirect(response: Response) -> bool:
    """Whether the answer sends us elsewhere."""
    return response.status_code in CODES and "Location" in response.headers


def follow(request: PreparedRequest, response: Response, origin: Target) -> tuple[PreparedRequest, Target]:
    """The request of the next hop (RFC 9110, section 15.4). Raises UrlRefused, RedirectRefused."""
    location = response.headers["Location"].encode("latin-1").decode("utf-8", "replace")
    target = parse_target(urljoin(origin.url, location))
    if origin.scheme == "https" and target.scheme != "https":
        raise RedirectRefused(_("The other service redirects from https to http."), is_outcome_unknown=True)
    onward = request.copy()
    onward.prepare_url(target.url, None)
    if _becomes_get(request.method, response.status_code):
        _drop_body(onward)
    if onward.body and not isinstance(onward.body, bytes | str):
        raise RedirectRefused(_("A stream cannot be sent a second time."), is_outcome_unknown=True)
    if target.origin != origin.origin:
        _leave_behind(onward)
    return onward, target


def _becomes_get(method: str | None, status: int) -> bool:
    return (status == 303 and method != "HEAD") or (status in {301, 302} and method == "POST")


def _drop_body(request: PreparedRequest) -> None:
    request.method, request.body = "GET", None
    for name in OF_A_BODY:
        request.headers.pop(name, None)


def _leave_behind(request: PreparedRequest) -> None:
    if request.body:
        raise RedirectRefused(_("The other service redirects what we send to another host."), is_outcome_unknown=True)
    kept = {name: value for name, value in request.headers.items() if name.lower() in HARMLESS}
    request.headers = CaseInsensitiveDict(kept)
