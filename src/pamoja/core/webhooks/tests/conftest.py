"""A program that is told, and checks signatures as the specification says."""

import base64
import hashlib
import hmac
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import LazySettings

from pamoja.core.clock import now
from pamoja.core.testing.cast import Cast
from pamoja.core.webhooks import services
from pamoja.core.webhooks.models import Subscription
from pamoja.core.workspaces.context import workspace_active


class Program:
    """Keeps what it is told, and answers what it was asked to."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        program = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                program.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(program.status)
                for name, value in {"Content-Length": "0", **program.headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?token=of-the-program"

    def verifies(self, secret: str, call: int = -1) -> bool:
        """As the specification has it, written for these tests alone."""
        headers, body = self.calls[call]
        content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.split("_", 1)[1])
        wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        is_fresh = abs(int(headers["webhook-timestamp"]) - now().timestamp()) < 300
        return is_fresh and wanted in [word.partition(",")[2] for word in headers["webhook-signature"].split()]


@pytest.fixture
def program(settings: LazySettings) -> Iterator[Program]:
    made = Program()
    settings.PAMOJA = {**settings.PAMOJA, "HTTP_ALLOW": [f"127.0.0.1:{made.server.server_port}"]}
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def river(cast: Cast) -> Iterator[Cast]:
    with workspace_active(cast.river):
        yield cast


@pytest.fixture
def hook(river: Cast, program: Program) -> Subscription:
    return services.subscribe(river.actor("amina"), "Registry", program.url, ["note.*"])
