"""Somebody who reads pages with a browser and the API of ODK Central with a program, and what is in what they get."""

import io
import zipfile
from typing import Any

import pyarrow.parquet as parquet
from django.test import Client

from pamoja.core.accounts.actors import person
from pamoja.core.accounts.models import User
from pamoja.core.accounts.services.programs import begin_session
from pamoja.core.permissions import Actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace


class Reader:
    """One person, by browser and by program."""

    def __init__(self, user: User, workspace: Workspace) -> None:
        self.user, self.workspace = user, workspace
        self.browser = Client()
        self.browser.force_login(user)
        with workspace_active(workspace):
            _session, secret, _csrf = begin_session(user)
        self.program = Client(headers={"Authorization": f"Bearer {secret}"})

    @property
    def actor(self) -> Actor:
        return person(self.user, self.workspace)

    def asks(self, method: str, url: str, data: dict[str, str]) -> Any:
        """The answer to a request; foreign protocols are asked by program."""
        client = self.program if url.startswith("/odk/") else self.browser
        return client.get(url, data) if method == "GET" else client.post(url, data)


def text_of(response: Any) -> str:
    """All that an answer holds: files inside archives and columns of tables unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else bytes(response.content)
    return "\n".join((str(dict(response.headers)), _unpacked(content)))


def _unpacked(content: bytes) -> str:
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(f"{name}\n{_unpacked(archive.read(name))}" for name in archive.namelist())
    if content.startswith(b"PAR1"):
        table = parquet.read_table(io.BytesIO(content))
        return f"{table.schema.metadata} {table.to_pylist()}"
    return content.decode("utf-8", "replace")
