"""Records that somebody has begun to fill in, or to correct, on plain pages and not yet sent."""

from django.db import models

from pamoja.apps.forms.models.forms import Form, FormVersion
from pamoja.apps.forms.models.submissions import Submission
from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.crypto.fields import EncryptedTextField
from pamoja.core.files.models import StoredFile
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import WorkspaceModel


class Filling(WorkspaceModel):
    """One person's begun record, theirs alone: no role reaches it, and it goes when it is sent or left alone for long.

    A correction names the `submission` that it is of, and the instance id of the version that it is `based_on`.
    `answers` is the XML of the form engine with all answers, `at` the page where the person is, `language` one of the
    form's languages. Without a `person` it would belong to whoever holds its address.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+")
    form_version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="+")
    based_on = models.CharField(max_length=255, blank=True)
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    answers = EncryptedTextField()
    language = models.CharField(max_length=100, blank=True)
    at = models.CharField(max_length=500, blank=True)
    begun_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False, db_index=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-updated_at",)

    def __str__(self) -> str:
        return str(self.public_id)


class FillingFile(WorkspaceModel):
    """A file that a begun record holds, under the name that its answers give it."""

    filling = models.ForeignKey(Filling, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["filling", "name"], name="filling_file_once")]

    def __str__(self) -> str:
        return self.name
