"""What a merge of two persons changed, so that it can be undone to the last column."""

from django.db import models

from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.crypto.fields import EncryptedJSONField
from pamoja.core.workspaces.models import Record


class Merge(Record):
    """`absorbed` went into `kept`. `before` and `after` hold the columns of `kept` that the merge changed, sealed
    under the key of `kept`; `moved` names the rows that changed hands, by table. Undoing empties all three.
    """

    kept = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    before = EncryptedJSONField(subject="kept.public_id", null=True)
    after = EncryptedJSONField(subject="kept.public_id", null=True)
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(default=now)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)
