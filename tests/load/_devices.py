"""Devices that send records over HTTP, each on one kept-alive connection, and what they send."""

import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

QUESTIONS = 250
BOUNDARY = b"----pamoja-bench"


@dataclass
class Load:
    """A kind of submission: how to make the XML for an instance id, and the photo that comes along."""

    name: str
    xml: Callable[[str], bytes]
    photo: bytes = b""


@dataclass(frozen=True)
class Server:
    """Where submissions go: the path is that of the OpenRosa submission endpoint."""

    host: str
    port: int
    path: str


@dataclass
class Tally:
    """Latencies in milliseconds and failed answers."""

    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def loads() -> list[Load]:
    big = "".join(f"<q{n}>{n * 37 % 1000}</q{n}>" for n in range(1, QUESTIONS + 1))
    return [
        Load("3 fields", lambda i: _xml("three", i, "<name>Ada</name><age>30</age><note>well</note>")),
        Load("250 questions", lambda i: _xml("many", i, big)),
        Load(
            "200 KB photo",
            lambda i: _xml("photo", i, "<name>Ada</name><age>30</age><photo>p.jpg</photo>"),
            _photo(),
        ),
    ]


def _xml(form: str, instance: str, answers: str) -> bytes:
    meta = f"<meta><instanceID>{instance}</instanceID></meta>"
    return f'<data id="{form}" version="1">{answers}{meta}</data>'.encode()


def _photo() -> bytes:
    """A real JPEG of about 200 KB: noise does not compress."""
    from io import BytesIO

    from PIL import Image

    side = 380
    image = Image.frombytes("RGB", (side, side), os.urandom(side * side * 3))
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def send(load: Load, tally: Tally, end: float, server: Server) -> None:
    """One device on one kept-alive connection, sending as fast as it is answered."""
    with socket.create_connection((server.host, server.port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < end:
            request = _request(load, server)
            began = time.perf_counter()
            connection.sendall(request)
            status, body = _answer(connection)
            if status == 201:
                tally.latencies.append((time.perf_counter() - began) * 1000)
            else:
                tally.failures.append(f"{status} {body[:200]!r}")
                return


def _request(load: Load, server: Server) -> bytes:
    parts = [_part(b"xml_submission_file", b"text/xml", load.xml(f"uuid:{uuid.uuid4()}"))]
    if load.photo:
        parts.append(_part(b"p.jpg", b"image/jpeg", _another(load.photo)))
    body = b"".join(parts) + b"--" + BOUNDARY + b"--\r\n"
    head = (
        f"POST {server.path} HTTP/1.1\r\nHost: {server.host}\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY.decode()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _another(photo: bytes) -> bytes:
    """The same photo with a few other pixels, so that no server finds that it has it already."""
    return photo[:-100] + uuid.uuid4().hex.encode() + photo[-68:]


def _part(name: bytes, content_type: bytes, content: bytes) -> bytes:
    head = b'Content-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: %s' % (name, name, content_type)
    return b"--" + BOUNDARY + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n"


def _answer(connection: socket.socket) -> tuple[int, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _gap, body = data.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += _more(connection)
    return int(head.split(b" ", 2)[1]), body


def _more(connection: socket.socket) -> bytes:
    more = connection.recv(65536)
    if not more:
        raise ConnectionError("the server closed the connection")
    return more
