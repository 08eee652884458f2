"""A minimal OpenRosa server over a folder of XForms, to prove the robot against: /v1/projects/1 only."""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

PROJECT = "/v1/projects/1"


@dataclass
class Form:
    """One form: its XML, and the files that it brings along."""

    form_id: str
    xml: bytes
    media: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Server:
    """What is served and what came in; `wrong_hash` and `authorization` let a test provoke the client."""

    forms: dict[str, Form]
    base: str = ""
    authorization: str | None = None
    wrong_hash: bool = False
    status: int = 201
    submissions: list[bytes] = field(default_factory=list)

    def hash(self, content: bytes) -> str:
        return "md5:" + hashlib.md5(content + (b"!" if self.wrong_hash else b"")).hexdigest()

    def form_list(self) -> bytes:
        items = "".join(self._xform(form) for form in self.forms.values())
        return f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{items}</xforms>'.encode()

    def _xform(self, form: Form) -> str:
        where = f"{self.base}/forms/{quote(form.form_id, safe='')}"
        manifest = f"<manifestUrl>{where}/manifest</manifestUrl>" if form.media else ""
        name = escape(form.form_id)
        return (
            f"<xform><formID>{name}</formID><name>{name}</name><version></version><hash>{self.hash(form.xml)}</hash>"
            f"<downloadUrl>{where}.xml</downloadUrl>{manifest}</xform>"
        )

    def manifest(self, form: Form) -> bytes:
        where = f"{self.base}/forms/{quote(form.form_id, safe='')}/attachments"
        items = "".join(
            f"<mediaFile><filename>{escape(name)}</filename><hash>{self.hash(content)}</hash>"
            f"<downloadUrl>{where}/{quote(name, safe='')}</downloadUrl></mediaFile>"
            for name, content in form.media.items()
        )
        return f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{items}</manifest>'.encode()

    def find(self, path: str) -> bytes | None:
        if path == f"{PROJECT}/formList":
            return self.form_list()
        found = re.fullmatch(rf"{PROJECT}/forms/([^/]+?)(\.xml|/manifest|/attachments/([^/]+))", path)
        form = self.forms.get(unquote(found[1])) if found else None
        if not found or not form:
            return None
        if found[3]:
            return form.media.get(unquote(found[3]))
        return form.xml if found[2] == ".xml" else self.manifest(form)


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = server.find(self.path)
            self._answer(200 if body is not None else 404, body or b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.submissions.append(body)
            self._answer(server.status, b"<OpenRosaResponse/>")

        def _answer(self, status: int, body: bytes) -> None:
            if self.headers["X-OpenRosa-Version"] != "1.0":
                status = 400
            if server.authorization and self.headers["Authorization"] != server.authorization:
                status = 401
            self.send_response(status)
            self.send_header("X-OpenRosa-Version", "1.0")
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def serve(forms: list[Form]) -> Iterator[Server]:
    """Serve some forms on a free port of this machine."""
    server = Server({form.form_id: form for form in forms})
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    server.base = f"http://127.0.0.1:{http.server_port}{PROJECT}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
