"""Who collects without an account: devices and public links, each with a secret of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.forms import Form, Project
from pamoja.core.accounts.models import Credential
from pamoja.core.crypto.fields import EncryptedTextField
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import WorkspaceModel


class Collector(WorkspaceModel):
    """A device of a project, or a link with which anybody fills in one form (`form`; `is_once`: one record each).

    `secret` is kept under encryption so that who runs the project can show the code or the link again. `properties`
    say which entities of a list belong on the device.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, related_name="collector")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="collectors")
    form = models.ForeignKey(Form, on_delete=models.CASCADE, null=True, related_name="links")
    is_once = models.BooleanField(default=False)
    secret = EncryptedTextField(_("secret"), row="public_id", null=True, editable=False)
    properties = models.JSONField(default=dict)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta(WorkspaceModel.Meta):
        verbose_name = _("device or public link")
        verbose_name_plural = _("devices and public links")

    def __str__(self) -> str:
        return self.credential.name


class CollectorProperty(WorkspaceModel):
    """The name of a property that devices and links of a project may have."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="collector_properties")
    name = models.CharField(max_length=255)

    class Meta(WorkspaceModel.Meta):
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="collector_property_once")]

    def __str__(self) -> str:
        return self.name
