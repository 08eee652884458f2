"""What is known of a file, and the bytes it shares with equal ones of its workspace."""

from django.db import models

from pamoja.core.clock import now
from pamoja.core.crypto.fields import EncryptedTextField
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import WorkspaceModel


class Blob(WorkspaceModel):
    """Bytes in the storage, once for each content of a workspace.

    `storage_key` is new for each row: bytes without a row are never taken into use again, so the sweeper may remove
    them without asking who else is about to.
    """

    sha256 = models.BinaryField(max_length=32)
    md5 = models.CharField(max_length=32, blank=True)
    size = models.BigIntegerField()
    storage_key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=("workspace", "sha256"), name="blob_once_per_workspace")]


class StoredFile(WorkspaceModel):
    """A file as one part of the product holds it.

    `content_type` is what the content is, whatever the sender called it; `declared_type` is what the sender called it,
    told back to programs and believed by nobody. The original name is often a person's, so
    it is sealed: under the person's key when `subject` names one.
    """

    class Sensitivity(models.TextChoices):
        """Who would be hurt if it leaked."""

        PUBLIC = "public"
        INTERNAL = "internal"
        PERSONAL = "personal"
        PROTECTED = "protected"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="files")
    content_type = models.CharField(max_length=100)
    declared_type = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=100, blank=True)
    name = EncryptedTextField(max_length=255, subject="subject")
    sensitivity = models.CharField(
        max_length=10, choices=Sensitivity.choices, default=Sensitivity.PERSONAL, db_index=True
    )
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta(WorkspaceModel.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def size(self) -> int:
        """Bytes."""
        return self.blob.size

    @property
    def sha256(self) -> str:
        """Of the bytes as they are kept, in hexadecimal."""
        return bytes(self.blob.sha256).hex()

    @property
    def mark(self) -> str:
        """By what programs know the bytes again: their MD5, and another 32 letters where none was taken yet."""
        return self.blob.md5 or self.sha256[:32]
