"""Real servers on loopback that tests script by path, and clients with a chosen guard."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pamoja.core.http.client import Client
from pamoja.core.http.guard import Guard, Resolve, read_allowed, system_resolve

Script = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server on loopback: what to answer by path, and what it was asked."""

    port: int
    scripts: dict[str, Script] = field(default_factory=dict)
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)

    def answer(self, path: str, status: int = 200, body: bytes = b"", **headers: str) -> None:
        def script(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            if "Content_Length" not in headers:
                handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.scripts[path] = script

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        self.seen.append((handler.command, handler.path, dict(handler.headers.items()), body))
        self.scripts[handler.path.split("?")[0]](handler)


def _serve(family: socket.AddressFamily, context: ssl.SSLContext | None) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                site.handle(self)
            except OSError:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        address_family = family
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            pass

    server = Server(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), Handler)
    site = Site(server.server_address[1])
    if context:
        context.sni_callback = lambda _socket, name, _context: site.names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    yield from _serve(socket.AF_INET, None)


@pytest.fixture
def other_site() -> Iterator[Site]:
    yield from _serve(socket.AF_INET, None)


@pytest.fixture
def site_v6() -> Iterator[Site]:
    yield from _serve(socket.AF_INET6, None)


@pytest.fixture
def make_client() -> Iterator[Callable[..., Client]]:
    made: list[Client] = []

    def make(*allowed: str, resolve: Resolve = system_resolve, ports: tuple[int, ...] = (80, 443)) -> Client:
        made.append(Client(Guard(read_allowed(allowed), frozenset(ports), resolve)))
        return made[-1]

    yield make
    for client in made:
        client.close()


def _certificate(name: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    path = folder / "server.pem"
    path.write_bytes(pem)
    return path


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Key and self-signed certificate of service.example and 127.0.0.1."""
    return _certificate("service.example", tmp_path)


@pytest.fixture
def tls_site(certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    yield from _serve(socket.AF_INET, context)
