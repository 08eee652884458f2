"""A refused body is read to its end, so that the client learns why it was refused."""

import os
import subprocess
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.served import free_port, web_server

LARGE = b"x" * 3_000_000


@pytest.mark.once
def test_a_client_that_sends_much_learns_the_refusal_and_goes_on(tmp_path: Path) -> None:
    env = {**os.environ, "PAMOJA_DATA_DIR": str(tmp_path), "PAMOJA_MODE": "demo", "PAMOJA_DATABASE_URL": ""}
    port = free_port()
    with web_server(port, 2, env, subprocess.DEVNULL):
        for _ in range(20):
            with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                for _each in range(2):
                    connection.request("POST", "/odk/v1/nowhere", body=LARGE)
                    answer = connection.getresponse()
                    assert answer.status == 404 and b"404.1" in answer.read()
