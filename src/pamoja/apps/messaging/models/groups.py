"""Groups of contacts, by hand or by a query."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.messaging.models.contacts import Contact
from pamoja.core.workspaces.models import Record, WorkspaceModel


class ContactGroup(Record):
    """Contacts together. With a `query` in ContactQL the members are the active contacts that fit it."""

    name = models.CharField(_("name"), max_length=64)
    query = models.TextField(_("query"), blank=True)

    class Meta(Record.Meta):
        ordering = ("name",)
        verbose_name = _("group of contacts")
        verbose_name_plural = _("groups of contacts")
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="contact_group_once")]

    def __str__(self) -> str:
        return self.name


class GroupMember(WorkspaceModel):
    """One contact in one group."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    group = models.ForeignKey(ContactGroup, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="memberships")

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["group", "contact"], name="group_member_once")]

    def __str__(self) -> str:
        return "(member)"
