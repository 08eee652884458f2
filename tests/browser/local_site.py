"""A tiny site for browser tests of the islands: the built files, pages made by a test, and the strict headers."""

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BUILT = Path(__file__).resolve().parents[2] / "src/pamoja/web/static/built"
NONCE = "bm9uY2U"
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FILL_PAGE = STRICT.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'").replace(
    "style-src 'self'", f"style-src 'self' 'nonce-{NONCE}'"
)


@dataclass
class Received:
    """One POST: where, its headers in lower case, its body."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """What the server answers: path → (type, body); a page lists the policy that it is sent with."""

    base: str = ""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    post_status: int = 201
    post_answer: tuple[str, bytes] = ("text/xml", b"<OpenRosaResponse/>")

    def page(self, path: str, body: str, head: str = "", policy: str = STRICT, html: str = 'lang="en"') -> str:
        """Register a page and answer its address."""
        title = f"<meta charset=utf-8><title>Test</title><link rel=icon href=data:,>{head}"
        text = f"<!doctype html><html {html}><head>{title}</head><body>{body}</body>"
        self.files[path] = ("text/html; charset=utf-8", text.encode())
        self.policies[path] = policy
        return self.base + path

    def find(self, path: str) -> tuple[str, bytes] | None:
        """A registered file, or a built one."""
        if path in self.files:
            return self.files[path]
        built = BUILT / path.removeprefix("/static/built/")
        if path.startswith("/static/built/") and built.is_file():
            return mimetypes.guess_type(path)[0] or "application/octet-stream", built.read_bytes()
        return None


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            found = site.find(path)
            self._answer(200 if found else 404, *(found or ("text/plain", b"not here")))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.received.append(Received(self.path, headers, body))
            self._answer(site.post_status, *site.post_answer)

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", site.policies.get(self.path.split("?")[0], STRICT))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def serve() -> Iterator[Site]:
    """Run the site on a free port of this machine."""
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    site.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
