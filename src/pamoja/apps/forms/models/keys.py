"""The keys for which devices encrypt records."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.clock import now
from pamoja.core.crypto.fields import EncryptedJSONField
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import WorkspaceModel


def mark_of(public: str) -> str:
    """The SHA-256 of a public key as forms carry it, however its lines are broken."""
    return hashlib.sha256("".join(public.split()).encode()).hexdigest()


class RecordKey(WorkspaceModel):
    """A public key that forms carry, in base64 as they carry it.

    `private` is there for a key that the server keeps (`is_managed`): the private key, locked with a passphrase that
    is kept nowhere. Whose private key somebody else holds has none.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    public = models.TextField(editable=False)
    mark = models.CharField(max_length=64, editable=False)
    is_managed = models.BooleanField(default=False, editable=False)
    private = EncryptedJSONField(row="public_id", null=True, editable=False)
    hint = models.CharField(_("hint"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["workspace", "mark"], name="record_key_once")]

    def __str__(self) -> str:
        return self.hint or self.mark[:8]
