"""The other side: an HTTP server in a process of its own that writes each Idempotency-Key and body to a file."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Receiver(BaseHTTPRequestHandler):
    """Answers 200 once the delivery is written down."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with Path(sys.argv[1]).open("a") as book:
            book.write(json.dumps([self.headers["Idempotency-Key"], body["number"]]) + "\n")
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)  # noqa: T201
server.serve_forever()
