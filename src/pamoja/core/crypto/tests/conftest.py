"""A model with encrypted fields that only these tests know, and its table."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models

from pamoja.core.crypto import keys
from pamoja.core.crypto.blind import BlindIndexField
from pamoja.core.crypto.fields import EncryptedJSONField, EncryptedTextField
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import WorkspaceModel


class Note(WorkspaceModel):
    """A note about somebody."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.CharField(max_length=40, blank=True)
    title = EncryptedTextField(max_length=50, null=True, blank=True)
    answers = EncryptedJSONField(null=True, blank=True)
    story = EncryptedTextField(null=True, blank=True, subject="person")
    loose = EncryptedTextField(null=True, blank=True, row="")
    title_index = BlindIndexField(source="title", purpose="title")

    class Meta(WorkspaceModel.Meta):
        app_label = "crypto_tests"


@pytest.fixture(scope="module")
def notes_table(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Gone with the module: a table that Django does not know keeps PostgreSQL from being emptied between tests."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Note)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Note)


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    keys._clear()
    yield
    keys._clear()


@pytest.fixture
def note_model(notes_table: None) -> type[Note]:
    return Note


@pytest.fixture
def in_river(cast: Cast) -> Iterator[Cast]:
    with workspace_active(cast.river):
        yield cast
