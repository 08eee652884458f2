"""A program that works for somebody of the cast, for tests of this protocol."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from pamoja.core.accounts.services.programs import begin_session
from pamoja.core.testing.cast import DEVICE_SECRET, TOKEN_SECRET, Cast

EVERYBODY = ("amina", "ben", "dina", "chol", "omar", "device", "token", "nobody")
SECRETS = {"device": DEVICE_SECRET, "token": TOKEN_SECRET}


class Program:
    """Asks under `/odk/v1`, signed in as one of the cast ("nobody": not signed in)."""

    def __init__(self, cast: Cast, who: str) -> None:
        secret = SECRETS[who] if who in SECRETS else "" if who == "nobody" else begin_session(getattr(cast, who))[1]
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else {})

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """The answer; `body` goes as JSON."""
        data = "" if body is None else json.dumps(body)
        return self.client.generic(method, f"/odk/v1{path}", data, content_type="application/json", headers=headers)

    def get(self, path: str, **headers: str) -> Any:
        """What the answer holds, which must be a right one; `X_Extended_Metadata` names a header."""
        response = self.ask("GET", path, **headers)
        assert response.status_code == 200, response.content
        return read(response)


def read(response: HttpResponse) -> Any:
    """The JSON of an answer, also of one that comes in pieces."""
    return json.loads(b"".join(response))


def statuses(cast: Cast, method: str, path: str, body: Any = None) -> dict[str, int]:
    """How each of the cast is answered."""
    told = {}
    for who in EVERYBODY:
        response = Program(cast, who).ask(method, path, body)
        b"".join(response)  # an answer in pieces must be read to its end
        told[who] = response.status_code
    return told
