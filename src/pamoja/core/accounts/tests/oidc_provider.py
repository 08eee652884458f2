"""A program that behaves like an OpenID Connect provider (Core 1.0, code flow); tests tell it who signs in.

Started as `python oidc_provider.py PORT`. `POST /who` with JSON claims chooses the person; whoever comes to
/authorize is sent straight back with a code. `GET /asked` tells the paths that were asked for.
"""

import base64
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

CLAIMS: dict[str, object] = {}
CLIENT = "pamoja"
ASKED: list[str] = []


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


class Provider(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"
        url = urlsplit(self.path)
        if url.path == "/asked":
            self.answer(ASKED)
        ASKED.append(url.path)
        if url.path == "/.well-known/openid-configuration":
            names = ("authorize", "token", "userinfo", "jwks")
            ends = dict(
                zip(("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"), names, strict=True)
            )
            self.answer({"issuer": base, **{name: f"{base}/{end}" for name, end in ends.items()}})
        elif url.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            back = urlencode({"code": "the-code", "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()
        elif url.path == "/userinfo":
            self.answer(CLAIMS)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/who":
            CLAIMS.clear()
            CLAIMS.update(json.loads(body))
            self.answer({})
        elif self.path == "/token":
            issuer = f"http://127.0.0.1:{self.server.server_port}"
            now = int(time.time())
            token = {**CLAIMS, "iss": issuer, "aud": CLIENT, "iat": now, "exp": now + 60}
            signed = ".".join((encoded({"alg": "none"}), encoded(token), ""))
            self.answer({"access_token": "the-token", "token_type": "Bearer", "expires_in": 60, "id_token": signed})

    def answer(self, what: object) -> None:
        content = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        """Stay quiet."""


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Provider)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
