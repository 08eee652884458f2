"""Settings that programs keep with a workspace as if it were a site of its own."""

from django.db import models

from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.workspaces.models import WorkspaceModel


class SiteSetting(WorkspaceModel):
    """A wish of the workspace's owner that programs read again: JSON, or a file. Nothing here acts on it."""

    name = models.CharField(max_length=100)
    value = models.JSONField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(default=now)

    class Meta(WorkspaceModel.Meta):
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="site_setting_once")]

    def __str__(self) -> str:
        return self.name
