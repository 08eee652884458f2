"""Calls to the outside: one function for one call, one `Client` for many to the same place."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import requests
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from requests import PreparedRequest, Response
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.exceptions import ReadTimeoutError, SSLError

from pamoja.core.http.errors import (
    BrokenAnswer,
    HttpError,
    NotConnected,
    NotTrusted,
    RedirectRefused,
    TooLarge,
    UrlRefused,
)
from pamoja.core.http.guard import Guard, Resolve, read_allowed, system_resolve
from pamoja.core.http.redirects import follow, is_redirect
from pamoja.core.http.transport import GuardedAdapter, SessionAdapter
from pamoja.core.http.urls import parse_target

CALL_SECONDS = 30.0
MAX_ANSWER_BYTES = 10 * 1024 * 1024  # decoded: a small gzip may unfold into gigabytes
MAX_REDIRECTS = 5
CHUNK_BYTES = 64 * 1024
USER_AGENT = "Pamoja/1"

# Their DEBUG lines carry whole URLs, and URLs of messaging channels carry tokens.
logging.getLogger("urllib3").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Answer:
    """A complete answer. `headers` compares names without case; `url` is where the last hop went."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body as UTF-8; a byte that is not becomes U+FFFD."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises BrokenAnswer."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise BrokenAnswer(_("The answer is not JSON."), is_outcome_unknown=True) from None


def guard_from_settings(resolve: Resolve = system_resolve) -> Guard:
    """The operator's rule: `PAMOJA_HTTP_ALLOW` and `PAMOJA_HTTP_PORTS`."""
    return Guard(
        allowed=read_allowed(settings.PAMOJA["HTTP_ALLOW"]),
        ports=frozenset(int(port) for port in settings.PAMOJA["HTTP_PORTS"]),
        resolve=resolve,
    )


def guarded_session() -> requests.Session:
    """A `requests.Session` under the same guard, for libraries that call by themselves (sign-in by OIDC)."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", SessionAdapter(guard_from_settings()))
    session.mount("https://", SessionAdapter(guard_from_settings()))
    return session


class Client:
    """Keeps connections open between calls. For one thread; close it, or use it as a context manager."""

    def __init__(self, guard: Guard | None = None) -> None:
        self.guard = guard or guard_from_settings()
        self._adapter = GuardedAdapter(self.guard)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._adapter.close()

    def request(
        self,
        method: str,
        url: str,
        *,
        seconds: float = CALL_SECONDS,
        max_bytes: int = MAX_ANSWER_BYTES,
        max_redirects: int = MAX_REDIRECTS,
        **content: Any,
    ) -> Answer:
        """Send one request and return its complete answer, whatever its status. Raises HttpError.

        `content` is what `requests.Request` takes: params, headers, json, data, files, auth. `seconds` bounds
        the whole call, redirects included. With `max_redirects=0` a redirect is returned as it is. No cookie
        is kept or sent back. Looking the name up is bounded by the system's resolver, not by `seconds`.
        """
        self.guard.start(seconds)
        target = parse_target(url)
        request = _prepare(method, target.url, content)
        for _hop in range(max_redirects + 1):
            response = self._send(request)
            if max_redirects == 0 or not is_redirect(response):
                return self._complete(response, max_bytes)
            response.close()
            request, target = follow(request, response, target)
        raise RedirectRefused(_("The other service redirects too often."), is_outcome_unknown=True)

    def _send(self, request: PreparedRequest) -> Response:
        try:
            return self._adapter.send(request)
        except HttpError:
            raise
        except (requests.RequestException, Urllib3Error) as error:
            failure = self._translate(error)
        raise failure  # outside the handler: the cause's text holds the whole URL

    def _complete(self, response: Response, max_bytes: int) -> Answer:
        try:
            body = self._read(response, max_bytes)
        except Urllib3Error as error:
            failure = self._translate(error)
        else:
            return Answer(response.status_code, response.headers, body, str(response.url))
        finally:
            response.close()
        raise failure

    def _read(self, response: Response, max_bytes: int) -> bytes:
        declared = response.headers.get("Content-Length", "")
        body = bytearray()
        if not (declared.isdecimal() and int(declared) > max_bytes):
            while chunk := response.raw.read(CHUNK_BYTES, decode_content=True):
                body += chunk
                if len(body) > max_bytes:
                    break
            else:
                return bytes(body)
        raise TooLarge(_("The answer is larger than its limit."), is_outcome_unknown=True)

    def _translate(self, error: Exception) -> HttpError:
        if isinstance(error, requests.Timeout | ReadTimeoutError):
            return self.guard.too_long()
        if isinstance(error, requests.exceptions.SSLError | SSLError) and not self.guard.was_sent:
            return NotTrusted(_("The certificate does not prove the host."))
        if not self.guard.was_sent:
            return NotConnected(_("The host does not accept connections."))
        return BrokenAnswer(_("The answer is not complete."), is_outcome_unknown=True)


def _prepare(method: str, url: str, content: dict[str, Any]) -> PreparedRequest:
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", **content.pop("headers", {})}
    try:
        return requests.Request(method, url, headers=headers, **content).prepare()
    except requests.RequestException:
        failure = UrlRefused(_("This request cannot be put into HTTP."))
    raise failure


def request(method: str, url: str, **options: Any) -> Answer:
    """One call, as `Client.request`, on a connection of its own."""
    with Client() as client:
        return client.request(method, url, **options)
