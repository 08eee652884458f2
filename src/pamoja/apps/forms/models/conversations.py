"""Forms that are being filled in by text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.forms import Form, FormVersion
from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.crypto.blind import BlindIndexField
from pamoja.core.crypto.fields import EncryptedJSONField, EncryptedTextField
from pamoja.core.files.models import StoredFile
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import WorkspaceModel


class Conversation(WorkspaceModel):
    """A form that somebody answers by text, pinned to the version with which it began. No role reaches it.

    `address` is where the answers come from, as the channel knows it (opaque here); it goes when the conversation
    ends. `state` holds the engine's state with all answers, the ids of messages that came, and what was said last;
    of one that is `ended` only the last two. A trial (`person` tries the form on a page) has no address and, unless
    it tries the draft, makes no record.
    """

    class Ended(models.TextChoices):
        """How it ended; blank while it goes on."""

        FINISHED = "finished", _("Finished")
        STOPPED = "stopped", _("Stopped")
        CLOSED = "closed", _("Closed")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+")
    form_version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="+")
    medium = models.CharField(max_length=10)
    language = models.CharField(max_length=100, blank=True)
    address = EncryptedTextField(null=True)
    address_index = BlindIndexField(source="address", purpose="forms.conversation")
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    is_draft = models.BooleanField(default=False)
    state = EncryptedJSONField()
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    begun_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(db_index=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "medium", "address_index"],
                condition=models.Q(ended="", address_index__isnull=False),
                name="conversation_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ConversationFile(WorkspaceModel):
    """A file that came with a message and answers a question, under the name that the answer gives it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["conversation", "name"], name="conversation_file_once")]

    def __str__(self) -> str:
        return self.name
