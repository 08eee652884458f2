"""Connections that resolve, check and connect in one step, and that keep a deadline byte by byte.

The check sits in the connection itself, so no parser in front of it can be talked around, and a name that
resolves differently a moment later (DNS rebinding) changes nothing: the checked address is the one dialled,
while TLS and the Host header still name the host.
"""

import io
import socket
import ssl
from collections.abc import Mapping
from functools import lru_cache, partial
from http.client import HTTPResponse
from typing import Any

import certifi
from django.utils.translation import gettext_lazy as _
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from pamoja.core.http.errors import NotConnected
from pamoja.core.http.guard import CONNECT_SECONDS, IDLE_SECONDS, Guard

SESSION_SECONDS = 30.0


def open_socket(address: str, port: int, seconds: float) -> socket.socket:
    """Dial one literal address. Raises OSError."""
    connection = socket.create_connection((address, port), timeout=seconds)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


@lru_cache(maxsize=1)
def tls_context() -> ssl.SSLContext:
    """Trust in certifi's authorities and in those the operator added to the system (or `SSL_CERT_FILE`)."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


class _TimedReader(io.RawIOBase):
    """Reads from a socket; each wait is cut to what the call has left, so that dripping bytes buy no time."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, guard: Guard) -> None:
        self.raw, self.sock, self.guard = raw, sock, guard

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.sock.settimeout(self.guard.seconds_left(IDLE_SECONDS))
        try:
            return self.raw.readinto(buffer)
        except TimeoutError:
            raise self.guard.too_long() from None

    def close(self) -> None:
        self.raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    """An answer whose every read, from the status line on, keeps the deadline."""

    def __init__(self, sock: socket.socket, *args: Any, guard: Guard, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        raw: Any = self.fp.detach()
        self.fp = io.BufferedReader(_TimedReader(raw, sock, guard))


class _Guarded(HTTPConnection):
    """A connection under a guard."""

    def __init__(self, *args: Any, guard: Guard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard = guard
        self.response_class = partial(_TimedResponse, guard=guard)  # type: ignore[assignment]

    def _new_conn(self) -> socket.socket:
        for address in self.guard.addresses(self.host.strip("[]"), int(self.port or self.default_port)):
            try:
                return open_socket(address, self.port, self.guard.seconds_left(CONNECT_SECONDS))
            except OSError:
                continue
        raise NotConnected(_("The host does not accept connections."))

    def send(self, data: Any) -> None:
        """Send within what the call has left; from here on the outcome is unknown until an answer."""
        if self.sock is None:
            self.connect()
        self.sock.settimeout(self.guard.seconds_left(IDLE_SECONDS))
        self.guard.was_sent = True
        super().send(data)


class GuardedHTTP(_Guarded):
    """Plain."""


class GuardedHTTPS(_Guarded, HTTPSConnection):
    """With TLS, verified against the host's name."""


class _GuardedPools(PoolManager):
    """Pools whose connections are guarded."""

    def __init__(self, guard: Guard, **kwargs: Any) -> None:
        self.guard = guard
        super().__init__(**kwargs)

    def _new_pool(self, scheme: str, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, *args, **kwargs)
        connection = GuardedHTTPS if scheme == "https" else GuardedHTTP
        pool.ConnectionCls = partial(connection, guard=self.guard)  # type: ignore[assignment]
        return pool


class GuardedAdapter(HTTPAdapter):
    """The transport of `requests` under a guard: no proxies, no environment, TLS always verified."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        super().__init__(pool_connections=4, pool_maxsize=4)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **_kwargs: Any) -> None:
        """Pools of guarded connections."""
        self.poolmanager = _GuardedPools(
            self.guard, num_pools=connections, maxsize=maxsize, block=block, ssl_context=tls_context()
        )

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Always; the context already holds the authorities (loading them costs 10 ms a connection)."""
        conn.cert_reqs = "CERT_REQUIRED"

    def send(  # type: ignore[override]
        self, request: PreparedRequest, *, proxies: Mapping[str, str] | None = None, **kwargs: Any
    ) -> Response:
        """As the parent's, without a proxy and with verification whatever the caller says."""
        kwargs.update(verify=True, stream=True, timeout=(CONNECT_SECONDS, IDLE_SECONDS))
        return super().send(request, **kwargs)


class SessionAdapter(GuardedAdapter):
    """For libraries that insist on a `requests.Session`: each hop is a call of its own."""

    def send(self, request: PreparedRequest, **kwargs: Any) -> Response:  # type: ignore[override]
        """One hop within `SESSION_SECONDS`."""
        self.guard.start(SESSION_SECONDS)
        return super().send(request, **kwargs)
