"""Contacts: somebody who can be reached, which need not be a person of the register (docs/decisions/0015)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.messaging.contacts.keys import KEY_LENGTH
from pamoja.core.workspaces.models import Record, WorkspaceModel


class Contact(Record):
    """Somebody whom messages reach, by any number of URNs.

    `language` is ISO 639-3 as flows have it. `name_key` is what `name = …` compares; its words are in `NameWord`.
    `open_tickets` counts the tickets that are not closed.
    """

    class Status(models.TextChoices):
        """Whether messages go to and from the contact; stopped is what people do, blocked what the office does."""

        ACTIVE = "active", _("Active")
        BLOCKED = "blocked", _("Blocked")
        STOPPED = "stopped", _("Stopped")
        ARCHIVED = "archived", _("Archived")

    name = models.CharField(_("name"), max_length=128, blank=True)
    name_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=3, blank=True)
    timezone = models.CharField(_("timezone"), max_length=64, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.ACTIVE)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, editable=False)
    open_tickets = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["workspace", "status", "-id"], name="contact_newest"),
            models.Index(fields=["workspace", "name_key"], name="contact_by_name"),
            models.Index(fields=["workspace", "language"], name="contact_by_language"),
            models.Index(fields=["workspace", "created_at"], name="contact_by_creation"),
            models.Index(fields=["workspace", "last_seen_at"], name="contact_by_last_seen"),
            models.Index(fields=["workspace", "open_tickets"], name="contact_by_tickets"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("(no name)"))

    def __repr__(self) -> str:
        return f"<Contact {self.public_id}>"


class NameWord(WorkspaceModel):
    """The beginning of one word of a contact's name in UTF-8, whose order is the same in every database."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="words")
    word = models.BinaryField(max_length=32)

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "word", "contact"], name="name_word")]

    def __str__(self) -> str:
        return "(word)"


class ContactUrn(WorkspaceModel):
    """One address of a contact; no two contacts of a workspace share one. The lowest `position` is used first.

    `folded` is what queries compare; `display` what the address shows itself as, such as a nickname.
    """

    MAX_PATH: ClassVar = 255

    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="urns")
    scheme = models.CharField(max_length=16)
    path = models.CharField(max_length=MAX_PATH)
    folded = models.CharField(max_length=3 * MAX_PATH, editable=False)
    display = models.CharField(max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(WorkspaceModel.Meta):
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["workspace", "scheme", "path"], name="urn_once")]
        indexes = [models.Index(fields=["workspace", "folded", "scheme", "contact"], name="urn_by_path")]

    def __str__(self) -> str:
        return self.scheme

    @property
    def identity(self) -> str:
        """Scheme and path."""
        return f"{self.scheme}:{self.path}"
